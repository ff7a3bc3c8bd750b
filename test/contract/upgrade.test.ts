import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../src/ledger/manifest.ts';
import { LAYOUT } from '../../src/model/layout.ts';
import type { Row } from '../../src/model/ports.ts';
import { backupCache } from '../../src/store/backup.ts';
import { openFileStore } from '../../src/store/file-store.ts';
import { layoutAfter, MIGRATIONS, type Migration } from '../../src/store/migrations.ts';
import { placeRestored, takeOverRestored } from '../../src/store/restore.ts';
import { openMemoryStore } from '../../src/store/store.ts';
import { mountDisk } from '../support/disk.ts';
import { silentLog } from '../support/visitor.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedriver-upgrade-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cache = () => join(folder, 'cache.db');
const files = () =>
  readdirSync(folder)
    .filter((file) => !/-(?:wal|shm)$/.test(file))
    .sort();

/** Names in front of each other, a row that goes, a row that comes. */
const numbered: Migration = {
  from: 1,
  *rows(rows) {
    let count = 0;
    for (const { key, value } of rows) {
      if (key === 'dropped') continue;
      count++;
      yield { key: `n:${key}`, value };
    }
    yield { key: 'count', value: String(count) };
  },
};

const loud: Migration = {
  from: 2,
  *rows(rows) {
    for (const { key, value } of rows) yield { key, value: value.toUpperCase() };
  },
};

const open = (migrations: readonly Migration[], now = Date.UTC(2026, 10, 24, 18), file = cache()) =>
  openFileStore(file, { durability: 'normal', upgrade: { now, log: silentLog, migrations } });

async function write(...rows: Row[]): Promise<void> {
  const store = open([]);
  await store.commit(rows);
  await store.close();
}

async function read(migrations: readonly Migration[], keys: readonly string[], file = cache()) {
  const store = open(migrations, undefined, file);
  try {
    return await store.getMany(keys);
  } finally {
    await store.close();
  }
}

function layoutOf(file: string): unknown {
  using database = new DatabaseSync(file, { readOnly: true });
  return database.prepare('pragma user_version').get()?.user_version;
}

function setLayout(layout: number): void {
  using database = new DatabaseSync(cache());
  database.exec(`pragma user_version = ${layout}`);
}

const OLD = [
  { key: 'a', value: 'one' },
  { key: 'dropped', value: 'two' },
  { key: 'b', value: 'three' },
];

