import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Keyv } from 'keyv';
import { Failure } from '../model/failure.ts';
import type { Row, Store } from '../model/ports.ts';
import { openDatabase, SCHEMA_VERSION, SqliteAdapter, type SqliteOptions } from './sqlite.ts';

/**
 * The cache behind keyv. keyv has no transactions, but one `setMany` through one instance is one transaction of the
 * adapter: so a commit is one `setMany`, and keys carry prefixes instead of namespaces.
 * There is deliberately no `error` listener: with one, keyv answers a failing disk with `undefined`.
 */
export function storeOver(keyv: Keyv, name: string): Store {
  const guarded = async <Result>(
    code: 'store-unreadable' | 'store-unwritable',
    work: () => Promise<Result>,
  ) => {
    try {
      return await work();
    } catch (error) {
      throw troubleOf(error, code, name);
    }
  };
  return {
    get: (key) => guarded('store-unreadable', () => keyv.get<string>(key)),
    getMany: (keys) => guarded('store-unreadable', () => keyv.getMany<string>([...keys])),
    commit: (rows) => guarded('store-unwritable', () => commit(keyv, rows)),
    remove: (keys) =>
      guarded('store-unwritable', async () => {
        await keyv.deleteMany([...keys]);
      }),
    close: () => guarded('store-unwritable', () => keyv.disconnect()),
  };
}

async function commit(keyv: Keyv, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const done = await keyv.setMany([...rows]);
  // an adapter may report a lost write as false instead of throwing
  if (!done.every(Boolean)) throw new Error('the cache did not take every row');
}

/** Everything is forgotten when the process ends: for tests, `preview` and the library. */
export function openMemoryStore(): Store {
  return storeOver(new Keyv({ serialization: false, checkExpired: false }), 'memory');
}

/**
 * The embedded cache in one file, made with its folder when it is not there.
 * Failures: `store-foreign` (not a cache of ours), `store-newer`, `store-unreadable`, `store-unwritable`.
 * A file that can not be used is left as it is.
 */
export function openFileStore(file: string, options: SqliteOptions): Store {
  const database = openOwn(file, options);
  return storeOver(
    new Keyv({ store: new SqliteAdapter(database), serialization: false, checkExpired: false }),
    file,
  );
}

function openOwn(file: string, options: SqliteOptions) {
  if (options.readOnly && !existsSync(file)) {
    throw new Failure('store-unreadable', `There is no cache at ${file} yet.`, {
      advice: 'Run `feedriver run` first.',
    });
  }
  try {
    if (!options.readOnly) mkdirSync(dirname(file), { recursive: true });
    const { database, ownership } = openDatabase(file, options);
    if (ownership === 'own' || (ownership === 'new' && !options.readOnly)) return database;
    database.close();
    throw refusal(file, ownership);
  } catch (error) {
    throw troubleOf(error, 'store-unreadable', file);
  }
}

/** Failures: `store-unreadable` (also: not there, with that advice), `store-foreign`, `store-newer`. */
export function requireOwn(file: string, advice: string): void {
  if (!existsSync(file)) throw new Failure('store-unreadable', `There is no cache at ${file}.`, { advice });
  openOwn(file, { durability: 'normal', readOnly: true }).close();
}

function refusal(file: string, ownership: 'new' | 'foreign' | { readonly newer: number }): Failure {
  if (typeof ownership === 'object') {
    return new Failure(
      'store-newer',
      `The cache ${file} has layout ${ownership.newer}; this feedriver knows ${SCHEMA_VERSION}.`,
      { advice: 'Update feedriver, or name another file under `cache:`.' },
    );
  }
  if (ownership === 'new') return new Failure('store-unreadable', `The cache ${file} is empty.`);
  return new Failure('store-foreign', `${file} is a database of another program; it was left as it is.`, {
    advice: 'Name another file under `cache:` in the config.',
  });
}

const NOT_A_DATABASE = 26;
const CORRUPT = 11;
const FULL = 13;

/** What SQLite or the disk said, as a Failure; a bug stays a bug. */
export function troubleOf(
  error: unknown,
  code: 'store-unreadable' | 'store-unwritable',
  name: string,
): unknown {
  if (error instanceof Failure || error instanceof TypeError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const sqlite = (error as { errcode?: number }).errcode ?? 0;
  const primary = sqlite & 0xff;
  if (primary === NOT_A_DATABASE || primary === CORRUPT) {
    return new Failure(
      'store-unreadable',
      `The cache ${name} is damaged, or not a cache at all: ${reason}.`,
      {
        cause: error,
        advice: 'It was left as it is. Restore a backup, or move the file away to start with an empty cache.',
      },
    );
  }
  const advice =
    primary === FULL ? 'Make room on the disk; the next run goes on where this one stopped.' : undefined;
  const verb = code === 'store-unreadable' ? 'read' : 'written';
  return new Failure(code, `The cache ${name} can not be ${verb}: ${reason}.`, {
    cause: error,
    ...(advice && { advice }),
  });
}
