import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/model/failure.ts';
import type { Hints } from '../../../src/model/item.ts';
import { type Reply, startUpstream } from '../../support/upstream.ts';
import { createVisitor, feedSource, type VisitorOptions } from '../../support/visitor.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The virtual clock starts here. */
const start = 'Mon, 02 Jun 2025 12:00:00 GMT';
const httpDate = (ms: number) => new Date(ms).toUTCString();
const at = Date.parse(start);

/** Plans after one visit; `reply` has an ETag unless it brings its own. */
async function planAfter(reply: Reply, hints?: Hints, options: VisitorOptions = {}) {
  await using upstream = await startUpstream();
  upstream.script('/feed', {
    body: '<rss/>',
    ...reply,
    headers: { etag: '"a"', date: start, ...reply.headers },
  });
  await using visitor = createVisitor(feedSource(upstream.url('/feed')), options);
  await visitor.visit(hints === undefined ? {} : { hints });
  return { wait: visitor.wait(), bookmark: visitor.bookmark() };
}

describe('what a good answer asks for', () => {
  test.for([
    ['row 01: nothing said: the minimum interval', {}, hour, 'minimum interval of 1 h'],
    [
      'row 15: max-age beyond the minimum',
      { 'cache-control': 'max-age=43200' },
      12 * hour,
      'Cache-Control max-age=43200',
    ],
    [
      'row 15: max-age among others, in any case',
      { 'cache-control': 'public, Max-Age="43200", x' },
      12 * hour,
      'Cache-Control max-age=43200',
    ],
    [
      'row 16: Age is taken off',
      { 'cache-control': 'max-age=10800', age: '3600' },
      2 * hour,
      'Cache-Control max-age=10800',
    ],
    [
      'row 17: a short max-age does not undercut the minimum',
      { 'cache-control': 'max-age=60' },
      hour,
      'minimum interval of 1 h',
    ],
    ['row 18: no-cache', { 'cache-control': 'no-cache, max-age=43200' }, hour, 'minimum interval of 1 h'],
    ['row 18: max-age=0', { 'cache-control': 'max-age=0' }, hour, 'minimum interval of 1 h'],
    ['row 19: Expires without max-age', { expires: httpDate(at + 6 * hour) }, 6 * hour, 'Expires'],
    [
      'row 19: Expires by the clock of the sender',
      { date: httpDate(at - 3 * day), expires: httpDate(at - 3 * day + 6 * hour) },
      6 * hour,
      'Expires',
    ],
    [
      'row 19: Expires in the obsolete formats',
      { expires: 'Monday, 02-Jun-25 18:00:00 GMT' },
      6 * hour,
      'Expires',
    ],
    [
      'row 19: max-age goes before Expires',
      { 'cache-control': 'max-age=7200', expires: httpDate(at + 6 * hour) },
      2 * hour,
      'Cache-Control max-age=7200',
    ],
    ['row 19: Expires 0 is ignored', { expires: '0' }, hour, 'minimum interval of 1 h'],
    [
      'row 19: Expires in the past is ignored',
      { expires: httpDate(at - hour) },
      hour,
      'minimum interval of 1 h',
    ],
    [
      'a max-age of a year is believed for a month only',
      { 'cache-control': 'max-age=31536000' },
      30 * day,
      'Cache-Control max-age=31536000',
    ],
    [
      'a max-age that is no number is ignored',
      { 'cache-control': 'max-age=soon' },
      hour,
      'minimum interval of 1 h',
    ],
  ] as const)('%s', async ([, headers, wait, why]) => {
    const plan = await planAfter({ headers });
    expect(plan.wait).toBe(wait);
    expect(plan.bookmark).toMatchObject({ nextWhy: why, binding: false, heldUntil: null });
  });

  test('row 18: no-cache: the next request is still conditional', async () => {
    const { bookmark } = await planAfter({ headers: { 'cache-control': 'no-cache' } });
    expect(bookmark.validators?.etag).toBe('"a"');
  });

  test('row 20: max-age of a 304 counts like that of a 200', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', ({ count }) =>
      count === 1
        ? { headers: { etag: '"a"' } }
        : { status: 304, headers: { 'cache-control': 'max-age=43200' } },
    );
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    await visitor.visit();
    expect(visitor.wait()).toBe(hour);
    await visitor.visit();
    expect(visitor.wait()).toBe(12 * hour);
  });

  test('the wait is spread by chance, never shortened', async () => {
    const waits = await Promise.all([0, 0.5, 0.999].map((random) => planAfter({}, undefined, { random })));
    const [first = 0, second = 0, third = 0] = waits.map(({ wait }) => wait);
    expect(first).toBe(hour);
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
    expect(third).toBeLessThanOrEqual(1.02 * hour);
  });

  test('every: the user asks for less often', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { headers: { etag: '"a"' } });
    await using visitor = createVisitor(feedSource(upstream.url('/feed'), { every: 6 * hour }));
    await visitor.visit();
    expect(visitor.wait()).toBe(6 * hour);
    expect(visitor.bookmark().nextWhy).toBe('every: 6 h (configured)');
  });
});

