import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireLock } from '../../src/store/lock.ts';
import { feedriver, hashesOf, scratch, startFeedriver } from '../support/feedriver.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const DIGEST = `Bridge opens

Source: City desk

The bridge opened on 3 March 2026 after two years of work. Trams go first, then bicycles, and cars have to wait until May.

Market moves

Source: Harbour desk

From April on the fish market is held in the old tram shed, because the roof of the hall has to be mended.
`;

const rss = (title: string, ...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title><link>https://a.example/</link><description>d</description>${items.join('')}</channel></rss>`;
const item = (n: number, title = `Story number ${n}`) =>
  `<item><title>${title}</title><link>https://a.example/${n}</link><guid>https://a.example/${n}</guid><pubDate>Mon, 0${n} Mar 2026 08:00:00 GMT</pubDate><description>About the ${n} things that happened.</description></item>`;

function configFor(upstream: Upstream, more = ''): string {
  return `site: { title: Test, url: https://river.example }
cache: ./cache/river.db
fetch: { minInterval: 0s, perHost: { concurrency: 4, gap: 0s }, allowNetworks: [127.0.0.0/8], timeout: 5s }
sources:
  - { id: bulletin, digest: bulletin.txt }
  - { id: good, feed: ${upstream.url('/good')} }
  - { id: missing, feed: ${upstream.url('/missing')} }
  - { id: broken, feed: ${upstream.url('/broken')} }
outputs:
  - { id: all, title: All, path: ./public/all }
${more}`;
}

function scriptGood(upstream: Upstream, body: string, etag: string): void {
  upstream.script('/good', ({ headers }) =>
    headers['if-none-match'] === etag
      ? { status: 304, headers: { etag } }
      : { headers: { etag, 'content-type': 'application/rss+xml' }, body },
  );
}

async function stage() {
  const place = scratch();
  const upstream = await startUpstream();
  scriptGood(upstream, rss('Good', item(1), item(2)), '"v1"');
  upstream.script('/broken', {
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><title>Log in</title><p>Log in first.',
  });
  place.write('bulletin.txt', DIGEST);
  place.write('feedriver.yaml', configFor(upstream));
  const run = (...words: string[]) => feedriver(place.folder, 'run', '-c', 'feedriver.yaml', ...words);
  const report = async (...words: string[]) => JSON.parse((await run('--json', ...words)).stdout);
  return { place, upstream, run, report, published: join(place.folder, 'public') };
}

