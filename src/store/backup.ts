/**
 * Copies of the cache. A copy is made by SQLite itself, so that it holds all of a commit or nothing of it, also while
 * somebody writes; it is one file without a log beside it, and takes its place by renaming when it is whole.
 */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { Failure } from '../model/failure.ts';
import { requireOwn, troubleOf } from './store.ts';

/**
 * Writes the cache as it is at this moment to `file`, in the place of an older backup. Needs no lock.
 * Failures: `store-unreadable` (also: damaged), `store-foreign`, `store-newer`; `store-unwritable`.
 */
export async function backupCache(cache: string, file: string): Promise<void> {
  requireOwn(cache, 'There is no cache to back up yet. Run `feedriver run` first.');
  if (existsSync(file)) requireOwn(file, '');
  await placeCopy(cache, file);
}

/**
 * Puts a backup in the cache's place and keeps what was there as `CACHE.replaced`. Killed at any point, the cache is the
 * old one or the new one. To be called by who holds the lock. Failures as of `backupCache`.
 */
export async function restoreCache(cache: string, file: string): Promise<void> {
  requireOwn(file, 'Name a file that `feedriver backup` made.');
  await placeCopy(file, cache, () => setAside(cache));
}

async function placeCopy(from: string, to: string, beforeRename: () => void = () => {}): Promise<void> {
  const beside = `${to}.new`;
  try {
    mkdirSync(dirname(to), { recursive: true });
    removeDatabase(beside);
    await copy(from, beside);
    beforeRename();
    renameSync(beside, to);
  } catch (error) {
    removeDatabase(beside);
    throw troubleOf(error, 'store-unwritable', `${from} (copied to ${to})`);
  }
}

/** All pages in one step: a writer who commits in between would make it begin again. */
const ALL_PAGES = 2 ** 31 - 1;

async function copy(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 5_000 });
  try {
    await backup(source, to, { rate: ALL_PAGES });
  } finally {
    source.close();
  }
  const made = new DatabaseSync(to);
  try {
    made.exec('pragma journal_mode = delete');
    const verdict = made.prepare('pragma integrity_check').get()?.integrity_check;
    if (verdict !== 'ok')
      throw new Failure('store-unreadable', `${from} is damaged: ${verdict}.`, {
        advice: 'Nothing was put in its place.',
      });
  } finally {
    made.close();
  }
  const handle = openSync(to, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/** Leaves nothing beside the cache that would be taken for the log of the one that comes in its place. */
function setAside(cache: string): void {
  if (!existsSync(cache)) return;
  try {
    // closing the last connection folds the log into the file
    const old = new DatabaseSync(cache);
    old.exec('pragma wal_checkpoint(truncate)');
    old.close();
  } catch {
    // damaged, which is a good reason to restore
  }
  const aside = `${cache}.replaced`;
  removeDatabase(aside);
  for (const part of ['', '-wal']) if (existsSync(cache + part)) copyFileSync(cache + part, aside + part);
  for (const part of LOGS) rmSync(cache + part, { force: true });
}

const LOGS = ['-wal', '-shm', '-journal'] as const;

function removeDatabase(file: string): void {
  for (const part of ['', ...LOGS]) rmSync(file + part, { force: true });
}
