import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Keyv } from 'keyv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src/model/failure.ts';
import { LAYOUT } from '../../src/model/layout.ts';
import type { Store } from '../../src/model/ports.ts';
import { createDatabase, openDatabase } from '../../src/store/database.ts';
import { openFileStore } from '../../src/store/file-store.ts';
import { SqliteAdapter } from '../../src/store/sqlite.ts';
import { openMemoryStore, storeOver } from '../../src/store/store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedriver-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cacheFile = () => join(folder, 'sub', 'cache.db');
const openFile = () => openFileStore(cacheFile(), { durability: 'normal' });

const kinds: { name: string; open: () => Store }[] = [
  { name: 'memory', open: openMemoryStore },
  { name: 'SQLite file', open: openFile },
];

describe.each(kinds)('a store ($name)', ({ open }) => {
  let store: Store;
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());

  it('knows nothing at first', async () => {
    expect(await store.get('a')).toBeUndefined();
    expect(await store.getMany(['a', 'b'])).toEqual([undefined, undefined]);
  });

  it('gives back what was committed, in the order asked for', async () => {
    await store.commit([
      { key: 'a', value: 'one' },
      { key: 'b', value: '' },
      { key: 'c', value: 'Ünï\u0000cöde 😀\n' },
    ]);
    expect(await store.getMany(['c', 'x', 'b', 'a'])).toEqual(['Ünï\u0000cöde 😀\n', undefined, '', 'one']);
  });

  it('lets the last row of a key win, within a commit and between commits', async () => {
    await store.commit([
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ]);
    expect(await store.get('a')).toBe('2');
    await store.commit([{ key: 'a', value: '3' }]);
    expect(await store.get('a')).toBe('3');
  });

  it('takes more rows than one statement holds', async () => {
    const rows = Array.from({ length: 1_001 }, (_, n) => ({ key: `k${n}`, value: `v${n}` }));
    await store.commit(rows);
    expect(await store.getMany(rows.map((row) => row.key))).toEqual(rows.map((row) => row.value));
  });

  it('removes keys, and does not mind absent ones', async () => {
    await store.commit([
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ]);
    await store.remove(['a', 'nothing']);
    expect(await store.getMany(['a', 'b'])).toEqual([undefined, '2']);
  });

  it('accepts an empty commit', async () => {
    await store.commit([]);
    await store.remove([]);
    expect(await store.getMany([])).toEqual([]);
  });
});

/** SQLITE_IOERR_READ: what SQLite makes of the system's EIO. */
const IOERR_READ = 10 | (1 << 8);

