import { describe, expect, test } from 'vitest';
import { createFetcher } from '../../../src/fetch/fetcher.ts';
import type { Bookmark } from '../../../src/model/bookmark.ts';
import { never } from '../../../src/model/bookmark.ts';
import { Failure } from '../../../src/model/failure.ts';
import { dueSources } from '../../../src/schedule/due.ts';
import { planNext } from '../../../src/schedule/plan.ts';
import { createVirtualClock } from '../../support/clock.ts';
import { startUpstream } from '../../support/upstream.ts';
import {
  createVisitor,
  feedSource,
  loopbackSettings,
  silentLog,
  type Visitor,
} from '../../support/visitor.ts';

const hour = 3_600_000;
const day = 24 * hour;
const signal = new AbortController().signal;

/** Visits once a day for so many days. */
async function visitDaily(visitor: Visitor, days: number, failure?: Failure): Promise<void> {
  for (let count = 0; count < days; count++) {
    await visitor.visit(failure === undefined ? {} : { failure });
    await visitor.clock.advance(day);
  }
}

describe('row 26: permanent redirects', () => {
  test.for([301, 308])('%d: followed at once, adopted after five sightings over days', async (status) => {
    await using upstream = await startUpstream();
    upstream.script('/old', { status, headers: { location: '/new' } });
    upstream.script('/new', { headers: { etag: '"a"' }, body: '<rss/>' });
    await using visitor = createVisitor(feedSource(upstream.url('/old')));
    await visitDaily(visitor, 5);
    expect(visitor.bookmark().moved).toMatchObject({ to: upstream.url('/new'), sightings: 5, adopted: true });
    expect(upstream.requests.filter(({ path }) => path === '/old')).toHaveLength(5);
    const before = upstream.requests.length;
    await visitor.visit();
    expect(upstream.requests.slice(before).map(({ path }) => path)).toEqual(['/new']);
    expect(upstream.requests.at(-1)?.headers['if-none-match']).toBe('"a"');
  });

  test('five sightings within hours are not enough', async () => {
    await using upstream = await startUpstream();
    upstream.script('/old', { status: 301, headers: { location: '/new' } });
    upstream.script('/new', { headers: { etag: '"a"' } });
    await using visitor = createVisitor(feedSource(upstream.url('/old')));
    for (let count = 0; count < 20; count++) {
      await visitor.visit();
      await visitor.clock.advance(hour);
    }
    expect(visitor.bookmark().moved).toMatchObject({ sightings: 20, adopted: false });
  });

  test('a maintenance page is no move: what brings no feed is no sighting', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { status: 301, headers: { location: '/maintenance' } });
    upstream.script('/maintenance', { body: '<html>back soon</html>' });
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    await visitDaily(visitor, 9, new Failure('html-page', 'a page, not a feed'));
    expect(visitor.bookmark().moved).toBeNull();
    upstream.script('/feed', { headers: { etag: '"a"' }, body: '<rss/>' });
    await visitor.visit();
    expect(visitor.bookmark()).toMatchObject({ failures: 0, moved: null });
  });

  test.for([
    ['a change of target', '/other'],
    ['an answer without a redirect', null],
  ] as const)('%s starts the count again', async ([, target]) => {
    await using upstream = await startUpstream();
    upstream.script('/old', { status: 301, headers: { location: '/new' } });
    upstream.script('/new', { headers: { etag: '"a"' } });
    upstream.script('/other', { headers: { etag: '"b"' } });
    await using visitor = createVisitor(feedSource(upstream.url('/old')));
    await visitDaily(visitor, 4);
    upstream.script(
      '/old',
      target === null ? { headers: { etag: '"c"' } } : { status: 301, headers: { location: target } },
    );
    await visitor.visit();
    const { moved } = visitor.bookmark();
    if (target === null) expect(moved).toBeNull();
    else expect(moved).toMatchObject({ to: upstream.url(target), sightings: 1, adopted: false });
  });

  test('an adopted address that fails twice is given up for the configured one', async () => {
    await using upstream = await startUpstream();
    upstream.script('/old', { status: 301, headers: { location: '/new' } });
    upstream.script('/new', { headers: { etag: '"a"' } });
    await using visitor = createVisitor(feedSource(upstream.url('/old')));
    await visitDaily(visitor, 5);
    upstream.script('/new', { status: 410 });
    upstream.script('/old', { headers: { etag: '"b"' } });
    await visitDaily(visitor, 3);
    expect(upstream.requests.slice(-3).map(({ path }) => path)).toEqual(['/new', '/new', '/old']);
    expect(visitor.bookmark()).toMatchObject({ failures: 0, moved: null });
  });
});

