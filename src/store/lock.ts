import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Failure } from '../model/failure.ts';
import { isOutside } from './trouble.ts';

const BUSY = 5;

export interface Holder {
  readonly pid: number;
  /** When it began, in words. */
  readonly since: string;
}

/**
 * One writer at a time: holds a reserved lock on a small SQLite file beside the cache. The operating system gives it
 * back when the process dies, however it dies, so there is no stale lock to clear and no process id to guess about.
 * Readers may look at who holds it. Failures: `locked`; `store-unwritable`.
 */
export function acquireLock(file: string, holder: Holder): { release(): void } {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return { release: hold(new DatabaseSync(file, { timeout: 0 }), holder) };
  } catch (error) {
    if (!isOutside(error)) throw error;
    throw new Failure('store-unwritable', `The lock ${file} can not be taken: ${error.message}.`, {
      cause: error,
      advice: 'Allow writing to its folder. If the file is damaged, delete it: it holds nothing but a name.',
    });
  }
}

function hold(database: DatabaseSync, holder: Holder): () => void {
  try {
    // nothing in it is worth waiting for a disk
    database.exec('pragma synchronous = off');
    reserve(database);
    // who was refused may be reading who we are: not a reason to refuse us, too
    database.exec(
      'pragma busy_timeout = 1000; create table if not exists holder (pid integer, host text, since text); delete from holder',
    );
    database.prepare('insert into holder values (?, ?, ?)').run(holder.pid, hostname(), holder.since);
    database.exec('commit');
    reserve(database);
  } catch (error) {
    const refusal = (error as { errcode?: number }).errcode === BUSY ? lockedBy(database) : error;
    database.close();
    throw refusal;
  }
  return () => database.close();
}

function reserve(database: DatabaseSync): void {
  database.exec('begin immediate');
}

function lockedBy(database: DatabaseSync): Failure {
  const advice = 'Let it finish, or stop it. The lock goes with its process; there is nothing to delete.';
  try {
    const row = database.prepare('select pid, host, since from holder').get();
    if (row) {
      return new Failure(
        'locked',
        `Another run holds the cache: process ${row.pid} on ${row.host}, since ${row.since}.`,
        {
          advice,
        },
      );
    }
  } catch {
    // whoever holds it is just writing who it is
  }
  return new Failure('locked', 'Another run holds the cache.', { advice });
}
