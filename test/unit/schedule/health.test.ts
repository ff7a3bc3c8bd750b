import { expect, test } from 'vitest';
import { type Bookmark, never } from '../../../src/model/bookmark.ts';
import { diagnose, nextInWords } from '../../../src/schedule/health.ts';
import { firstBookmark } from '../../../src/schedule/plan.ts';
import { feedSource } from '../../support/visitor.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2025, 5, 2, 12);
const lastFailure = {
  code: 'dns',
  message: 'a.example: the name has no address',
  advice: 'Check the address.',
} as const;

function bookmark(more: Partial<Bookmark>): Bookmark {
  return {
    ...firstBookmark(feedSource('https://a.example/feed'), now),
    lastFetchAt: now - hour,
    lastSuccessAt: now - hour,
    nextAt: now + 3 * hour,
    nextWhy: 'Cache-Control max-age=10800',
    ...more,
  };
}

test.for<[string, Bookmark | null, string]>([
  ['never asked', null, 'new'],
  ['in order', bookmark({}), 'well'],
  ['held by its host', bookmark({ heldUntil: now + hour }), 'waiting'],
  ['told to wait', bookmark({ failures: 1, lastFailure, binding: true }), 'waiting'],
  ['failed once', bookmark({ failures: 1, lastFailure }), 'failing'],
  ['fails for a week', bookmark({ failures: 9, lastFailure, lastSuccessAt: now - 7 * day }), 'failing'],
  ['fails for weeks', bookmark({ failures: 9, lastFailure, lastSuccessAt: now - 20 * day }), 'dead'],
  ['never worked', bookmark({ failures: 7, lastFailure, lastSuccessAt: null }), 'dead'],
  ['gone', bookmark({ failures: 1, lastFailure, nextAt: never }), 'gone'],
])('a source that is %s', ([, about, health]) => {
  expect(diagnose(about, now).health).toBe(health);
});

test('says when and why, and what to do', () => {
  expect(nextInWords(bookmark({}), now)).toBe('in 3 h: Cache-Control max-age=10800');
  expect(diagnose(bookmark({ failures: 2, lastFailure, lastSuccessAt: now - day }), now)).toEqual({
    health: 'failing',
    says: 'a.example: the name has no address; it failed 2 times in a row, it last worked 1 day ago; in 3 h: Cache-Control max-age=10800',
    advice: 'Check the address.',
  });
});

test('a move is told without what may be secret in the address', () => {
  const moved = { to: 'https://b.example/feed?key=s3', sightings: 5, since: 0, adopted: true };
  expect(diagnose(bookmark({ moved }), now).advice).toBe(
    'It has moved for good: enter https://b.example/feed.',
  );
});
