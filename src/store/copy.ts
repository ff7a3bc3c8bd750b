/**
 * A copy of a cache is made by SQLite itself (`VACUUM INTO`), so that it holds all of a commit or nothing of it, also while
 * somebody writes. It is one file without a log beside it, and the same state gives the same bytes.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Failure } from '../model/failure.ts';
import { troubleOf } from './trouble.ts';

/**
 * Puts a copy of the cache `from` in the place `to`, whole or not at all. `beforeRename` sees the finished copy, and may say
 * false: then it is not wanted. Failures: `store-unreadable` (also: damaged), `store-unwritable`.
 */
export function placeCopy(from: string, to: string, beforeRename: (copy: string) => boolean): void {
  const beside = `${to}.new`;
  try {
    mkdirSync(dirname(to), { recursive: true });
    removeDatabase(beside);
    copy(from, beside);
    if (beforeRename(beside)) renameSync(beside, to);
    else removeDatabase(beside);
  } catch (error) {
    removeDatabase(beside);
    throw troubleOf(error, 'store-unwritable', `${from} (copied to ${to})`);
  }
}

function copy(from: string, to: string): void {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 5_000 });
  try {
    // first, because of a damaged one SQLite may say that the disk is full
    const verdict = source.prepare('pragma integrity_check').get()?.integrity_check;
    if (verdict !== 'ok')
      throw new Failure('store-unreadable', `${from} is damaged: ${verdict}.`, {
        advice: 'Nothing was put in its place.',
      });
    source.prepare('vacuum into ?').run(to);
  } finally {
    source.close();
  }
  const handle = openSync(to, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/** What SQLite keeps beside a database. */
export const LOGS = ['-wal', '-shm', '-journal'] as const;

export function removeDatabase(file: string): void {
  for (const part of ['', ...LOGS]) rmSync(file + part, { force: true });
}

/** In pieces, because a cache may be large. */
export function sameBytes(one: string, other: string): boolean {
  if (statSync(one).size !== statSync(other).size) return false;
  const handles = [openSync(one, 'r'), openSync(other, 'r')] as const;
  const pieces = [Buffer.alloc(PIECE), Buffer.alloc(PIECE)] as const;
  try {
    for (;;) {
      const read = readSync(handles[0], pieces[0]);
      const same = readSync(handles[1], pieces[1]) === read && pieces[0].equals(pieces[1]);
      if (read === 0 || !same) return same;
    }
  } finally {
    for (const handle of handles) closeSync(handle);
  }
}

const PIECE = 1 << 20;
