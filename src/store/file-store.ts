import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Keyv } from 'keyv';
import { Failure } from '../model/failure.ts';
import { LAYOUT } from '../model/layout.ts';
import type { Store } from '../model/ports.ts';
import { createDatabase, openDatabase, prepareDatabase, type SqliteOptions } from './database.ts';
import { layoutAfter } from './migrations.ts';
import { SqliteAdapter } from './sqlite.ts';
import { storeOver } from './store.ts';
import { troubleOf } from './trouble.ts';
import { type Upgrade, upgradeDatabase } from './upgrade.ts';

export interface FileOptions extends SqliteOptions {
  /** Brings a cache of an older layout up to date. Without it such a one is refused, as by those who only read. */
  readonly upgrade?: Upgrade;
}

/**
 * The embedded cache in one file, made with its folder when it is not there.
 * Failures: `store-foreign` (not a cache of ours), `store-newer`, `store-older`, `store-unreadable`, `store-unwritable`.
 * A file that can not be used is left as it is.
 */
export function openFileStore(file: string, options: FileOptions): Store {
  const database = openCache(file, options);
  return storeOver(
    new Keyv({ store: new SqliteAdapter(database), serialization: false, checkExpired: false }),
    file,
  );
}

function openCache(file: string, options: FileOptions): DatabaseSync {
  const { upgrade } = options;
  const newest = upgrade?.migrations === undefined ? LAYOUT : layoutAfter(upgrade.migrations);
  try {
    if (!existsSync(file) && !options.readOnly) {
      mkdirSync(dirname(file), { recursive: true });
      createDatabase(file, newest);
    }
    const { database, layout } = openOwn(file, options, 'Run `feedriver run` first.');
    try {
      if (layout > newest) throw newer(file, layout, newest);
      if (layout < newest && upgrade === undefined) throw older(file, layout, newest);
      prepareDatabase(database, options);
      if (layout < newest && upgrade) upgradeDatabase(database, { file, layout }, upgrade);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw troubleOf(error, 'store-unreadable', file);
  }
}

/**
 * The layout of a cache that is to be copied; any but a later one than ours will do. `missing`: advice where there is no file.
 * Failures: `store-unreadable`, `store-foreign`, `store-newer`.
 */
export function requireOwn(file: string, missing: string): number {
  try {
    const { database, layout } = openOwn(file, { readOnly: true }, missing);
    database.close();
    if (layout > LAYOUT) throw newer(file, layout, LAYOUT);
    return layout;
  } catch (error) {
    throw troubleOf(error, 'store-unreadable', file);
  }
}

function openOwn(file: string, options: Pick<SqliteOptions, 'readOnly'>, missing: string) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined)
    throw new Failure('store-unreadable', `There is no cache at ${file}.`, { advice: missing });
  if (found.isDirectory())
    throw new Failure('store-unreadable', `${file} is a folder, not a cache.`, { advice: ANOTHER });
  // SQLite would take it for a new database, and throw the log beside it away
  if (found.size === 0) throw blank(file);
  const { database, identity } = openDatabase(file, options);
  if (typeof identity === 'object') return { database, layout: identity.layout };
  database.close();
  throw identity === 'blank' ? blank(file) : foreign(file);
}

const ANOTHER = 'Name another file under `cache:` in the config.';

const blank = (file: string): Failure =>
  new Failure('store-unreadable', `The cache ${file} has nothing in it: it lost its content.`, {
    advice: 'It was left as it is. Restore a backup, or move the file away to start with an empty cache.',
  });

const foreign = (file: string): Failure =>
  new Failure('store-foreign', `${file} is a database of another program; it was left as it is.`, {
    advice: ANOTHER,
  });

const newer = (file: string, layout: number, newest: number): Failure =>
  new Failure('store-newer', `The cache ${file} has layout ${layout}; this feedriver knows ${newest}.`, {
    advice: 'Update feedriver, name another file under `cache:`, or restore the copy from before the update.',
  });

const older = (file: string, layout: number, newest: number): Failure =>
  new Failure('store-older', `The cache ${file} has layout ${layout}; this feedriver reads ${newest}.`, {
    advice: 'Run `feedriver run` once: it brings the cache up to date, and keeps a copy.',
  });
