/** What may stand in the cache's place, and what the disk below may do: each is said in words, and nothing is taken for "new". */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Keyv } from 'keyv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LAYOUT } from '../../src/model/layout.ts';
import { createDatabase, openDatabase, prepareDatabase } from '../../src/store/database.ts';
import { openFileStore } from '../../src/store/file-store.ts';
import { SqliteAdapter } from '../../src/store/sqlite.ts';
import { storeOver } from '../../src/store/store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedriver-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cache = () => join(folder, 'cache.db');
const open = () => openFileStore(cache(), { durability: 'normal' });

describe('in the place of a cache', () => {
  it('a file without a byte is one that lost its content: refused, and left as it is with its log', () => {
    writeFileSync(cache(), '');
    writeFileSync(`${cache()}-wal`, 'what is left');
    expect(open).toThrow(
      expect.objectContaining({
        code: 'store-unreadable',
        message: expect.stringContaining('lost its content'),
        advice: expect.stringContaining('Restore a backup'),
      }),
    );
    expect(readFileSync(cache(), 'utf8')).toBe('');
    expect(readFileSync(`${cache()}-wal`, 'utf8')).toBe('what is left');
  });

  it('a database without a table is refused', () => {
    using database = new DatabaseSync(cache());
    database.exec('pragma user_version = 1; vacuum');
    expect(open).toThrow(expect.objectContaining({ code: 'store-unreadable' }));
  });

  it('a folder is refused, and named', () => {
    mkdirSync(cache());
    expect(open).toThrow(
      expect.objectContaining({ code: 'store-unreadable', message: expect.stringContaining('is a folder') }),
    );
  });

  it('nothing is a new cache, also after a first run that was killed while it made one', async () => {
    writeFileSync(`${cache()}.new`, 'half of a cache');
    writeFileSync(`${cache()}.new-journal`, 'half of a journal');
    const store = open();
    await store.commit([{ key: 'a', value: '1' }]);
    await store.close();
    expect(readdirSync(folder)).toEqual(['cache.db']);
  });
});

describe('durability', () => {
  it.each([
    { durability: 'normal', synchronous: 1 },
    { durability: 'full', synchronous: 2 },
  ] as const)('$durability is what SQLite is told', ({ durability, synchronous }) => {
    createDatabase(cache(), LAYOUT);
    const { database } = openDatabase(cache(), {});
    prepareDatabase(database, { durability });
    expect(database.prepare('pragma synchronous').get()).toEqual({ synchronous });
    expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    database.close();
  });
});

describe('a bug on the way to the cache', () => {
  it.each([new RangeError('Invalid string length'), new TypeError('no'), new Error('anything')])(
    'stays a bug: %s',
    async (bug) => {
      createDatabase(cache(), LAYOUT);
      const { database } = openDatabase(cache(), {});
      const adapter = new SqliteAdapter(database);
      adapter.get = () => Promise.reject(bug);
      adapter.setMany = () => Promise.reject(bug);
      const store = storeOver(new Keyv({ store: adapter, serialization: false }), cache());
      await expect(store.get('a')).rejects.toBe(bug);
      await expect(store.commit([{ key: 'a', value: '1' }])).rejects.toBe(bug);
      await store.close();
    },
  );
});