describe('row 27: temporary redirects', () => {
  test.for([302, 303, 307])('%d: the next request starts at the original address', async (status) => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { status, headers: { location: '/elsewhere' } });
    upstream.script('/elsewhere', { headers: { etag: '"a"' } });
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    await visitDaily(visitor, 8);
    expect(visitor.bookmark().moved).toBeNull();
    expect(upstream.requests).toHaveLength(16);
  });

  test('one temporary redirect in a chain makes it temporary', async () => {
    await using upstream = await startUpstream();
    upstream.script('/a', { status: 301, headers: { location: '/b' } });
    upstream.script('/b', { status: 302, headers: { location: '/c' } });
    upstream.script('/c', { headers: { etag: '"a"' } });
    await using visitor = createVisitor(feedSource(upstream.url('/a')));
    await visitor.visit();
    expect(visitor.bookmark().moved).toBeNull();
  });
});

describe('row 28: what goes along with a redirect', () => {
  test('validators go only to the address that they came from', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { headers: { etag: '"feed"' }, body: 'one' });
    upstream.script('/other', { headers: { etag: '"other"' }, body: 'two' });
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    await visitor.visit();
    upstream.script('/feed', { status: 302, headers: { location: '/other' } });
    await visitor.visit();
    await visitor.visit();
    const sent = upstream.requests.map(({ path, headers }) => [path, headers['if-none-match']]);
    expect(sent).toEqual([
      ['/feed', undefined],
      ['/feed', '"feed"'],
      ['/other', undefined],
      ['/feed', undefined],
      ['/other', '"other"'],
    ]);
  });

  test('credentials and custom headers stay at their origin; control: they do go within it', async () => {
    await using home = await startUpstream();
    await using away = await startUpstream();
    home.script('/feed', { status: 302, headers: { location: '/moved' } });
    home.script('/moved', { status: 302, headers: { location: away.url('/feed') } });
    away.script('/feed', { body: 'x' });
    const source = feedSource(home.url('/feed'), {
      headers: { 'X-Api-Key': 'key-1' },
      auth: { kind: 'basic', user: 'ann', password: 'pa:ss' },
    });
    await using visitor = createVisitor(source);
    await visitor.visit();
    for (const { headers } of home.requests) {
      expect(headers).toMatchObject({ 'x-api-key': 'key-1', authorization: `Basic ${btoa('ann:pa:ss')}` });
    }
    expect(home.requests).toHaveLength(2);
    expect(away.requests[0]?.headers).not.toHaveProperty('x-api-key');
    expect(away.requests[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('row 29: 410 Gone', () => {
  test('no more requests, not by force either; the status says so', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { status: 410 });
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    await visitor.visit();
    expect(visitor.bookmark()).toMatchObject({ nextAt: never, binding: true, lastFailure: { code: 'gone' } });
    expect(visitor.bookmark().lastFailure?.advice).toContain('Remove the source');
    await visitor.clock.advance(3650 * day);
    expect(await visitor.visitIfDue({ force: true })).toBeNull();
    expect(upstream.requests).toHaveLength(1);
  });

  test('410 from where a temporary redirect leads does not speak for the feed', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { status: 302, headers: { location: '/gone' } });
    upstream.script('/gone', { status: 410 });
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    expect(await visitor.visit()).toMatchObject({ failure: { code: 'http-status', facts: { status: 410 } } });
    expect(visitor.wait()).toBe(hour);
  });
});

test('row 31: no Cookie, no Referer, no added query', async () => {
  await using upstream = await startUpstream();
  const cookie = { 'set-cookie': ['id=1; Path=/', 'b=2'] };
  upstream.script('/feed', { status: 302, headers: { ...cookie, location: '/real?x=1' } });
  upstream.script('/real', { headers: { ...cookie, etag: '"a"' } });
  await using visitor = createVisitor(feedSource(upstream.url('/feed')));
  await visitor.visit();
  await visitor.visit();
  expect(upstream.requests.map(({ path }) => path)).toEqual(['/feed', '/real?x=1', '/feed', '/real?x=1']);
  for (const { headers } of upstream.requests) {
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('referer');
  }
});

test('row 34: a delta (226) is offered with the ETag and taken as documents, not as the whole', async () => {
  await using upstream = await startUpstream();
  upstream.script('/feed', ({ headers }) =>
    headers['a-im'] === 'feed'
      ? { status: 226, headers: { etag: '"b"', im: 'feed' }, body: 'the new entry alone' }
      : { headers: { etag: '"a"' }, body: 'all entries' },
  );
  await using visitor = createVisitor(feedSource(upstream.url('/feed')));
  await visitor.visit();
  expect(upstream.requests[0]?.headers).not.toHaveProperty('a-im');
  expect(await visitor.visit()).toMatchObject({
    kind: 'documents',
    answer: { status: 226, etag: '"b"', bodyHash: null },
  });
});

