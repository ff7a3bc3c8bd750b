/** The SQLite file of a cache: how it is told from others, made, and opened. */
import { renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { removeDatabase } from './copy.ts';

/** Marks the file as ours (`PRAGMA application_id`): "frvr". The layout stands in `PRAGMA user_version`. */
const APPLICATION_ID = 0x66727672;

export interface SqliteOptions {
  /** `normal`: a power cut may cost the last commits, never the file. `full`: every commit is on the disk. */
  readonly durability: 'normal' | 'full';
  /** For readers beside a running writer (`status`). */
  readonly readOnly?: boolean;
}

/** What a file turned out to be: a cache with its layout, a database without any table, or another program's. */
export type Identity = { readonly layout: number } | 'blank' | 'foreign';

/**
 * Opens a file and looks what it is; does nothing to it.
 * Throws what SQLite throws (`ERR_SQLITE_ERROR` with its `errcode`).
 */
export function openDatabase(
  file: string,
  { readOnly = false }: Pick<SqliteOptions, 'readOnly'>,
): { database: DatabaseSync; identity: Identity } {
  const database = new DatabaseSync(file, { readOnly, timeout: 5_000 });
  try {
    return { database, identity: identityOf(database) };
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Makes an empty cache beside its place and renames it, so that a file without content is never one that we were just
 * making, but one that lost its content.
 */
export function createDatabase(file: string, layout: number): void {
  const beside = `${file}.new`;
  removeDatabase(beside);
  const database = new DatabaseSync(beside);
  try {
    database.exec(`
      pragma page_size = ${PAGE_SIZE};
      begin immediate;
      ${tableFor('cache')};
      pragma application_id = ${APPLICATION_ID};
      pragma user_version = ${layout};
      commit`);
  } finally {
    database.close();
  }
  renameSync(beside, file);
}

/** The one table of a cache. Rowid tables: `without rowid` took twice as long (docs/decisions/0001). */
export const tableFor = (name: string): string =>
  `create table ${name} (key text primary key not null, value text not null)`;

/** Items are about 3 KB: larger pages spare most of the overflow chains (0.56 s for 34,600 items, 1.0 s at 4 KB). */
const PAGE_SIZE = 16_384;

function identityOf(database: DatabaseSync): Identity {
  const pragma = (name: string): number => Number(database.prepare(`pragma ${name}`).get()?.[name]);
  const tables = Number(database.prepare('select count(*) as n from sqlite_schema').get()?.n);
  if (pragma('application_id') !== APPLICATION_ID) return tables === 0 ? 'blank' : 'foreign';
  return { layout: pragma('user_version') };
}

/** Makes a cache ready for work. */
export function prepareDatabase(database: DatabaseSync, { readOnly, durability }: SqliteOptions): void {
  database.exec('pragma cache_size = -16000');
  if (readOnly) return;
  // A write-ahead log lets `status` read while a run writes; the larger checkpoint spares a cold run 0.1 s.
  database.exec(
    `pragma journal_mode = wal; pragma synchronous = ${durability}; pragma wal_autocheckpoint = 2000`,
  );
}
