import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupCache } from '../../src/store/backup.ts';
import { openCache, readRow, writeRow } from '../support/one-row.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedriver-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cache = () => join(folder, 'cache.db');
const copy = () => join(folder, 'backups', 'copy.db');

describe('a backup', () => {
  it('is one file that holds what was committed, also while a writer has the cache open', async () => {
    const writer = openCache(cache());
    await writer.commit([{ key: 'a', value: 'one' }]);
    backupCache(cache(), copy());
    await writer.commit([{ key: 'a', value: 'two' }]);
    expect(readdirSync(join(folder, 'backups'))).toEqual(['copy.db']);
    expect(await readRow(copy())).toBe('one');
    await writer.close();
    expect(await readRow(cache())).toBe('two');
  });

  it('takes the place of an older backup, and of nothing else', async () => {
    await writeRow(cache(), 'one');
    backupCache(cache(), copy());
    await writeRow(cache(), 'two');
    backupCache(cache(), copy());
    expect(await readRow(copy())).toBe('two');

    const notes = join(folder, 'notes.txt');
    writeFileSync(notes, 'These are my notes, and they are long enough to be looked at. '.repeat(20));
    expect(() => backupCache(cache(), notes)).toThrow(expect.objectContaining({ code: 'store-unreadable' }));
    expect(readFileSync(notes, 'utf8')).toMatch(/^These are my notes/);
  });

  it('is refused, with nothing left behind, where there is no cache or it is damaged', async () => {
    expect(() => backupCache(cache(), copy())).toThrow(
      expect.objectContaining({
        code: 'store-unreadable',
        advice: expect.stringContaining('feedriver run'),
      }),
    );
    const store = openCache(cache());
    await store.commit(Array.from({ length: 500 }, (_, n) => ({ key: `k${n}`, value: 'x'.repeat(3_000) })));
    await store.close();
    const bytes = readFileSync(cache());
    bytes.fill(0xff, 200_000, 600_000);
    writeFileSync(cache(), bytes);
    expect(() => backupCache(cache(), copy())).toThrow(expect.objectContaining({ code: 'store-unreadable' }));
    expect(existsSync(copy())).toBe(false);
    expect(existsSync(`${copy()}.new`)).toBe(false);
  });
});
