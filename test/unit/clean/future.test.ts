import { expect, test } from 'vitest';
import { futureDates } from '../../../src/clean/future.ts';

const NOW = Date.UTC(2025, 5, 10, 12);

function dated(published: string | null, updated: string | null = null) {
  return { published, updated };
}

test('dates of today, of clocks that are a little off, and none at all are not worth a word', () => {
  const items = [dated('2025-06-10T11:00:00.000Z'), dated('2025-06-11T11:00:00.000Z'), dated(null)];
  expect(futureDates(items, NOW)).toEqual([]);
});

test('dates in the future are one warning, with the first of them', () => {
  const items = [
    dated('2025-06-09T00:00:00.000Z', '2031-01-02T00:00:00.000Z'),
    dated('2026-01-01T00:00:00.000Z'),
  ];
  expect(futureDates(items, NOW)).toEqual([
    { code: 'date-future', message: 'This date is in the future: 2031-01-02 (and 1 more).' },
  ]);
});