describe('a cache of an older layout', () => {
  it('goes through all migrations that it has not had, and keeps a copy of what it was', async () => {
    await write(...OLD);
    expect(await read([numbered, loud], ['n:a', 'n:b', 'n:dropped', 'a', 'count'])).toEqual([
      'ONE',
      'THREE',
      undefined,
      undefined,
      '2',
    ]);
    expect(layoutOf(cache())).toBe(3);
    expect(files()).toEqual(['cache.db', 'cache.db.layout-1.2026-11-24']);
    expect(await read([], ['a', 'dropped', 'b'], join(folder, 'cache.db.layout-1.2026-11-24'))).toEqual(
      OLD.map(({ value }) => value),
    );
  });

  it('goes through the last migrations only, where it has had the others', async () => {
    await write(...OLD);
    expect(await read([numbered], ['n:a'])).toEqual(['one']);
    expect(await read([numbered, loud], ['n:a', 'n:n:a'])).toEqual(['ONE', undefined]);
    expect(files()).toContain('cache.db.layout-2.2026-11-24');
  });

  it('is not touched again when it is up to date', async () => {
    await write(...OLD);
    await read([numbered], ['n:a']);
    const before = files();
    expect(await read([numbered], ['n:a', 'n:n:a'])).toEqual(['one', undefined]);
    expect(files()).toEqual(before);
  });

  it('takes more rows than fit into its page cache', async () => {
    const rows = Array.from({ length: 8_000 }, (_, n) => ({ key: `k${n}`, value: `${n} `.repeat(800) }));
    await write(...rows);
    const keys = rows.map(({ key }) => `n:${key}`);
    expect(await read([numbered], keys)).toEqual(rows.map(({ value }) => value));
  });

  it('never replaces a copy: another one of the day gets a number', async () => {
    await write(...OLD);
    await read([numbered], []);
    rmSync(cache());
    await write({ key: 'a', value: 'another cache' });
    await read([numbered], []);
    expect(files().slice(1)).toEqual(['cache.db.layout-1.2026-11-24', 'cache.db.layout-1.2026-11-24.2']);
    expect(await read([], ['a'], join(folder, 'cache.db.layout-1.2026-11-24'))).toEqual(['one']);
  });

  it('stays as it was when a migration fails, and can be read by the program before', async () => {
    await write(...OLD);
    const broken: Migration = {
      from: 1,
      *rows(rows) {
        for (const row of rows) {
          yield row;
          throw new RangeError('a bug');
        }
      },
    };
    expect(() => open([broken])).toThrow(RangeError);
    expect(await read([], ['a', 'dropped', 'b'])).toEqual(OLD.map(({ value }) => value));
  });

  it('says that it can not be written when a migration gives a key twice', async () => {
    await write(...OLD);
    const doubling: Migration = {
      from: 1,
      *rows() {
        yield { key: 'a', value: '1' };
        yield { key: 'a', value: '2' };
      },
    };
    expect(() => open([doubling])).toThrow(expect.objectContaining({ code: 'store-unwritable' }));
    expect(await read([], ['a'])).toEqual(['one']);
  });

  it.each([
    { step: 'copy', taken: 2_000_000 },
    { step: 'migration', taken: 0 },
  ])(
    'stays as it was when the disk is too full for the $step, and comes when there is room',
    async ({ taken }) => {
      using disk = mountDisk(folder, '5500k');
      if (disk === null) return;
      await write(...Array.from({ length: 1_000 }, (_, n) => ({ key: `k${n}`, value: `${n} `.repeat(600) })));
      writeFileSync(join(folder, 'others'), Buffer.alloc(taken));
      expect(() => open([numbered])).toThrow(
        expect.objectContaining({ code: 'store-unwritable', advice: expect.stringContaining('Make room') }),
      );
      expect(await read([], ['k999'])).toEqual(['999 '.repeat(600)]);
      disk.change('size=40m');
      expect(await read([numbered], ['count'])).toEqual(['1000']);
    },
  );

  it.each([1, 2_000, 4_000])(
    'is the old one when it is killed at row %i, and one copy stays',
    async (nth) => {
      await write(...Array.from({ length: 4_000 }, (_, n) => ({ key: `k${n}`, value: `${n} `.repeat(200) })));
      for (let time = 0; time < 2; time++) expect(await upgradeUntilKilled(nth)).toBe('SIGKILL');
      expect(layoutOf(cache())).toBe(1);
      expect(files().filter((file) => file.includes('layout'))).toEqual(['cache.db.layout-1.2026-11-24']);
      expect(await read([numbered], ['count', 'n:k3999'])).toEqual(['4000', '3999 '.repeat(200)]);
      expect(files().filter((file) => file.includes('layout'))).toEqual(['cache.db.layout-1.2026-11-24']);
    },
  );

  it('is refused to those who only read, with what to do', async () => {
    await write(...OLD);
    setLayout(LAYOUT - 1);
    expect(() => openFileStore(cache(), { durability: 'normal', readOnly: true })).toThrow(
      expect.objectContaining({ code: 'store-older', advice: expect.stringContaining('feedriver run') }),
    );
    expect(layoutOf(cache())).toBe(LAYOUT - 1);
  });

  it('can be backed up and restored', async () => {
    await write({ key: 'a', value: 'one' });
    setLayout(LAYOUT - 1);
    backupCache(cache(), join(folder, 'copy.db'));
    placeRestored(cache(), join(folder, 'copy.db'), { pid: process.pid, since: 'then' });
    expect(takeOverRestored(cache())).toBe('taken');
    expect(layoutOf(cache())).toBe(LAYOUT - 1);
  });
});

describe('a cache of a newer layout', () => {
  it('is refused in words, and left as it is', async () => {
    await write(...OLD);
    await read([numbered, loud], []);
    const before = files();
    expect(() => open([])).toThrow(
      expect.objectContaining({
        code: 'store-newer',
        message: expect.stringContaining('has layout 3; this feedriver knows 1'),
        advice: expect.stringContaining('Update feedriver'),
      }),
    );
    expect(layoutOf(cache())).toBe(3);
    expect(files()).toEqual(before);
  });

  it('is refused in a store that has no place for a layout but its rows', async () => {
    const store = openMemoryStore();
    await store.commit([{ key: 'w', value: JSON.stringify({ layout: LAYOUT + 1 }) }]);
    await expect(readManifest(store)).rejects.toMatchObject({ code: 'store-newer' });
    await store.commit([{ key: 'w', value: JSON.stringify({ layout: LAYOUT - 1 }) }]);
    await expect(readManifest(store)).rejects.toMatchObject({ code: 'store-older' });
  });
});

describe('the migrations of this version', () => {
  it('lead from the first layout to the present one, without a gap', () => {
    expect(MIGRATIONS.map(({ from }) => from)).toEqual(MIGRATIONS.map((_, index) => index + 1));
    expect(layoutAfter(MIGRATIONS)).toBe(LAYOUT);
  });
});

/** In a process of its own, which kills itself at the n-th row; resolves with the signal that ended it. */
async function upgradeUntilKilled(nth: number): Promise<string | null> {
  const module = new URL('../../src/store/file-store.ts', import.meta.url).href;
  const silent = '{ debug() {}, info() {}, warn() {}, error() {} }';
  const program = `
    import { openFileStore } from ${JSON.stringify(module)};
    function* rows(all) {
      let left = ${nth};
      for (const { key, value } of all) {
        yield { key: 'n:' + key, value };
        if (--left === 0) process.kill(process.pid, 'SIGKILL');
      }
    }
    const upgrade = { now: ${Date.UTC(2026, 10, 24)}, log: ${silent}, migrations: [{ from: 1, rows }] };
    openFileStore(${JSON.stringify(cache())}, { durability: 'normal', upgrade });`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: 'ignore',
  });
  return new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
}