describe('a run', () => {
  it('takes in what works, names what does not, and publishes in every format', async () => {
    const { place, upstream, run, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    const ran = await run();
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^bulletin: 2 new$/m);
    expect(ran.stdout).toMatch(/^good: 2 new$/m);
    expect(ran.stdout).toMatch(/^missing: failed: .*404/m);
    expect(ran.stdout).toMatch(/^broken: failed: .*(?:HTML|page)/m);
    expect(ran.stdout).toMatch(
      /4 sources due: 2 fetched, 0 unchanged, 2 failed\. 4 items read: 4 new, 0 changed, 0 known\. 4 documents written, 0 unchanged\.\n$/,
    );
    expect(Object.keys(hashesOf(published))).toEqual(['all.atom', 'all.html', 'all.json', 'all.rss']);
    for (const format of ['rss', 'atom', 'json', 'html']) {
      const text = readFileSync(join(published, `all.${format}`), 'utf8');
      for (const words of ['Story number 1', 'Bridge opens', 'City desk', 'Harbour desk'])
        expect(text).toContain(words);
    }
  });

  it('asks conditionally the second time, and writes nothing', async () => {
    const { place, upstream, report, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    await report();
    const before = hashesOf(published);
    const second = await report();
    expect(second).toMatchObject({
      sources: { fetched: 0, unchanged: 2 },
      items: { read: 0, stored: 4 },
      outputs: { written: 0, kept: 4 },
    });
    expect(upstream.requests.findLast((seen) => seen.path === '/good')?.headers['if-none-match']).toBe(
      '"v1"',
    );
    expect(hashesOf(published)).toEqual(before);
  });

  it('adds what is new, revises what changed, and keeps every id', async () => {
    const { place, upstream, report, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    await report();
    const ids = () =>
      JSON.parse(readFileSync(join(published, 'all.json'), 'utf8')).items.map(
        (entry: { url?: string; id: string }) => [entry.url, entry.id],
      );
    const before = new Map<string, string>(ids());
    scriptGood(upstream, rss('Good', item(3), item(2, 'Story number two, corrected'), item(1)), '"v2"');
    const second = await report();
    expect(second.rows.sources.find((row: { id: string }) => row.id === 'good')).toMatchObject({
      read: 3,
      new: 1,
      revised: 1,
      known: 1,
    });
    const after = new Map<string, string>(ids());
    for (const n of [1, 2])
      expect(after.get(`https://a.example/${n}`)).toBe(before.get(`https://a.example/${n}`));
    expect(readFileSync(join(published, 'all.rss'), 'utf8')).toContain('Story number two, corrected');
  });

  it('keeps the last good documents when a source goes bad', async () => {
    const { place, upstream, report, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    await report();
    const before = hashesOf(published);
    upstream.script('/good', { status: 500, body: 'oh' });
    expect(await report()).toMatchObject({ sources: { failed: 3 }, outputs: { written: 0, kept: 4 } });
    expect(hashesOf(published)).toEqual(before);
  });

  it('gives the same bytes for the same input, whatever came first', async () => {
    const hashes = [];
    for (let round = 0; round < 2; round++) {
      const { place, upstream, run, published } = await stage();
      await using _upstream = upstream;
      using _place = place;
      await run();
      // addresses of upstream differ by port
      hashes.push(
        readFileSync(join(published, 'all.html'), 'utf8').replaceAll(upstream.origin, 'http://upstream'),
      );
    }
    expect(hashes[0]).toBe(hashes[1]);
  });

  it('exits 3 with --strict when a source failed', async () => {
    const { place, upstream, run } = await stage();
    await using _upstream = upstream;
    using _place = place;
    expect((await run('--strict')).code).toBe(3);
  });

  it('with --quiet says failures only', async () => {
    const { place, upstream, run } = await stage();
    await using _upstream = upstream;
    using _place = place;
    const { stdout } = await run('--quiet');
    expect(stdout.trim().split('\n')).toHaveLength(2);
    expect(stdout).toMatch(/missing: failed[\s\S]*broken: failed|broken: failed[\s\S]*missing: failed/);
  });

  it('exits 75 when another run holds the lock, and says who', async () => {
    const { place, upstream, run } = await stage();
    await using _upstream = upstream;
    using _place = place;
    const lock = acquireLock(join(place.folder, 'cache/river.db.lock'), {
      pid: 4711,
      since: '2026-01-01T00:00:00Z',
    });
    const ran = await run();
    lock.release();
    expect(ran.code).toBe(75);
    expect(ran.stderr).toMatch(/process 4711 .* since 2026-01-01/);
  });

  it('exits 2 for a typo in the config, with line and column', async () => {
    const { place, upstream, run } = await stage();
    await using _upstream = upstream;
    using _place = place;
    place.write('feedriver.yaml', configFor(upstream, 'serv: { port: 1 }\n'));
    const ran = await run();
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/feedriver\.yaml:11:1 {2}serv: unknown key; did you mean "serve"\?/);
  });

  it('exits 2 when there is no config, and says where it looked', async () => {
    using place = scratch();
    const ran = await feedriver(place.folder, 'run');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(join(place.folder, 'config/feedriver.yaml'));
  });

  it('exits 1 with a damaged cache, which it leaves as it is', async () => {
    const { place, upstream, run } = await stage();
    await using _upstream = upstream;
    using _place = place;
    mkdirSync(join(place.folder, 'cache'));
    const cache = join(place.folder, 'cache/river.db');
    writeFileSync(cache, 'not a database, but long enough to be looked at as one '.repeat(50));
    const ran = await run();
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/damaged, or not a cache/);
    expect(readFileSync(cache, 'utf8')).toMatch(/^not a database/);
  });

  it('exits 1 when an output can not be placed, and places the others', async () => {
    const { place, upstream, run, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    place.write(
      'feedriver.yaml',
      configFor(upstream, '  - { id: other, path: ./bulletin.txt/other, formats: [rss] }\n'),
    );
    const ran = await run();
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/output other: failed: .*can not be written/);
    expect(Object.keys(hashesOf(published))).toContain('all.rss');
  });
});

describe('a killed run', () => {
  it('leaves nothing half-done: the next one ends in the same bytes', async () => {
    const { place, upstream, report, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    upstream.script('/missing', 'hang'); // keeps the run busy until it is killed
    const killed = startFeedriver(place.folder, 'run', '-c', 'feedriver.yaml');
    await upstream.seen(3);
    killed.child.kill('SIGKILL');
    expect((await killed.ended).signal).toBe('SIGKILL');
    upstream.script('/missing', { status: 404 });
    await report();
    const resumed = hashesOf(published);

    using fresh = scratch();
    fresh.write('bulletin.txt', DIGEST);
    fresh.write('feedriver.yaml', configFor(upstream));
    await feedriver(fresh.folder, 'run', '-c', 'feedriver.yaml');
    expect(hashesOf(join(fresh.folder, 'public'))).toEqual(resumed);
  });

  it('ends within its time when it is asked to, with what it has', async () => {
    const { place, upstream, published } = await stage();
    await using _upstream = upstream;
    using _place = place;
    upstream.script('/missing', 'hang');
    const run = startFeedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--json');
    await upstream.seen(3);
    run.child.kill('SIGTERM');
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(Object.keys(hashesOf(published))).toContain('all.rss');
  });
});

describe('status and preview', () => {
  it('status tells of every source when it is asked next and why, and what failed', async () => {
    const { place, upstream, run } = await stage();
    await using _upstream = upstream;
    using _place = place;
    await run();
    const plain = await feedriver(place.folder, 'status', '-c', 'feedriver.yaml');
    expect(plain.stdout).toMatch(/missing .*404/);
    const { sources } = JSON.parse(
      (await feedriver(place.folder, 'status', '-c', 'feedriver.yaml', '--json')).stdout,
    );
    expect(sources).toHaveLength(4);
    expect(sources[1]).toMatchObject({
      id: 'good',
      title: 'Good',
      format: 'rss',
      items: 2,
      failures: 0,
      failure: null,
    });
    expect(sources[2]).toMatchObject({ id: 'missing', failures: 1, failure: { code: 'http-status' } });
  });

  it('status without a cache says what to do', async () => {
    const { place, upstream } = await stage();
    await using _upstream = upstream;
    using _place = place;
    const ran = await feedriver(place.folder, 'status', '-c', 'feedriver.yaml');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/no cache at .*[\s\S]*feedriver run/);
  });

  it('explain tells the life of an item, and why an output does not show it', async () => {
    const { place, upstream, run } = await stage();
    await using _upstream = upstream;
    using _place = place;
    const filtered = '  - { id: trams, path: ./public/trams, formats: [rss], where: { include: [trams] } }\n';
    place.write('feedriver.yaml', configFor(upstream, filtered));
    await run();
    const told = await feedriver(place.folder, 'explain', '-c', 'feedriver.yaml', 'https://a.example/1');
    expect(told.code).toBe(0);
    expect(told.stdout).toMatch(/met in good .*: https:\/\/a\.example\/1/);
    expect(told.stdout).toMatch(/all shows it\./);
    expect(told.stdout).toMatch(/trams does not show it: its text holds none of trams \(where\.include\)\./);
    // without the rule that was named it is shown
    place.write('feedriver.yaml', configFor(upstream, filtered.replace(', where: { include: [trams] }', '')));
    await run();
    const again = await feedriver(place.folder, 'explain', '-c', 'feedriver.yaml', 'https://a.example/1');
    expect(again.stdout).toMatch(/trams shows it\./);
    expect(
      await feedriver(place.folder, 'explain', '-c', 'feedriver.yaml', 'https://a.example/99'),
    ).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('knows no item'),
    });
  });

  it('preview reads feeds and digests without touching anything', async () => {
    const { place, upstream } = await stage();
    await using _upstream = upstream;
    using _place = place;
    const ran = await feedriver(
      place.folder,
      'preview',
      '-c',
      'feedriver.yaml',
      '--json',
      'bulletin.txt',
      upstream.url('/good'),
      upstream.url('/missing'),
    );
    const [bulletin, good, missing] = ran.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(bulletin).toMatchObject({ input: 'bulletin.txt', format: 'digest-text', failure: null });
    expect(bulletin.items.map((entry: { source: { title: string } }) => entry.source.title)).toEqual([
      'City desk',
      'Harbour desk',
    ]);
    expect(good).toMatchObject({
      format: 'rss',
      title: 'Good',
      items: [{ title: 'Story number 1' }, { title: 'Story number 2' }],
    });
    expect(missing).toMatchObject({ items: [], failure: { code: 'http-status' } });
    expect(ran.code).toBe(1);
    expect(Object.keys(hashesOf(place.folder)).sort()).toEqual(['bulletin.txt', 'feedriver.yaml']);
  });
});
