import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { LOGS, placeCopy, removeDatabase, sameBytes } from './copy.ts';
import { requireOwn } from './file-store.ts';

/**
 * Writes the cache as it is at this moment to `file`, in the place of an older backup. Needs no lock.
 * Failures: `store-unreadable` (also: damaged), `store-foreign`, `store-newer`; `store-unwritable`.
 */
export function backupCache(cache: string, file: string): void {
  requireOwn(cache, 'There is no cache to back up yet. Run `feedriver run` first.');
  if (existsSync(file)) requireOwn(file, '');
  placeCopy(cache, file, () => true);
}

/**
 * Puts a backup in the cache's place and keeps what was there as `CACHE.replaced`. Killed at any point, the cache is the
 * old one or the new one. To be called by who holds the lock. Failures as of `backupCache`.
 */
export function restoreCache(cache: string, file: string): void {
  requireOwn(file, 'Name a file that `feedriver backup` made.');
  placeCopy(file, cache, (copy) => {
    // a second try after one that was killed at its end: what it kept must not be replaced by what it restored
    if (existsSync(cache) && sameBytes(copy, cache)) return false;
    setAside(cache);
    return true;
  });
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