describe('minInterval: 0s takes away our own floor only', () => {
  const options = { settings: { minInterval: 0 } };
  test.for([
    ['nothing said', {}, 0],
    ['no validators', { etag: [] as string[] }, 0],
    ['max-age', { 'cache-control': 'max-age=600' }, 10 * minute],
    ['Expires', { expires: httpDate(at + 5 * minute) }, 5 * minute],
  ] as const)('%s', async ([, headers, wait]) => {
    expect((await planAfter({ headers }, undefined, options)).wait).toBe(wait);
  });

  test('ttl of the feed', async () => {
    const hints = { period: 30 * minute, skipHours: [], skipDays: [] };
    expect((await planAfter({}, hints, options)).wait).toBe(30 * minute);
  });

  test('skipHours of the feed', async () => {
    expect((await planAfter({}, { period: null, skipHours: [12], skipDays: [] }, options)).wait).toBe(hour);
  });
});

describe('what the feed itself asks for', () => {
  const none = { period: null, skipHours: [], skipDays: [] };
  test.for<[string, Hints, number]>([
    ['row 32: ttl or sy:updatePeriod', { ...none, period: 3 * hour }, 3 * hour],
    ['row 32: a hint below the minimum', { ...none, period: 5 * minute }, hour],
    ['row 33: skipHours are passed over', { ...none, skipHours: [13, 14] }, 3 * hour],
    ['row 33: skipHours elsewhere change nothing', { ...none, skipHours: [3, 4] }, hour],
    ['row 33: skipDays are passed over (Tuesday begins)', { ...none, skipDays: [1] }, 12 * hour],
    ['row 33: days and hours together', { ...none, skipDays: [1], skipHours: [0, 1] }, 14 * hour],
    [
      'row 33: all hours skipped: ignored',
      { ...none, skipHours: Array.from({ length: 24 }, (_, index) => index) },
      hour,
    ],
    ['row 33: all days skipped: ignored', { ...none, skipDays: [0, 1, 2, 3, 4, 5, 6] }, hour],
  ])('%s', async ([, hints, wait]) => {
    expect((await planAfter({}, hints)).wait).toBe(wait);
  });

  test('row 32: the longest of all wishes counts', async () => {
    const headers = { 'cache-control': 'max-age=7200' };
    expect((await planAfter({ headers }, { ...none, period: 3 * hour })).wait).toBe(3 * hour);
    expect(
      (await planAfter({ headers: { 'cache-control': 'max-age=18000' } }, { ...none, period: 3 * hour }))
        .wait,
    ).toBe(5 * hour);
  });
});

