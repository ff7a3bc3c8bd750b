import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { feedriver, hashesOf, scratch, startFeedriver } from '../support/feedriver.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const DAY = 86_400_000;

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

/** A disk of its own for a folder; null where we may not mount one. */
function mountDisk(folder: string, size: string): ({ change(options: string): void } & Disposable) | null {
  mkdirSync(folder, { recursive: true });
  const mount = (options: string) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  try {
    mount(`size=${size}`);
  } catch {
    return null;
  }
  return {
    change: (options) => void mount(`remount,${options}`),
    [Symbol.dispose]: () => void execFileSync('umount', [folder]),
  };
}

const NO_DISK = 'only where a tmpfs may be mounted (root)';

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
    { name: 'a day back', jump: -DAY },
    { name: 'years back', jump: -3_000 * DAY },
    { name: 'years ahead', jump: 3_000 * DAY },
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

describe('being told to stop', () => {
  it('ends in time at whatever it is, and the next run ends in the same bytes', async () => {
    const { place, upstream, run, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    using undisturbed = scratch();
    undisturbed.write('feedriver.yaml', configFor(upstream));
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 2, 2, 8));
    upstream.script('/good', { body: rss(...[1, 2].map((n) => item(n).replace('<desc', `${DATE}<desc`))) });
    await feedriver(undisturbed.folder, 'run', '-c', 'feedriver.yaml');

    for (const delay of [60, 120, 180, 240, 320, 400]) {
      const running = startFeedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--force');
      await new Promise((resolve) => setTimeout(resolve, delay));
      running.child.kill('SIGTERM');
      const late = setTimeout(() => running.child.kill('SIGKILL'), 5_000);
      expect((await running.ended).signal).not.toBe('SIGKILL');
      clearTimeout(late);
    }
    await run();
    clock.mockRestore();
    expect(hashesOf(published)).toEqual(hashesOf(join(undisturbed.folder, 'public')));
  });
});

const DATE = '<pubDate>Mon, 02 Mar 2026 07:00:00 GMT</pubDate>';

describe('two at once', () => {
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

  it('a backup is taken beside a daemon, and can not be restored under it', async () => {
    const { place, upstream } = await stage();
    await using _upstream = upstream;
    using _place = place;
    place.write('feedriver.yaml', `${configFor(upstream)}serve: { port: 0 }\n`);
    const daemon = startFeedriver(place.folder, 'start', '-c', 'feedriver.yaml');
    await daemon.says('Ctrl-C ends it.');
    const say = (verb: string) => feedriver(place.folder, verb, '-c', 'feedriver.yaml', 'copy.db');
    expect(await say('backup')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('copy.db holds 5 items'),
    });
    expect(await say('restore')).toMatchObject({ code: 75 });
    daemon.child.kill('SIGTERM');
    expect(await daemon.ended).toEqual({ code: 0, signal: null });
    expect(await say('restore')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('holds 5 items again'),
    });
    const after = await feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--json');
    expect(JSON.parse(after.stdout)).toMatchObject({ items: { new: 0, stored: 5 } });
  });
});
