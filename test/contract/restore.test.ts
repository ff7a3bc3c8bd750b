import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupCache } from '../../src/store/backup.ts';
import { acquireLock } from '../../src/store/lock.ts';
import { fateOf, isRestoredWaiting, placeRestored, takeOverRestored } from '../../src/store/restore.ts';
import { openCache, readRow, writeRow } from '../support/one-row.ts';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'feedriver-restore-'));
  await writeRow(cache(), 'old');
  backupCache(cache(), copy());
  await writeRow(cache(), 'new');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cache = () => join(folder, 'cache.db');
const copy = () => join(folder, 'copy.db');
const place = (file = copy()) => placeRestored(cache(), file, { pid: process.pid, since: 'then' });
const changeLayout = (file: string, layout: number) => {
  const database = new DatabaseSync(file);
  database.exec(`pragma user_version = ${layout}`);
  database.close();
};

describe('a backup that is placed beside the cache', () => {
  it('waits, and changes nothing, also while a writer has the cache open', async () => {
    const writer = openCache(cache());
    const placed = place();
    expect(isRestoredWaiting(cache())).toBe(true);
    expect(fateOf(cache(), placed)).toBe('waits');
    await writer.commit([{ key: 'a', value: 'newest' }]);
    await writer.close();
    expect(await readRow(cache())).toBe('newest');
    expect(await readRow(copy())).toBe('old');
  });

  it('takes the place of one that waits already', async () => {
    const first = place();
    await writeRow(cache(), 'newer');
    backupCache(cache(), join(folder, 'other.db'));
    const second = place(join(folder, 'other.db'));
    expect([fateOf(cache(), first), fateOf(cache(), second)]).toEqual(['replaced', 'waits']);
    await writeRow(cache(), 'newest');
    expect(takeOverRestored(cache())).toBe('taken');
    expect([fateOf(cache(), first), fateOf(cache(), second)]).toEqual(['replaced', 'taken']);
    expect(await readRow(cache())).toBe('newer');
  });

  it('is placed by one at a time', () => {
    const lock = acquireLock(`${cache()}.restore.lock`, { pid: 7, since: 'then' });
    expect(() => place()).toThrow(expect.objectContaining({ code: 'locked' }));
    expect(isRestoredWaiting(cache())).toBe(false);
    lock.release();
    place();
    expect(isRestoredWaiting(cache())).toBe(true);
  });

  it('is refused where it is no backup of ours, damaged, or of a later layout: then nothing waits', async () => {
    const other = join(folder, 'other.db');
    const database = new DatabaseSync(other);
    database.exec('create table things (name text)');
    database.close();
    expect(() => place(other)).toThrow(expect.objectContaining({ code: 'store-foreign' }));
    changeLayout(copy(), 99);
    expect(() => place()).toThrow(expect.objectContaining({ code: 'store-newer' }));
    expect(() => place(join(folder, 'nothing'))).toThrow(
      expect.objectContaining({ code: 'store-unreadable' }),
    );
    const large = openCache(join(folder, 'large.db'));
    await large.commit(Array.from({ length: 500 }, (_, n) => ({ key: `k${n}`, value: 'x'.repeat(3_000) })));
    await large.close();
    const bytes = readFileSync(join(folder, 'large.db'));
    bytes.fill(0xff, 200_000, 600_000);
    writeFileSync(join(folder, 'large.db'), bytes);
    expect(() => place(join(folder, 'large.db'))).toThrow(
      expect.objectContaining({ code: 'store-unreadable' }),
    );
    expect(readdirSync(folder).filter((name) => /restore(?!\.lock)/.test(name))).toEqual([]);
    expect(takeOverRestored(cache())).toBe('none');
    expect(await readRow(cache())).toBe('new');
    expect(existsSync(`${cache()}.replaced`)).toBe(false);
  });
});

describe('what waits', () => {
  it('takes the place of the cache, which is kept beside it', async () => {
    place();
    expect(takeOverRestored(cache())).toBe('taken');
    expect(await readRow(cache())).toBe('old');
    expect(await readRow(`${cache()}.replaced`)).toBe('new');
    expect(isRestoredWaiting(cache())).toBe(false);
    expect(takeOverRestored(cache())).toBe('none');
    expect(await readRow(`${cache()}.replaced`)).toBe('new');
  });

  it('lets a second try keep what the first one kept, when that was killed at its very end', async () => {
    for (let time = 0; time < 2; time++) {
      place();
      expect(takeOverRestored(cache())).toBe('taken');
    }
    expect(await readRow(`${cache()}.replaced`)).toBe('new');
  });

  it('takes the place of one that it is equal to but for its log', async () => {
    place();
    takeOverRestored(cache());
    const writer = openCache(cache());
    await writer.commit([{ key: 'a', value: 'newest' }]);
    const killed = join(folder, 'killed.db');
    for (const part of ['', '-wal']) copyFileSync(cache() + part, killed + part);
    await writer.close();
    copyFileSync(killed, `${killed}.restore`);
    expect(takeOverRestored(killed)).toBe('taken');
    expect(await readRow(killed)).toBe('old');
    expect(await readRow(`${killed}.replaced`)).toBe('newest');
  });

  it('is not mixed with the log that a killed writer left behind', async () => {
    const writer = openCache(cache());
    await writer.commit([{ key: 'a', value: 'newest' }]);
    const killed = join(folder, 'killed.db');
    for (const part of ['', '-wal']) copyFileSync(cache() + part, killed + part);
    await writer.close();
    expect(existsSync(`${killed}-wal`)).toBe(true);
    placeRestored(killed, copy(), { pid: process.pid, since: 'then' });
    takeOverRestored(killed);
    expect(existsSync(`${killed}-wal`)).toBe(false);
    expect(await readRow(killed)).toBe('old');
    expect(await readRow(`${killed}.replaced`)).toBe('newest');
  });

  it('waits on while a reader keeps the log of the cache from being folded in: not a row of it may be lost', async () => {
    const writer = openCache(cache());
    await writer.commit([{ key: 'a', value: 'newest' }]);
    const reader = new DatabaseSync(cache(), { readOnly: true });
    reader.exec('begin');
    reader.prepare('select value from cache').get();
    await writer.commit([{ key: 'a', value: 'newest of all' }]);
    await writer.close();
    place();
    expect(() => takeOverRestored(cache())).toThrow(expect.objectContaining({ code: 'store-unwritable' }));
    expect(isRestoredWaiting(cache())).toBe(true);
    expect(await readRow(cache())).toBe('newest of all');
    reader.close();
    expect(takeOverRestored(cache())).toBe('taken');
    expect(await readRow(`${cache()}.replaced`)).toBe('newest of all');
  });

  it('takes the place of a damaged cache, and of one that is gone', async () => {
    truncateSync(cache(), 700);
    place();
    takeOverRestored(cache());
    expect(await readRow(cache())).toBe('old');
    rmSync(cache());
    place();
    takeOverRestored(cache());
    expect(await readRow(cache())).toBe('old');
  });

  it('is kept aside, and the cache stays, where a newer feedriver placed it', async () => {
    const placed = place();
    changeLayout(placed.file, 99);
    expect(takeOverRestored(cache())).toMatchObject({
      code: 'store-newer',
      message: expect.stringContaining('layout 99'),
      advice: expect.stringContaining('cache.db.restore.refused'),
    });
    expect(fateOf(cache(), placed)).toBe('refused');
    expect(isRestoredWaiting(cache())).toBe(false);
    expect(await readRow(cache())).toBe('new');
    expect(takeOverRestored(cache())).toBe('none');
  });
});
