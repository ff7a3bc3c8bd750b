import { expect, test } from 'vitest';
import { dueSources, inTurns, isDue } from '../../../src/schedule/due.ts';
import { firstBookmark } from '../../../src/schedule/plan.ts';
import { feedSource } from '../../support/visitor.ts';

const hour = 3_600_000;
const now = Date.UTC(2025, 5, 2, 12, 30);
const source = feedSource('https://a.example/feed');
const known = { ...firstBookmark(source, now), nextAt: now - 1, lastFetchAt: now - hour };
const calm = { force: false };

test('a run that comes late keeps out of the hours that the feed excludes', () => {
  const skipping = (hours: readonly number[]) => ({
    ...known,
    hints: { period: null, skipHours: hours, skipDays: [] },
  });
  expect(isDue(skipping([12]), source, now, calm)).toBe(false);
  expect(isDue(skipping([12]), source, now + hour, calm)).toBe(true);
  expect(isDue(skipping([11, 13]), source, now, calm)).toBe(true);
  expect(isDue(skipping([12]), source, now, { force: true })).toBe(true);
});

test('a bookmark that a wrong clock made does not hold for years', () => {
  const future = { ...known, lastFetchAt: now + 400 * 24 * hour, nextAt: now + 401 * 24 * hour };
  expect(isDue(future, source, now, calm)).toBe(true);
  expect(isDue({ ...future, lastFetchAt: now + hour }, source, now, calm)).toBe(false);
});

test('hosts take turns, and the order is not the same twice', () => {
  const sources = ['a', 'a', 'a', 'b', 'b', 'c'].map((host, index) =>
    feedSource(`https://${host}.example/${index}`, { id: `${host}${index}` }),
  );
  const bookmarks = new Map(sources.map((one) => [one.id, { ...known, location: one.location }]));
  const orders = [0, 0.4, 0.8].map((value) => {
    const due = dueSources(sources, bookmarks, now, { force: false, random: () => value });
    return due.map(({ id }) => id.charAt(0)).join('');
  });
  for (const order of orders) {
    expect([...order.slice(0, 3)].sort().join('')).toBe('abc');
    expect([...order.slice(3, 5)].sort().join('')).toBe('ab');
    expect(order.slice(5)).toBe('a');
  }
  const ids = [0, 0.4, 0.8].map((value) =>
    dueSources(sources, bookmarks, now, { force: false, random: () => value })
      .map(({ id }) => id)
      .join(),
  );
  expect(new Set(ids).size).toBeGreaterThan(1);
});

test('new sources come last, as they stand in the config', () => {
  const sources = ['new-1', 'met', 'new-2'].map((id) => feedSource(`https://${id}.example/`, { id }));
  const bookmarks = new Map([['met', { ...known, location: 'https://met.example/' }]]);
  const due = dueSources(sources, bookmarks, now, { force: false, random: () => 0.1 });
  expect(due.map(({ id }) => id)).toEqual(['met', 'new-1', 'new-2']);
});

test('in turns: one of each host, then the second of each', () => {
  const hosts = ['a', 'a', 'b', 'a', 'c', 'b'];
  const sources = hosts.map((host, index) =>
    feedSource(`https://${host}.example/${index}`, { id: `${index}` }),
  );
  const ids = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id).join('');
  expect(ids(inTurns(sources))).toBe('024153');
});

test('twins with other credentials are not twins', () => {
  const open = feedSource('https://a.example/feed', { id: 'open' });
  const closed = feedSource('https://a.example/feed', { id: 'closed', auth: { kind: 'bearer', token: 'x' } });
  const bookmarks = new Map([['closed', { ...known, nextAt: now + hour }]]);
  const due = dueSources([open, closed], bookmarks, now, { force: false, random: () => 0 });
  expect(due).toEqual([open]);
});

test.for([
  ['a fragment', 'https://a.example/feed#news', true],
  ['the default port', 'https://a.example:443/feed', true],
  ['capitals in the host', 'HTTPS://A.Example/feed', true],
  ['another port', 'https://a.example:444/feed', false],
  ['another scheme', 'http://a.example/feed', false],
  ['capitals in the path', 'https://a.example/Feed', false],
  ['a query', 'https://a.example/feed?page=1', false],
] as const)('twins by another spelling: %s', ([, location, areTwins]) => {
  const one = feedSource('https://a.example/feed', { id: 'one' });
  const two = feedSource(location, { id: 'two' });
  const bookmarks = new Map([
    ['one', { ...known, location: one.location }],
    ['two', { ...known, location, nextAt: now + hour }],
  ]);
  const due = dueSources([one, two], bookmarks, now, { force: false, random: () => 0 });
  expect(due).toEqual(areTwins ? [] : [one]);
});