describe('the SQLite store', () => {
  it('keeps what was committed when it is opened again', async () => {
    const first = openFile();
    await first.commit([{ key: 'a', value: '1' }]);
    await first.close();
    const second = openFile();
    expect(await second.get('a')).toBe('1');
    await second.close();
  });

  it('can be read while another connection writes', async () => {
    const writer = openFile();
    await writer.commit([{ key: 'a', value: '1' }]);
    const reader = openFileStore(cacheFile(), { durability: 'normal', readOnly: true });
    await writer.commit([{ key: 'a', value: '2' }]);
    expect(await reader.get('a')).toBe('2');
    await reader.close();
    await writer.close();
  });

  it('leaves all rows or none when it is killed in the middle of a commit', async () => {
    const script = new URL('../support/commit-until-killed.ts', import.meta.url).pathname;
    for (let trial = 0; trial < 4; trial++) {
      rmSync(cacheFile(), { force: true });
      const child = execFile(process.execPath, [
        '--disable-warning=ExperimentalWarning',
        script,
        cacheFile(),
      ]);
      await new Promise<void>((resolve) => {
        child.stdout?.once('data', () => setTimeout(resolve, 20 + 31 * trial));
      });
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      const store = openFile();
      const rounds = await store.getMany(Array.from({ length: 2_000 }, (_, n) => `k${n}`));
      await store.close();
      expect(new Set(rounds).size).toBe(1);
      expect(Number(rounds[0])).toBeGreaterThanOrEqual(1);
    }
  });

  it('never reads a damaged file as "never seen"', async () => {
    const store = openFile();
    const rows = Array.from({ length: 2_000 }, (_, n) => ({ key: `k${n}`, value: 'x'.repeat(3_000) }));
    await store.commit(rows);
    await store.close();
    const bytes = readFileSync(cacheFile());
    bytes.fill(0xff, 600_000, 3_000_000);
    writeFileSync(cacheFile(), bytes);
    const damaged = openFile();
    await expect(damaged.getMany(rows.map((row) => row.key))).rejects.toMatchObject({
      name: 'Failure',
      code: 'store-unreadable',
      advice: expect.stringContaining('backup'),
    });
    await damaged.close();
  });

  it('says that the disk is full, and has lost nothing', async () => {
    const store = openFile();
    await store.commit([{ key: 'a', value: '1' }]);
    await store.close();
    // SQLite's own page limit raises the same SQLITE_FULL as a full disk does
    const database = new DatabaseSync(cacheFile());
    database.exec('pragma max_page_count = 8');
    const small = storeOver(
      new Keyv({ store: new SqliteAdapter(database), serialization: false }),
      cacheFile(),
    );
    await expect(
      small.commit([
        { key: 'a', value: '2' },
        { key: 'b', value: 'x'.repeat(1_000_000) },
      ]),
    ).rejects.toMatchObject({ code: 'store-unwritable', advice: expect.stringContaining('room') });
    expect(await small.getMany(['a', 'b'])).toEqual(['1', undefined]);
    await small.close();
  });

  it('says that the disk fails, and never takes that for "never seen"', async () => {
    const file = join(folder, 'failing.db');
    createDatabase(file, LAYOUT);
    const { database } = openDatabase(file, {});
    const failing = new Proxy(new SqliteAdapter(database), {
      get(adapter, name) {
        if (['get', 'getMany', 'setMany', 'deleteMany'].includes(String(name)))
          return () => Promise.reject(Object.assign(new Error('disk I/O error'), { errcode: IOERR_READ }));
        const value: unknown = Reflect.get(adapter, name, adapter);
        return typeof value === 'function' ? value.bind(adapter) : value;
      },
    });
    const store = storeOver(new Keyv({ store: failing, serialization: false }), file);
    await expect(store.get('a')).rejects.toMatchObject({ code: 'store-unreadable' });
    await expect(store.getMany(['a'])).rejects.toMatchObject({ code: 'store-unreadable' });
    await expect(store.commit([{ key: 'a', value: '1' }])).rejects.toMatchObject({
      code: 'store-unwritable',
      message: expect.stringContaining('disk I/O error'),
    });
    await expect(store.remove(['a'])).rejects.toMatchObject({ code: 'store-unwritable' });
    database.close();
  });

  it('refuses a database of another program and leaves it as it is', () => {
    const file = join(folder, 'other.db');
    const other = new DatabaseSync(file);
    other.exec('create table things (name text)');
    other.close();
    expect(() => openFileStore(file, { durability: 'normal' })).toThrow(
      expect.objectContaining({ code: 'store-foreign' }),
    );
    expect(new DatabaseSync(file).prepare('select count(*) as n from things').get()).toEqual({ n: 0 });
  });

  it('refuses a truncated file in words', async () => {
    const store = openFile();
    await store.commit([{ key: 'a', value: 'x'.repeat(1_000_000) }]);
    await store.close();
    truncateSync(cacheFile(), 400_000);
    expect(openFile).toThrow(expect.objectContaining({ code: 'store-unreadable' }));
  });

  it('refuses a file that is no database and leaves it as it is', () => {
    const file = join(folder, 'notes.txt');
    writeFileSync(file, 'These are my notes, and they are long enough to be looked at. '.repeat(20));
    expect(() => openFileStore(file, { durability: 'normal' })).toThrow(
      expect.objectContaining({ code: 'store-unreadable' }),
    );
  });

  it('refuses a cache of a newer version in words', async () => {
    await openFile().close();
    const database = new DatabaseSync(cacheFile());
    database.exec('pragma user_version = 99');
    database.close();
    expect(openFile).toThrow(/layout 99/);
  });

  it('does not make a file when it only wants to read one', () => {
    expect(() => openFileStore(cacheFile(), { durability: 'normal', readOnly: true })).toThrow(Failure);
  });
});
