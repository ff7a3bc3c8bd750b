import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Log, Row } from '../model/ports.ts';
import { placeCopy, sameBytes } from './copy.ts';
import { tableFor } from './database.ts';
import { layoutAfter, MIGRATIONS, type Migration } from './migrations.ts';
import { troubleOf } from './trouble.ts';

export interface Upgrade {
  /** ms since 1970; its day is part of the name of the copy that is kept. */
  readonly now: number;
  readonly log: Log;
  /** All that there are unless given. */
  readonly migrations?: readonly Migration[];
}

/**
 * Brings a cache from its layout to the newest one, in one transaction, with a copy of the old one beside it
 * (`CACHE.layout-1.2026-11-24`). Killed anywhere, the cache is the old one or the new one. To be called by who holds the lock.
 * Failure: `store-unwritable`, and the cache is the old one.
 */
export function upgradeDatabase(
  database: DatabaseSync,
  { file, layout }: { readonly file: string; readonly layout: number },
  { now, log, migrations = MIGRATIONS }: Upgrade,
): void {
  const newest = layoutAfter(migrations);
  try {
    const copy = keepCopy(file, `${file}.layout-${layout}.${new Date(now).toISOString().slice(0, 10)}`);
    migrate(database, migrations.slice(layout - 1), newest);
    log.warn(`the cache was brought from layout ${layout} to ${newest}; the old one is kept`, { copy });
  } catch (error) {
    throw troubleOf(error, 'store-unwritable', file);
  }
}

/** Never in the place of another copy; one that holds the same, left by a try that was killed, is as good. */
function keepCopy(cache: string, name: string): string {
  for (let number = 1; ; number++) {
    const place = number === 1 ? name : `${name}.${number}`;
    if (!existsSync(place)) {
      placeCopy(cache, place, () => true);
      return place;
    }
    let same = false;
    placeCopy(cache, `${place}.compared`, (made) => {
      same = sameBytes(made, place);
      return false;
    });
    if (same) return place;
  }
}

function migrate(database: DatabaseSync, migrations: readonly Migration[], newest: number): void {
  database.exec(`begin immediate; ${tableFor('migrated')}`);
  try {
    const insert = database.prepare('insert into migrated (key, value) values (?, ?)');
    const rows = migrations.reduce((before, migration) => migration.rows(before), rowsOf(database));
    for (const { key, value } of rows) insert.run(key, value);
    database.exec(
      `drop table cache; alter table migrated rename to cache; pragma user_version = ${newest}; commit`,
    );
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}

function* rowsOf(database: DatabaseSync): Iterable<Row> {
  for (const { key, value } of database.prepare('select key, value from cache').iterate())
    yield { key: String(key), value: String(value) };
}