describe('rows 24, 36, 37: sources that share', () => {
  const deps = { log: silentLog, env: {}, files: { roots: [] } };

  test('row 24: 429 from a host delays its other feeds, in this run and in the next', async () => {
    await using upstream = await startUpstream();
    upstream.script('/a', { status: 429, headers: { 'retry-after': '7200' } });
    upstream.script('/b', { body: 'b' });
    const clock = createVirtualClock();
    const fetcher = createFetcher({ ...deps, clock, settings: loopbackSettings });
    const sources = ['/a', '/b', '/c'].map((path) => feedSource(upstream.url(path), { id: path }));
    const bookmarks = new Map<string, Bookmark>();
    for (const source of sources.slice(0, 2)) {
      const fetched = await fetcher.fetch(source, null, signal);
      const plan = {
        source,
        before: null,
        fetched,
        hints: null,
        random: 0,
        now: clock.now(),
        settings: loopbackSettings,
      };
      bookmarks.set(source.id, planNext(plan));
    }
    await fetcher.close();
    expect(upstream.requests.map(({ path }) => path)).toEqual(['/a']);
    expect(bookmarks.get('/b')).toMatchObject({ nextAt: clock.now() + 2 * hour, failures: 0, binding: true });
    const due = (now: number) => dueSources(sources, bookmarks, now, { force: true, random: Math.random });
    expect(due(clock.now() + 2 * hour - 1)).toEqual([]);
    expect(due(clock.now() + 2 * hour)).toHaveLength(3);
  });

  test('row 24, control: another host is not delayed', async () => {
    await using upstream = await startUpstream();
    await using other = await startUpstream();
    upstream.script('/a', { status: 429 });
    other.script('/b', { body: 'b' });
    await using visitor = createVisitor(feedSource(upstream.url('/a')));
    await visitor.visit();
    expect(await visitor.fetcher.fetch(feedSource(other.url('/b')), null, signal)).toMatchObject({
      kind: 'documents',
    });
  });

  test('row 36: one feed listed twice is one request; control: another one is its own', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { headers: { etag: '"a"' }, body: 'x' });
    upstream.script('/other', { body: 'y' });
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    const twins = [
      feedSource(upstream.url('/feed'), { id: 'one' }),
      feedSource(upstream.url('/other'), { id: 'other' }),
      feedSource(`${upstream.url('/feed')}#latest`, { id: 'two', title: 'Twin' }),
    ];
    const fetched = await Promise.all(twins.map((source) => visitor.fetcher.fetch(source, null, signal)));
    expect(fetched.map(({ kind }) => kind)).toEqual(['documents', 'documents', 'documents']);
    expect(upstream.requests.map(({ path }) => path).sort()).toEqual(['/feed', '/other']);
  });

  test('row 36: twins come due together, at the later of their times, side by side', () => {
    const one = feedSource('https://a.example/feed', { id: 'one' });
    const two = feedSource('https://A.example:443/feed#top', { id: 'two' });
    const rest = feedSource('https://b.example/feed', { id: 'rest' });
    const base = planNext({
      source: one,
      before: null,
      fetched: { kind: 'failed', answer: null, at: 0, failure: new Failure('timeout', 'slow') },
      hints: null,
      now: 0,
      random: 0,
      settings: { minInterval: hour },
    });
    const bookmarks = new Map([
      ['one', { ...base, nextAt: 100 }],
      ['two', { ...base, location: two.location, nextAt: 200 }],
    ]);
    const due = (now: number) =>
      dueSources([one, rest, two], bookmarks, now, { force: false, random: () => 0.9 }).map(({ id }) => id);
    expect(due(199)).toEqual(['rest']);
    expect(due(200).join()).toMatch(/one,two/);
  });

  test('row 37: 100 feeds on one host: one at a time, a second apart; another host does not wait', async () => {
    const clock = createVirtualClock();
    const spans: { host: string; from: number; to: number }[] = [];
    let atHost = 0;
    let most = 0;
    const fetcher = createFetcher({
      ...deps,
      clock,
      settings: { ...loopbackSettings, perHost: { concurrency: 1, gap: 1000 } },
      async transport({ url }) {
        const from = clock.now();
        if (url.host === 'many.example') most = Math.max(most, ++atHost);
        await clock.sleep(200);
        if (url.host === 'many.example') atHost--;
        spans.push({ host: url.host, from, to: clock.now() });
        return { status: 404, headers: {}, body: new Uint8Array() };
      },
    });
    const start = clock.now();
    const many = Array.from({ length: 100 }, (_, index) => feedSource(`https://many.example/${index}`));
    const sources = [...many, feedSource('https://alone.example/feed')];
    await clock.run(Promise.all(sources.map((source) => fetcher.fetch(source, null, signal))));
    expect(most).toBe(1);
    const shared = spans.filter(({ host }) => host === 'many.example');
    expect(shared).toHaveLength(100);
    for (const [index, span] of shared.entries()) {
      const before = shared[index - 1];
      if (before !== undefined) expect(span.from - before.to).toBeGreaterThanOrEqual(1000);
    }
    expect(spans.find(({ host }) => host === 'alone.example')?.from).toBe(start);
  });
});

test('row 38: who we are, what we take, and what we can unpack', async () => {
  await using upstream = await startUpstream();
  await using visitor = createVisitor(feedSource(upstream.url('/feed')));
  await visitor.visit();
  const headers = upstream.requests[0]?.headers;
  expect(headers?.['user-agent']).toMatch(/^feedriver\/\S+ \(\+https:\/\/\S+\)$/);
  expect(headers?.accept).toMatch(/atom\+xml.*rss\+xml.*feed\+json/);
  expect(headers?.['accept-encoding']).toBe('gzip, br, zstd');
});
