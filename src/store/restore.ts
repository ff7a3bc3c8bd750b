/**
 * A backup comes back in two steps, so that it can also beside who works with the cache. Anybody puts a checked copy beside it
 * (`CACHE.restore`), whole or not at all; who holds the lock and has the cache closed lets it take the cache's place.
 */
import { copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Failure } from '../model/failure.ts';
import { LOGS, placeCopy, removeDatabase, sameBytes } from './copy.ts';
import { requireOwn } from './file-store.ts';
import { acquireLock, type Holder } from './lock.ts';
import { troubleOf } from './trouble.ts';

/** A copy that was placed, to be told from others: its name says where it is, its inode that it is still this one. */
export interface Placed {
  readonly file: string;
  readonly inode: number;
}

/** What became of a copy. Refused ones are kept beside the cache. */
export type Fate = 'waits' | 'taken' | 'refused' | 'replaced';

const waitingFor = (cache: string): string => `${cache}.restore`;
const keptFrom = (cache: string): string => `${cache}.replaced`;
const refusedFor = (cache: string): string => `${cache}.restore.refused`;

/**
 * Puts a copy of the backup `file` beside the cache, in the place of one that waits there already. Killed at any point, it
 * waits or it does not. Failures: `store-unreadable` (also: damaged), `store-foreign`, `store-newer`; `store-unwritable`;
 * `locked`, while somebody else is at it.
 */
export function placeRestored(cache: string, file: string, holder: Holder): Placed {
  requireOwn(file, 'Name a file that `feedriver backup` made.');
  const waiting = waitingFor(cache);
  const lock = lockPlacing(waiting, holder);
  try {
    placeCopy(file, waiting, () => true);
    return { file: waiting, inode: statSync(waiting).ino };
  } finally {
    lock.release();
  }
}

function lockPlacing(waiting: string, holder: Holder): { release(): void } {
  try {
    return acquireLock(`${waiting}.lock`, holder);
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'locked')) throw error;
    throw new Failure('locked', 'Another restore is just placing its copy.', {
      cause: error,
      advice: 'Let it finish, and try again.',
    });
  }
}

/** Somebody restored a backup, and it did not take the cache's place yet. */
export const isRestoredWaiting = (cache: string): boolean => existsSync(waitingFor(cache));

/** Drops what waits: for who holds the lock. */
export const dropRestored = (cache: string): void => removeDatabase(waitingFor(cache));

export function fateOf(cache: string, { inode }: Placed): Fate {
  const isAt = (file: string) => statSync(file, { throwIfNoEntry: false })?.ino === inode;
  if (isAt(waitingFor(cache))) return 'waits';
  if (isAt(cache)) return 'taken';
  return isAt(refusedFor(cache)) ? 'refused' : 'replaced';
}

/**
 * Lets the copy that waits, if there is one, take the cache's place; what was there is kept as `CACHE.replaced`. Killed at
 * any point, the cache is the old one or the new one. To be called by who holds the lock, with the cache closed.
 * A Failure is returned where the copy is none that we can read: it is kept as `CACHE.restore.refused`, and the cache stays.
 * Failure: `store-unwritable`; then the copy waits on.
 */
export function takeOverRestored(cache: string): 'none' | 'taken' | Failure {
  if (!isRestoredWaiting(cache)) return 'none';
  const waiting = waitingFor(cache);
  try {
    const refusal = refusalOf(waiting);
    if (refusal !== null) {
      renameSync(waiting, refusedFor(cache));
      return new Failure(
        refusal.code,
        `What was restored does not take the cache's place: ${refusal.message}`,
        {
          advice: `It is kept as ${refusedFor(cache)}; the cache stays as it was.`,
          cause: refusal,
        },
      );
    }
    // after a restore that was killed at its end: what it kept must not be replaced by what it restored
    if (!isSame(waiting, cache)) setAside(cache);
    renameSync(waiting, cache);
    return 'taken';
  } catch (error) {
    throw troubleOf(error, 'store-unwritable', cache);
  }
}

/** It was looked at when it was placed: by a feedriver that may be newer than we. */
function refusalOf(file: string): Failure | null {
  try {
    requireOwn(file, '');
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function isSame(waiting: string, cache: string): boolean {
  return existsSync(cache) && !existsSync(`${cache}-wal`) && sameBytes(waiting, cache);
}

/** Leaves nothing beside the cache that would be taken for the log of the one that comes in its place. */
function setAside(cache: string): void {
  if (!existsSync(cache)) return;
  if (!foldLog(cache))
    throw new Failure('store-unwritable', `The cache ${cache} is being read, and can not be replaced.`, {
      advice: 'Try again when who reads it is done.',
    });
  const aside = keptFrom(cache);
  removeDatabase(aside);
  for (const part of ['', '-wal']) if (existsSync(cache + part)) copyFileSync(cache + part, aside + part);
  for (const part of LOGS) rmSync(cache + part, { force: true });
}

/** Without its log the cache must still be the cache. False: somebody who reads keeps the log from being folded in. */
function foldLog(cache: string): boolean {
  try {
    const old = new DatabaseSync(cache, { timeout: 1_000 });
    try {
      return old.prepare('pragma wal_checkpoint(truncate)').get()?.busy !== 1;
    } finally {
      old.close();
    }
  } catch {
    // damaged, which is a good reason to restore
    return true;
  }
}
