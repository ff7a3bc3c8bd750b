import { describe, expect, test } from 'vitest';
import { distinctTimes, rfc822, rfc3339 } from '../../../src/render/instant.ts';
import { NOON } from './sample.ts';

describe('times', () => {
  test.each([
    ['a time', NOON, '2026-06-09T12:00:00.000Z', 'Tue, 09 Jun 2026 12:00:00 GMT'],
    ['no time', 0, '1990-01-01T00:00:00.000Z', 'Mon, 01 Jan 1990 00:00:00 GMT'],
    ['not a number', Number.NaN, '1990-01-01T00:00:00.000Z', 'Mon, 01 Jan 1990 00:00:00 GMT'],
    ['a time beyond all calendars', 9e15, '9999-12-31T00:00:00.000Z', 'Fri, 31 Dec 9999 00:00:00 GMT'],
  ])('%s', (_, time, atom, rss) => {
    expect([rfc3339(time), rfc822(time)]).toEqual([atom, rss]);
  });

  test('are distinct in a document, and an item keeps its own whatever stands beside it', () => {
    const ids = Array.from({ length: 3000 }, (_, index) => `urn:uuid:${index}`);
    const spell = distinctTimes();
    const times = ids.map((id) => spell(NOON, id));
    expect(new Set(times).size).toBe(ids.length);
    expect(times.every((time) => /^2026-06-09T12:00:00\.000\d{6}Z$/.test(time))).toBe(true);
    expect(distinctTimes()(NOON, 'urn:uuid:7')).toBe(times[7]);
  });
});
