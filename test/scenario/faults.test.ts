import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { mountDisk, NO_DISK } from '../support/disk.ts';
import { feedriver, hashesOf, scratch, startFeedriver } from '../support/feedriver.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Long enough that a small disk does not hold it twice. */
const item = (n: number) =>
  `<item><title>Story number ${n}</title><link>https://a.example/${n}</link><guid>https://a.example/${n}</guid><description>${`Words of story ${n}. `.repeat(400)}</description></item>`;
const rss = (...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Good</title><link>https://a.example/</link><description>d</description>${items.join('')}</channel></rss>`;

const configFor = (upstream: Upstream) => `site: { title: Test, url: https://river.example }
cache: ./cache/river.db
fetch: { minInterval: 1h, perHost: { concurrency: 4, gap: 0s }, allowNetworks: [127.0.0.0/8], timeout: 4s }
sources: [{ id: good, feed: ${upstream.url('/good')} }]
outputs: [{ id: all, path: ./public/all }]
`;

async function stage() {
  const place = scratch();
  const upstream = await startUpstream();
  upstream.script('/good', { body: rss(...[1, 2, 3, 4, 5].map(item)) });
  place.write('feedriver.yaml', configFor(upstream));
  const run = () => feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--force');
  return { place, upstream, run, published: join(place.folder, 'public') };
}

describe('a disk', () => {
  it('that is full under the cache: is said, costs nothing, and the next run goes on', async ({ skip }) => {
    const { place, upstream, run, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    using disk = mountDisk(join(place.folder, 'cache'), '160k');
    if (disk === null) return skip(NO_DISK);
    const full = await run();
    expect(full.code).toBe(1);
    expect(full.stderr).toMatch(/cache .*full|can not be (?:read|written)/);
    disk.change('size=20m');
    expect((await run()).code).toBe(0);
    expect(readFileSync(join(published, 'all.rss'), 'utf8').match(/<item>/g)).toHaveLength(5);
  });

  it('that is full under the documents: the old ones stay whole, and the new ones come when there is room', async ({
    skip,
  }) => {
    const { place, upstream, run, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    using disk = mountDisk(published, '300k');
    if (disk === null) return skip(NO_DISK);
    expect((await run()).code).toBe(0);
    const before = hashesOf(published);
    upstream.script('/good', { body: rss(...Array.from({ length: 40 }, (_, n) => item(n))) });
    const full = await run();
    expect(full.code).toBe(1);
    expect(full.stdout).toMatch(/output all: failed: .*ENOSPC/);
    const then = hashesOf(published);
    expect(Object.keys(then)).toEqual(Object.keys(before));
    expect(then['all.rss']).toBe(before['all.rss']);
    disk.change('size=20m');
    expect((await run()).code).toBe(0);
    expect(readFileSync(join(published, 'all.rss'), 'utf8').match(/<item>/g)).toHaveLength(40);
  });

  it('that became read-only under the documents: is said, and what was placed stays', async ({ skip }) => {
    const { place, upstream, run, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    using disk = mountDisk(published, '5m');
    if (disk === null) return skip(NO_DISK);
    await run();
    const before = hashesOf(published);
    disk.change('ro');
    upstream.script('/good', { body: rss(item(6), item(1)) });
    const refused = await run();
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/EROFS/);
    expect(hashesOf(published)).toEqual(before);
    disk.change('rw');
    expect((await run()).code).toBe(0);
    expect(readFileSync(join(published, 'all.rss'), 'utf8')).toContain('Story number 6');
  });
});

describe('a clock', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each([
    { name: 'an hour back', jump: -HOUR },
    { name: 'a day back', jump: -DAY },
    { name: 'ten years back', jump: -3_650 * DAY },
    { name: 'ten years ahead', jump: 3_650 * DAY },
    { name: 'not at all: two ticks at the same time', jump: 0 },
  ])(
    'that jumps $name dates nothing anew, and lets nobody wait for years once it is right',
    async ({ jump }) => {
      const { place, upstream, run, published } = await stage();
      await using _upstream = upstream;
      using _place = place;
      const start = Date.UTC(2026, 2, 2, 8);
      const clock = vi.spyOn(Date, 'now').mockReturnValue(start);
      await run();
      const before = hashesOf(published);
      clock.mockReturnValue(start + jump);
      await run();
      expect(hashesOf(published)).toEqual(before);
      clock.mockReturnValue(start + 2 * DAY);
      upstream.script('/good', { body: rss(item(6), ...[1, 2, 3, 4, 5].map(item)) });
      const ran = await feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--json');
      expect(JSON.parse(ran.stdout)).toMatchObject({ items: { new: 1, revised: 0 } });
      const atom = readFileSync(join(published, 'all.atom'), 'utf8');
      const dates = [...atom.matchAll(/<entry>[\s\S]*?<updated>(\d{4}-\d\d-\d\d)/g)].map((match) => match[1]);
      expect(dates).toEqual(['2026-03-04', ...Array(5).fill('2026-03-02')]);
    },
  );
});

describe('ticks out of order', () => {
  afterEach(() => vi.restoreAllMocks());

  it('end where ticks in order end: each item once, dated by when it was first met, each source asked again soon', async () => {
    const { place, upstream, run, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    const start = Date.UTC(2026, 2, 2, 8);
    const clock = vi.spyOn(Date, 'now');
    const met: string[] = [];
    for (const [tick, hours] of [0, 6, 3, 3, -3, 9].entries()) {
      clock.mockReturnValue(start + hours * HOUR);
      upstream.script('/good', { body: rss(...Array.from({ length: tick + 1 }, (_, n) => item(tick - n))) });
      expect((await run()).code).toBe(0);
      met.unshift(new Date(start + hours * HOUR).toISOString().slice(0, 13));
    }
    const atom = readFileSync(join(published, 'all.atom'), 'utf8');
    const entries = [...atom.matchAll(/<entry>([\s\S]*?)<\/entry>/g)].map(([, entry = '']) => ({
      number: Number(/Story number (\d)/.exec(entry)?.[1]),
      dated: /<updated>([^<]{13})/.exec(entry)?.[1],
    }));
    expect(entries.sort((a, b) => b.number - a.number)).toEqual(
      met.map((dated, index) => ({ number: 5 - index, dated })),
    );
    const status = await feedriver(place.folder, 'status', '-c', 'feedriver.yaml', '--json');
    const { sources } = JSON.parse(status.stdout) as { sources: { next: string }[] };
    expect(Date.parse(sources[0]?.next ?? '')).toBeLessThan(start + 2 * DAY);
  });
});

describe('two at once', () => {
  it('of many who start at the same moment one works, whoever it is', async () => {
    const { place, upstream } = await stage();
    await using _upstream = upstream;
    using _place = place;
    upstream.script('/good', 'hang');
    const contenders = Array.from({ length: 4 }, () =>
      startFeedriver(place.folder, 'run', '-c', 'feedriver.yaml'),
    );
    await upstream.seen(1);
    const refused = new Set<number | null>();
    const working = new Set(contenders);
    for (const contender of contenders)
      void contender.ended.then(({ code }) => {
        working.delete(contender);
        refused.add(code);
      });
    await vi.waitFor(() => expect(working.size).toBe(1), { timeout: 10_000 });
    expect([...refused]).toEqual([75]);
    expect(upstream.requests).toHaveLength(1);
    for (const { child } of working) child.kill('SIGKILL');
    await Promise.all(contenders.map(({ ended }) => ended));
  });

  it('a run beside a daemon says so and ends with 75', async () => {
    const { place, upstream, run } = await stage();
    await using _upstream = upstream;
    using _place = place;
    place.write('feedriver.yaml', `${configFor(upstream)}serve: { port: 0 }\n`);
    const daemon = startFeedriver(place.folder, 'start', '-c', 'feedriver.yaml');
    await daemon.says('Ctrl-C ends it.');
    const refused = await run();
    expect([refused.code, refused.stderr]).toEqual([
      75,
      expect.stringContaining(`process ${daemon.child.pid} on `),
    ]);
    daemon.child.kill('SIGTERM');
    await daemon.ended;
    expect((await run()).code).toBe(0);
  });

  it('one works, the other says so and ends with 75', async () => {
    const { place, upstream, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    upstream.script('/good', 'hang');
    const first = startFeedriver(place.folder, 'run', '-c', 'feedriver.yaml');
    await upstream.seen(1);
    const second = startFeedriver(place.folder, 'run', '-c', 'feedriver.yaml');
    expect(await second.ended).toEqual({ code: 75, signal: null });
    expect(second.output()).toContain(`process ${first.child.pid} on `);
    first.child.kill('SIGKILL');
    await first.ended;
    upstream.script('/good', { body: rss(item(1)) });
    expect((await feedriver(place.folder, 'run', '-c', 'feedriver.yaml')).code).toBe(0);
    expect(Object.keys(hashesOf(published))).toContain('all.rss');
  });
});
