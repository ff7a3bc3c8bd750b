import { EventEmitter } from 'node:events';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type KeyvStorageAdapter, type KeyvStorageCapability, keyvStorageCapability } from 'keyv';

/** Marks the file as ours (`PRAGMA application_id`): "frvr". */
const APPLICATION_ID = 0x66727672;
/** Version of the layout of keys and values; see docs/decisions/0001. */
export const SCHEMA_VERSION = 1;

const ROWS_PER_INSERT = 32;
const KEYS_PER_SELECT = 32;
const UPSERT_TAIL = ' on conflict(key) do update set value = excluded.value';

export interface SqliteOptions {
  /** `normal`: a power cut may cost the last commits, never the file. `full`: every commit is on the disk. */
  readonly durability: 'normal' | 'full';
  /** For readers beside a running writer (`status`). */
  readonly readOnly?: boolean;
}

/** Whose file it is; `openSqlite` refuses all but its own and new ones. */
export type Ownership = 'own' | 'new' | 'foreign' | { readonly newer: number };

/** Node's EventEmitter does what keyv asks of an emitter, but its `listeners()` is typed more loosely. */
type Methods = Omit<KeyvStorageAdapter, keyof EventEmitter | 'onceHook'>;

/**
 * keyv's storage adapter over the SQLite that Node brings: no native build, and one `setMany` is one transaction.
 * Values are strings and never expire. Every error of SQLite is thrown.
 */
export class SqliteAdapter extends EventEmitter implements Methods {
  readonly #database: DatabaseSync;
  readonly #select: StatementSync;
  readonly #selectMany: StatementSync;
  readonly #insertOne: StatementSync;
  readonly #insertMany: StatementSync;
  readonly #remove: StatementSync;

  constructor(database: DatabaseSync) {
    super();
    this.#database = database;
    this.#select = database.prepare('select value from cache where key = ?');
    this.#selectMany = database.prepare(
      `select key, value from cache where key in (${Array(KEYS_PER_SELECT).fill('?').join(', ')})`,
    );
    this.#insertOne = database.prepare(`insert into cache (key, value) values (?, ?)${UPSERT_TAIL}`);
    this.#insertMany = database.prepare(
      `insert into cache (key, value) values ${Array(ROWS_PER_INSERT).fill('(?, ?)').join(', ')}${UPSERT_TAIL}`,
    );
    this.#remove = database.prepare('delete from cache where key = ?');
  }

  get capabilities(): KeyvStorageCapability {
    return keyvStorageCapability(this);
  }

  // With `serialization: false` keyv hands over, and wants back, an envelope around the value.
  #read(key: string): { value: string } | undefined {
    const row = this.#select.get(key);
    return row === undefined ? undefined : { value: String(row.value) };
  }

  async get<Value>(key: string) {
    return this.#read(key) as { value: Value } | undefined;
  }

  async getMany<Value>(keys: string[]) {
    return this.#readMany(keys) as ({ value: Value } | undefined)[];
  }

  /** Many at once where there are many: a third of the time that one by one takes. */
  #readMany(keys: readonly string[]): ({ value: string } | undefined)[] {
    const whole = keys.length - (keys.length % KEYS_PER_SELECT);
    const found = new Map<string, { value: string }>();
    for (let at = 0; at < whole; at += KEYS_PER_SELECT) {
      for (const row of this.#selectMany.iterate(...keys.slice(at, at + KEYS_PER_SELECT))) {
        found.set(String(row.key), { value: String(row.value) });
      }
    }
    return keys.map((key, index) => (index < whole ? found.get(key) : this.#read(key)));
  }

  async set(key: string, value: unknown): Promise<boolean> {
    this.#insertOne.run(key, textOf(value));
    return true;
  }

  async setMany(entries: { key: string; value: unknown }[]): Promise<boolean[]> {
    this.#transaction(() => {
      const whole = entries.length - (entries.length % ROWS_PER_INSERT);
      const cells: SQLInputValue[] = [];
      for (const [index, { key, value }] of entries.entries()) {
        if (index >= whole) {
          this.#insertOne.run(key, textOf(value));
          continue;
        }
        cells.push(key, textOf(value));
        if (cells.length === 2 * ROWS_PER_INSERT) {
          this.#insertMany.run(...cells);
          cells.length = 0;
        }
      }
    });
    return entries.map(() => true);
  }

  async delete(key: string): Promise<boolean> {
    return this.#remove.run(key).changes > 0;
  }

  async deleteMany(keys: string[]): Promise<boolean[]> {
    return this.#transaction(() => keys.map((key) => this.#remove.run(key).changes > 0));
  }

  async has(key: string): Promise<boolean> {
    return this.#read(key) !== undefined;
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    return keys.map((key) => this.#read(key) !== undefined);
  }

  async clear(): Promise<void> {
    this.#database.exec('delete from cache');
  }

  async disconnect(): Promise<void> {
    this.#database.close();
  }

  #transaction<Result>(work: () => Result): Result {
    this.#database.exec('begin immediate');
    try {
      const result = work();
      this.#database.exec('commit');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback');
      throw error;
    }
  }
}

function textOf(envelope: unknown): string {
  const value = (envelope as { value: unknown }).value;
  if (typeof value !== 'string') throw new TypeError('the cache holds strings only');
  return value;
}

/**
 * Opens or creates the file and prepares it; does nothing to a file that is not ours.
 * Throws what SQLite throws (`ERR_SQLITE_ERROR` with its `errcode`).
 */
export function openDatabase(
  file: string,
  options: SqliteOptions,
): { database: DatabaseSync; ownership: Ownership } {
  const database = new DatabaseSync(file, { readOnly: options.readOnly ?? false, timeout: 5_000 });
  try {
    const ownership = ownershipOf(database);
    if (ownership === 'own' || ownership === 'new') prepare(database, ownership, options);
    return { database, ownership };
  } catch (error) {
    database.close();
    throw error;
  }
}

function ownershipOf(database: DatabaseSync): Ownership {
  const pragma = (name: string): number => Number(database.prepare(`pragma ${name}`).get()?.[name]);
  const tables = Number(database.prepare('select count(*) as n from sqlite_schema').get()?.n);
  if (pragma('application_id') !== APPLICATION_ID) return tables === 0 ? 'new' : 'foreign';
  const version = pragma('user_version');
  return version > SCHEMA_VERSION ? { newer: version } : 'own';
}

function prepare(database: DatabaseSync, ownership: Ownership, options: SqliteOptions): void {
  // Items are about 3 KB: larger pages spare most of the overflow chains (0.56 s for 34,600 items, 1.0 s at 4 KB).
  database.exec('pragma page_size = 16384; pragma cache_size = -16000');
  if (options.readOnly) return;
  // A write-ahead log lets `status` read while a run writes; the larger checkpoint spares a cold run 0.1 s.
  database.exec(
    `pragma journal_mode = wal; pragma synchronous = ${options.durability}; pragma wal_autocheckpoint = 2000`,
  );
  if (ownership !== 'new') return;
  database.exec(`
    begin immediate;
    create table if not exists cache (key text primary key not null, value text not null);
    pragma application_id = ${APPLICATION_ID};
    pragma user_version = ${SCHEMA_VERSION};
    commit`);
}
