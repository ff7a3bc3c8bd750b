/** The whole program over a cache that fails: at every call, one after the other, and on a disk that became read-only. */
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LAYOUT } from '../../src/model/layout.ts';
import { mountDisk, NO_DISK } from '../support/disk.ts';
import { feedriver } from '../support/feedriver.ts';
import { openOneSource } from '../support/one-source.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const item = (n: number) =>
  `<item><title>Story number ${n}</title><link>https://a.example/${n}</link><guid>https://a.example/${n}</guid><description>Words of story ${n}.</description></item>`;
const rss = (...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Good</title><link>https://a.example/</link><description>d</description>${items.join('')}</channel></rss>`;

let upstream: Upstream;
beforeEach(async () => {
  upstream = await startUpstream();
  upstream.script('/good', { body: rss(item(1), item(2)) });
  vi.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 2, 2, 8));
});
afterEach(async () => {
  mend();
  vi.restoreAllMocks();
  await upstream.close();
});

const openPlace = () => openOneSource(upstream.url('/good'), { timeout: '4s', formats: 'rss' });

/** SQLITE_IOERR_WRITE: what SQLite makes of the system's EIO. */
const EIO = () =>
  Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 10 | (3 << 8) });

const METHODS = [
  [StatementSync.prototype, 'run'],
  [StatementSync.prototype, 'get'],
  [StatementSync.prototype, 'iterate'],
  [DatabaseSync.prototype, 'exec'],
] as const;

type Call = (this: unknown, ...words: unknown[]) => unknown;
const restored: (() => void)[] = [];

/** All is well again. */
function mend(): void {
  for (const restore of restored.splice(0).reverse()) restore();
}

/** Lets the n-th call into SQLite fail, of those that may. Returns how many there were so far. */
function failAt(nth: number): () => number {
  let calls = 0;
  for (const [prototype, name] of METHODS) {
    const original = Reflect.get(prototype, name) as Call;
    const failing: Call = function (this: unknown, ...words) {
      // to take back what failed does not fail, or there would be nothing to rely on
      if (words[0] !== 'rollback' && ++calls === nth) throw EIO();
      return original.apply(this, words);
    };
    Reflect.set(prototype, name, failing);
    restored.push(() => Reflect.set(prototype, name, original));
  }
  return () => calls;
}

/** Calls from one that fails to the next; 1 looks at all of them, and takes twice as long. */
const STEP = 2;

describe('EIO', () => {
  it('at any call into the cache is said, ends with 1, and costs nothing', { timeout: 60_000 }, async () => {
    using undisturbed = openPlace();
    const count = failAt(0);
    expect((await undisturbed.run()).code).toBe(0);
    const total = count();
    mend();
    expect(total).toBeGreaterThan(20);
    for (let nth = 1; nth <= total; nth += STEP) {
      using place = openPlace();
      failAt(nth);
      const failed = await place.run();
      mend();
      // at the publication it is the trouble of an output, which is a row of the report
      expect([nth, failed.code, failed.stderr + failed.stdout]).toEqual([
        nth,
        1,
        expect.stringMatching(/(cache|lock) .* can not be .*disk I\/O error/),
      ]);
      expect((await place.run()).code).toBe(0);
      expect([nth, place.documents()]).toEqual([nth, undisturbed.documents()]);
    }
  });
});

describe('a cache on a disk that became read-only', () => {
  it('is said in words, and what was placed stays', async ({ skip }) => {
    using place = openPlace();
    using disk = mountDisk(join(place.folder, 'cache'), '5m');
    if (disk === null) return skip(NO_DISK);
    await place.run();
    const before = place.documents();
    disk.change('ro');
    upstream.script('/good', { body: rss(item(3)) });
    const refused = await place.run();
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/lock .* can not be taken: [\s\S]*Allow writing/),
    ]);
    expect(place.documents()).toEqual(before);
    disk.change('rw');
    expect((await place.run()).code).toBe(0);
    expect(place.documents()).not.toEqual(before);
  });
});

describe('a cache of another layout', () => {
  it('of a later one is refused by every command, in words, and works again with the program that it belongs to', async () => {
    using place = openPlace();
    await place.run();
    const before = place.documents();
    const file = join(place.folder, 'cache', 'river.db');
    const setLayout = (layout: number) => {
      using database = new DatabaseSync(file);
      database.exec(`pragma user_version = ${layout}`);
    };
    setLayout(LAYOUT + 98);
    for (const words of [['run'], ['start'], ['status'], ['explain', 'urn:uuid:1'], ['backup', 'copy.db']]) {
      const { code, stderr } = await feedriver(place.folder, ...words, '-c', 'feedriver.yaml');
      expect([words, code, stderr]).toEqual([
        words,
        1,
        expect.stringMatching(/has layout \d+; this feedriver knows \d+\.\n {2}Update feedriver/),
      ]);
    }
    expect(place.documents()).toEqual(before);
    setLayout(LAYOUT);
    expect((await place.run()).code).toBe(0);
  });

  it('of an earlier one can be backed up and restored', async () => {
    using place = openPlace();
    await place.run();
    {
      using database = new DatabaseSync(join(place.folder, 'cache', 'river.db'));
      database.exec(`pragma user_version = ${LAYOUT - 1}`);
    }
    for (const verb of ['backup', 'restore']) {
      const { code, stdout } = await feedriver(place.folder, verb, '-c', 'feedriver.yaml', 'copy.db');
      expect([code, stdout]).toEqual([0, expect.stringContaining(`a cache of layout ${LAYOUT - 1}`)]);
    }
  });
});
