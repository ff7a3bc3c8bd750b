import { describe, expect, test } from 'vitest';
import { datesOf } from '../../../src/dress/dates.ts';
import { SEEN, stored } from './sample.ts';

const HOUR = 3_600_000;
const iso = (time: number) => new Date(time).toISOString();

describe('the dates of an item', () => {
  test.each([
    [
      'what upstream says',
      { published: iso(SEEN - HOUR) },
      {},
      { published: SEEN - HOUR, datedAt: SEEN - HOUR, estimated: false, updated: SEEN - HOUR },
    ],
    [
      'a wrong zone: no later than seen',
      { published: iso(SEEN + 5 * HOUR) },
      {},
      { published: SEEN, datedAt: SEEN, updated: SEEN },
    ],
    [
      'a future is not believed',
      { published: iso(SEEN + 50 * HOUR) },
      {},
      { published: null, datedAt: SEEN, estimated: true },
    ],
    [
      'a clock that was never set is not believed',
      { published: '1970-01-01T00:00:00Z' },
      {},
      { published: null, datedAt: SEEN, estimated: true },
    ],
    ['nothing: when it was seen', {}, {}, { published: null, datedAt: SEEN, estimated: true, updated: SEEN }],
    [
      'an estimate orders, and is no fact',
      { estimated: '2026-06-01' },
      {},
      { published: null, datedAt: Date.UTC(2026, 5, 1), estimated: true },
    ],
    [
      'upstream’s update',
      { published: iso(SEEN - 9 * HOUR), updated: iso(SEEN - HOUR) },
      {},
      { datedAt: SEEN - 9 * HOUR, updated: SEEN - HOUR },
    ],
    [
      'an update is not before the item',
      { published: iso(SEEN - HOUR), updated: iso(SEEN - 9 * HOUR) },
      {},
      { updated: SEEN - HOUR },
    ],
    [
      'a change that we saw',
      { published: iso(SEEN - HOUR) },
      { revision: 1, changedAt: SEEN + HOUR },
      { updated: SEEN + HOUR, datedAt: SEEN - HOUR },
    ],
    [
      'a meeting again is no change',
      { published: iso(SEEN - HOUR) },
      { revision: 0, changedAt: SEEN + HOUR },
      { updated: SEEN - HOUR },
    ],
    ['not a date', { published: 'soon' }, {}, { published: null, datedAt: SEEN }],
  ])('%s', (_, of, differing, expected) => {
    expect(datesOf(stored(of, differing))).toMatchObject(expected);
  });
});
