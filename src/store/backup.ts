import { existsSync } from 'node:fs';
import { placeCopy } from './copy.ts';
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