describe('what a refusal asks for', () => {
  test('row 21: 429 with Retry-After: nothing before, not after a restart, not by force', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { status: 429, headers: { 'retry-after': '7200' } });
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    await visitor.visit();
    expect(visitor.bookmark()).toMatchObject({ nextWhy: 'Retry-After', binding: true });
    await visitor.clock.advance(2 * hour - 1);
    expect(await visitor.visitIfDue()).toBeNull();
    expect(await visitor.visitIfDue({ force: true })).toBeNull();
    await visitor.clock.advance(1);
    expect(await visitor.visitIfDue()).toMatchObject({ kind: 'failed' });
    expect(upstream.requests).toHaveLength(2);
  });

  test('row 21: a Retry-After shorter than the minimum still holds a forced run', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { status: 503, headers: { 'retry-after': '120' } });
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    await visitor.visit();
    expect(visitor.wait()).toBe(hour);
    expect(await visitor.visitIfDue({ force: true })).toBeNull();
    await visitor.clock.advance(2 * minute);
    expect(await visitor.visitIfDue()).toBeNull();
    expect(await visitor.visitIfDue({ force: true })).not.toBeNull();
  });

  test.for([
    ['row 22: Retry-After as a date', { 'retry-after': httpDate(at + 5 * hour) }, 5 * hour],
    [
      'row 22: … by the clock of the sender',
      { date: httpDate(at + 9 * day), 'retry-after': httpDate(at + 9 * day + 5 * hour) },
      5 * hour,
    ],
    ['row 22: Retry-After in the past: the minimum', { 'retry-after': httpDate(at - 5 * hour) }, hour],
    ['row 22: Retry-After that is neither', { 'retry-after': 'later' }, hour],
    ['Retry-After beyond a month is believed for a month', { 'retry-after': '99999999' }, 30 * day],
  ] as const)('%s', async ([, headers, wait]) => {
    expect((await planAfter({ status: 503, headers })).wait).toBe(wait);
  });

  test('row 23: 429 without Retry-After: twice as long each time, up to a day', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { status: 429 });
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    const waits: number[] = [];
    for (let visits = 0; visits < 6; visits++) {
      await visitor.visit();
      waits.push(visitor.wait() / hour);
      await visitor.clock.advance(visitor.wait());
    }
    expect(waits).toEqual([2, 4, 8, 16, 24, 24]);
  });

  test('the interval that drew a 429 is not tried again for a month', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', ({ count }) =>
      count === 2 ? { status: 429, headers: { 'retry-after': '10800' } } : { headers: { etag: '"a"' } },
    );
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    await visitor.visit();
    await visitor.clock.advance(visitor.wait());
    await visitor.visit();
    await visitor.clock.advance(visitor.wait());
    await visitor.visit();
    expect(visitor.wait()).toBe(3 * hour);
    expect(visitor.bookmark().nextWhy).toContain('429');
    await visitor.clock.advance(31 * day);
    await visitor.visit();
    expect(visitor.wait()).toBe(hour);
  });

  test.for([
    ['row 25: 5xx', { status: 500 }],
    ['row 25: time-out', 'hang' as const],
  ] as const)('%s: backs off with jitter; one request in a run', async ([, script]) => {
    for (const random of [0, 0.5]) {
      await using upstream = await startUpstream();
      upstream.script('/feed', script);
      await using visitor = createVisitor(feedSource(upstream.url('/feed')), { random });
      const waits: number[] = [];
      for (let visits = 1; visits <= 6; visits++) {
        const visit = visitor.visit();
        await upstream.seen(visits);
        await visitor.clock.run(visit);
        waits.push(visitor.wait() / hour);
        await visitor.clock.advance(visitor.wait());
      }
      const steps = [1, 2, 4, 8, 16, 24];
      expect(waits).toEqual(steps.map((step) => expect.closeTo(step * (1 + random / 10), 5)));
      expect(upstream.requests).toHaveLength(6);
    }
  });

  test('row 25: a name without an address backs off likewise', async () => {
    const noSuchName = (_name: string, _options: object, callback: (error: Error, found: never[]) => void) =>
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), []);
    await using visitor = createVisitor(feedSource('http://nowhere.example/feed'), {
      deps: { lookup: noSuchName as never },
    });
    expect(await visitor.visit()).toMatchObject({ kind: 'failed', failure: { code: 'dns' } });
    expect(visitor.wait()).toBe(hour);
    await visitor.visit();
    expect(visitor.wait()).toBe(2 * hour);
  });

  test('row 30: 404 again and again: daily, then weekly; flagged', async () => {
    await using upstream = await startUpstream();
    await using visitor = createVisitor(feedSource(upstream.url('/nothing')));
    const waits: number[] = [];
    for (let visits = 0; visits < 12; visits++) {
      await visitor.visit();
      waits.push(visitor.wait() / hour);
    }
    expect(waits).toEqual([1, 2, 4, 24, 24, 24, 24, 24, 24, 168, 168, 168]);
    expect(visitor.bookmark().lastFailure?.advice).toContain('remove the source');
  });

  test('a success ends a row of failures', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { status: 500 });
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    await visitor.visit();
    await visitor.visit();
    upstream.script('/feed', { headers: { etag: '"a"' } });
    await visitor.visit();
    expect(visitor.bookmark()).toMatchObject({ failures: 0, lastFailure: null });
    expect(visitor.wait()).toBe(hour);
  });

  test('a document that can not be read backs off like a failure', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', { body: '<html>' });
    await using visitor = createVisitor(feedSource(upstream.url('/feed')));
    await visitor.visit({ failure: new Failure('html-page', 'a page') });
    expect(visitor.bookmark()).toMatchObject({
      failures: 1,
      lastFailure: { code: 'html-page' },
      validators: null,
    });
  });
});

test('row 35: restart or reload: not before the stored time; a changed location starts afresh', async () => {
  await using upstream = await startUpstream();
  upstream.script('/feed', { headers: { etag: '"a"' } });
  await using visitor = createVisitor(feedSource(upstream.url('/feed')));
  await visitor.visit();
  const { isDue } = await import('../../../src/schedule/due.ts');
  const stored = visitor.bookmark();
  const now = visitor.clock.now() + hour - 1;
  expect(isDue(stored, feedSource(upstream.url('/feed')), now, { force: false })).toBe(false);
  expect(isDue(stored, feedSource(upstream.url('/feed')), now + 1, { force: false })).toBe(true);
  expect(isDue(stored, feedSource(upstream.url('/feed'), { title: 'renamed' }), now, { force: false })).toBe(
    false,
  );
  expect(isDue(stored, feedSource(upstream.url('/other')), now, { force: false })).toBe(true);
});
