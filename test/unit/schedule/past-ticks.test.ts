import { expect, test } from 'vitest';
import { localDay, ticksUntil } from '../../../src/schedule/past-ticks.ts';

const at = (text: string) => new Date(text).getTime();

test.each([
  ['weekly', '0 7 * * 1', '2026-03-11T12:00', ['2026-02-23T07:00', '2026-03-02T07:00', '2026-03-09T07:00']],
  [
    'daily, before its time',
    '0 7 * * *',
    '2026-03-11T06:59',
    ['2026-03-08T07:00', '2026-03-09T07:00', '2026-03-10T07:00'],
  ],
  [
    'at the very tick',
    '0 7 * * *',
    '2026-03-11T07:00',
    ['2026-03-09T07:00', '2026-03-10T07:00', '2026-03-11T07:00'],
  ],
  [
    'monthly, over a year',
    '30 6 1 * *',
    '2026-01-15T00:00',
    ['2025-11-01T06:30', '2025-12-01T06:30', '2026-01-01T06:30'],
  ],
  [
    'by name of the weekday',
    '0 7 * * FRI',
    '2026-03-11T12:00',
    ['2026-02-20T07:00', '2026-02-27T07:00', '2026-03-06T07:00'],
  ],
  [
    'several a day',
    '0 7,19 * * *',
    '2026-03-11T08:00',
    ['2026-03-10T07:00', '2026-03-10T19:00', '2026-03-11T07:00'],
  ],
  [
    'with seconds',
    '15 0 7 * * *',
    '2026-03-11T07:00',
    ['2026-03-08T07:00:15', '2026-03-09T07:00:15', '2026-03-10T07:00:15'],
  ],
  ['leap days', '0 0 29 2 *', '2026-03-11T07:00', ['2020-02-29T00:00', '2024-02-29T00:00']],
])('%s', (_name, expression, until, ticks) => {
  const found = ticksUntil(expression, at(until), 3);
  expect(found.slice(-ticks.length)).toEqual(ticks.map(at));
});

test('a day is told by the clock on the wall', () => {
  expect(localDay(at('2026-03-09T07:05'), false)).toBe('2026-03-09');
  expect(localDay(at('2026-03-09T07:05'), true)).toBe('2026-03-09 07:05');
});
