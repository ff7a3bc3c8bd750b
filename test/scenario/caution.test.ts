import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openHouse } from '../../src/app.ts';
import { cycle } from '../../src/cycle/cycle.ts';
import { readConfig } from '../../src/index.ts';
import { diagnose } from '../../src/schedule/health.ts';
import { feedriver, hashesOf, scratch } from '../support/feedriver.ts';
import { textOf } from '../support/items.ts';
import { silentLog } from '../support/visitor.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 1, 12);

interface Story {
  readonly n: number;
  /** Days after the start. */
  readonly day: number;
  /** Which scheme its ids and texts are of. */
  readonly scheme?: string;
}

const feed = (stories: readonly Story[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title><link>https://desk.example/</link><description>d</description>
${stories
  .map(
    ({ n, day, scheme = 'a' }) =>
      `<item><title>${textOf(n * 7 + scheme.length, 5)}</title><link>https://desk.example/${scheme}/${n}</link><guid>${scheme}-${n}</guid><pubDate>${new Date(START + day * DAY - n * 60_000).toUTCString()}</pubDate><description>${textOf(n + 1000 * scheme.length, 60)}</description></item>`,
  )
  .join('\n')}</channel></rss>`;

const stories = (count: number, from: number, day: (n: number) => number, scheme = 'a'): readonly Story[] =>
  Array.from({ length: count }, (_, i) => ({ n: from + i, day: day(from + i), scheme }));

function stage(settings = '') {
  const place = scratch();
  const other = feed(stories(3, 500, () => -1));
  place.write('other.xml', other);
  const configure = (sources: string) =>
    place.write(
      'feedriver.yaml',
      `site: { url: https://river.example }
cache: ./river.db
fetch: { minInterval: 0s }
${settings}
sources:
  - { id: other, feed: other.xml }
${sources}
outputs:
  - { id: all, path: ./public/all, formats: [json] }
`,
    );
  configure('  - { id: desk, feed: desk.xml }');
  const run = async (day: number) => {
    const file = join(place.folder, 'feedriver.yaml');
    const clock = { now: () => START + day * DAY, sleep: async () => {} };
    const world = { clock, random: () => 0.5, log: silentLog, environment: {}, pid: process.pid };
    const house = await openHouse(readConfig(readFileSync(file, 'utf8'), file), world);
    const report = await cycle(house.rooms, { force: true, signal: new AbortController().signal });
    const desk = house.bookmarks.get('desk') ?? null;
    await house.close();
    return { report, diagnosis: diagnose(desk, clock.now()), desk };
  };
  const shown = (): readonly string[] =>
    JSON.parse(readFileSync(join(place.folder, 'public/all.json'), 'utf8'))
      .items.map(({ url }: { url: string }) => url.replace('https://desk.example/', ''))
      .filter((path: string) => !/\/50\d$/.test(path));
  const list = (...all: readonly Story[]) => place.write('desk.xml', feed(all));
  const say = (...words: string[]) => feedriver(place.folder, ...words, '-c', 'feedriver.yaml');
  return { place, run, shown, list, configure, say };
}

const archive = stories(30, 100, (n) => 100 - n);

describe('a first fetch', () => {
  it('of a feed in a new cache is published whole', async () => {
    const { place, run, shown, list } = stage();
    using _place = place;
    list(...archive);
    await run(0);
    expect(shown()).toHaveLength(30);
  });

  it('of a feed that is added later brings its newest 20; the others are known and explained', async () => {
    const { place, run, shown, list, configure, say } = stage();
    using _place = place;
    configure('');
    await run(0);
    configure('  - { id: desk, feed: desk.xml }');
    list(...archive);
    const { report } = await run(1);
    expect(shown()).toEqual(archive.slice(0, 20).map(({ n }) => `a/${n}`));
    expect(report.rows.outputs[0]?.admissions).toEqual({ in: 20, out: { 'firstFetch of source desk': 10 } });
    expect((await say('explain', 'https://desk.example/a/125')).stdout).toMatch(
      /all does not show it: newer ones of its source were enough .* \(firstFetch of source desk\)/,
    );
    list({ n: 99, day: 1.9 }, ...archive);
    await run(2);
    expect(shown()).toHaveLength(21);
  });

  it('of a feed that is down or late on the first day is published whole', async () => {
    const { place, run, shown, list } = stage();
    using _place = place;
    await run(0);
    list(...archive);
    await run(0.9);
    expect(shown()).toHaveLength(30);
  });

  it.each([
    ['all', 30],
    ['{ maxItems: 5 }', 5],
    ['{ maxAge: 7d }', 7],
  ])('is what the config says: %s', async (firstFetch, expected) => {
    const { place, run, shown, list } = stage(`firstFetch: ${firstFetch}`);
    using _place = place;
    list(...archive);
    await run(0);
    expect(shown()).toHaveLength(expected);
  });
});

describe('a well-known feed', () => {
  const usual = stories(12, 10, (n) => 9 - n);
  const grown = async (settings = '') => {
    const stages = stage(settings);
    stages.list(...usual);
    await stages.run(0);
    await stages.run(8);
    return stages;
  };
  const flood = stories(15, 200, (n) => 180 - n, 'bb');

  it('that suddenly brings an archive is held, says so, and lets go when the user says so', async () => {
    const { place, run, shown, list, say } = await grown();
    using _place = place;
    const before = shown();
    list(...flood, ...usual.slice(0, 5));
    const held = await run(9);
    expect(shown()).toEqual(before);
    expect(held.report.items).toMatchObject({ new: 15 });
    expect(held.report.rows.sources.find(({ id }) => id === 'desk')).toMatchObject({ new: 15, held: 15 });
    expect(held.report.rows.outputs[0]?.admissions).toEqual({
      in: 0,
      out: { 'quarantine of source desk': 15 },
    });
    expect(held.diagnosis).toMatchObject({
      health: 'held',
      says: '15 new items are held back, because 15 of 20 items are new to us, but not dated since the last fetch; published in 3 days at the latest',
    });
    expect((await say('status')).stdout).toMatch(/desk +held .*feedriver release/s);
    expect((await say('explain', 'https://desk.example/bb/203')).stdout).toMatch(
      /\(quarantine of source desk\)/,
    );

    list({ n: 9, day: 9.9 }, ...flood, ...usual.slice(0, 5));
    expect((await run(10)).desk?.quarantine?.items).toHaveLength(16);
    expect(shown()).toEqual(before);

    expect((await say('release', 'desk')).stdout).toBe('The next run publishes 16 items of desk.\n');
    const released = await run(10.1);
    expect(shown()).toHaveLength(before.length + 16);
    expect(released.diagnosis.health).toBe('well');
    expect((await say('release', 'desk')).stdout).toBe('Nothing of desk is held back.\n');
    expect(await say('release', 'dekc')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no source "dekc"; did you mean "desk"\?/),
    });
  });

  it('that is given another address is met anew: its newest 20, and no alarm', async () => {
    const { place, run, shown, configure } = await grown();
    using _place = place;
    place.write('moved.xml', feed(stories(30, 200, (n) => 180 - n, 'bb')));
    configure('  - { id: desk, feed: moved.xml }');
    expect((await run(9)).diagnosis.health).toBe('well');
    expect(shown()).toHaveLength(32);
  });

  it('is let through when the time is over, and not held for as much again', async () => {
    const { place, run, shown, list } = await grown('quarantine: { release: 2d }');
    using _place = place;
    list(...flood, ...usual.slice(0, 5));
    await run(9);
    await run(10.9);
    expect(shown()).toHaveLength(12);
    await run(11.1);
    expect(shown()).toHaveLength(27);
    list(...stories(15, 300, (n) => 280 - n, 'ccc'), ...usual.slice(0, 5));
    expect((await run(12)).diagnosis.health).toBe('well');
    expect(shown()).toHaveLength(42);
  });

  it.each([
    ['quarantine: off', 27],
    ['quarantine: { items: 16 }', 27],
    ['quarantine: { share: 80% }', 27],
    ['', 12],
  ])('is held as the config says: "%s"', async (settings, expected) => {
    const { place, run, shown, list } = await grown(settings);
    using _place = place;
    list(...flood, ...usual.slice(0, 5));
    await run(9);
    expect(shown()).toHaveLength(expected);
  });

  it('is not held for a genuine burst, nor for dates that all moved', async () => {
    const { place, run, shown, list } = await grown();
    using _place = place;
    const burst = stories(40, 400, () => 8.9, 'bb');
    list(...burst);
    expect((await run(9)).diagnosis.health).toBe('well');
    expect(shown()).toHaveLength(52);
    const before = hashesOf(join(place.folder, 'public'));
    list(...burst.map((story) => ({ ...story, day: 10 })));
    const { report, diagnosis } = await run(10.1);
    expect(report.items).toMatchObject({ new: 0 });
    expect(diagnosis.health).toBe('well');
    expect(hashesOf(join(place.folder, 'public'))).toEqual(before);
  });

  it('brings one old story late: it is ordered by when it was met, under its own date', async () => {
    const { place, run, shown, list, say } = await grown();
    using _place = place;
    list({ n: 77, day: -60, scheme: 'bb' }, ...usual);
    await run(9);
    expect(shown()[0]).toBe('bb/77');
    expect((await say('explain', 'https://desk.example/bb/77')).stdout).toContain(
      'ordered by when it was first met',
    );
    const [first] = JSON.parse(readFileSync(join(place.folder, 'public/all.json'), 'utf8')).items;
    expect(first.date_published.slice(0, 10)).toBe('2025-12-31');
  });
});
