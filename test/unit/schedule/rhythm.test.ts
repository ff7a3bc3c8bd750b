import { describe, expect, test } from 'vitest';
import { expectedNext, heard } from '../../../src/schedule/rhythm.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2025, 5, 2, 12);

/** Posts every `gap`, the newest `ago`. */
const steady = (gap: number, ago: number, count = 12) =>
  Array.from({ length: count }, (_, index) => now - ago - index * gap);
const waitOf = (rhythm: readonly number[], at = now) => expectedNext(rhythm, at, hour).at - at;

describe('when to look again', () => {
  test('nothing known: at once, which the minimum then holds back', () => {
    expect(waitOf([])).toBe(0);
  });

  test('a regular source: just after the next posting', () => {
    expect(waitOf(steady(day, 2 * hour))).toBe(22 * hour + minute);
    expect(expectedNext(steady(3 * hour, hour), now, hour).why).toBe('posts about every 3 h');
  });

  test('a regular source that is late: again after as long as it is late, the next posting at the latest', () => {
    const rhythm = steady(day, day + 31 * minute);
    expect(waitOf(rhythm)).toBe(30 * minute);
    expect(expectedNext(rhythm, now, hour).why).toContain('is late');
    expect(waitOf(steady(day, 1.9 * day))).toBeLessThan(0.11 * day);
  });

  test('one that is a little irregular is given the time that it usually takes', () => {
    const wobbly = steady(day, 2 * hour).map((time, index) => time + (index % 3) * 5 * minute);
    const wait = waitOf(wobbly);
    expect(wait).toBeGreaterThan(22 * hour + minute);
    expect(wait).toBeLessThan(22 * hour + 30 * minute);
  });

  test('an irregular source: sooner after a post, later the longer it is silent, a day at most', () => {
    const posted = [0, 3, 14, 15, 22, 24, 40, 45, 49, 58, 59].map((hours) => hours * hour);
    const rhythmAt = (ago: number) => posted.map((before) => now - ago - before);
    const waits = [0, hour, 5 * hour, day, 10 * day, 1000 * day].map((ago) => waitOf(rhythmAt(ago)));
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(waits[0]).toBeLessThan(hour);
    expect(waits.at(-1)).toBe(day);
  });

  test('a source that never posts at night is hardly asked at night', () => {
    const office = Array.from({ length: 48 }, (_, index) => {
      const hours = [9, 10, 12, 13, 15, 17][index % 6] ?? 9;
      return Date.UTC(2025, 5, 1 - Math.floor(index / 6), hours, (index * 17) % 60);
    }).sort((one, other) => other - one);
    const evening = Date.UTC(2025, 5, 1, 19);
    const next = expectedNext(office, evening, hour);
    expect(next.at).toBe(evening + 6 * hour);
    expect(next.why).toContain('time of the day');
    const late = Date.UTC(2025, 5, 2, 4);
    expect(expectedNext(office, late, hour).at).toBe(Date.UTC(2025, 5, 2, 8));
    const noon = Date.UTC(2025, 5, 2, 12);
    expect(expectedNext(office, noon, hour).why).toContain('quiet for');
  });
});

describe('what is heard', () => {
  const last = now - hour;

  test.for([
    ['a post since the last fetch counts as of its own time', now - minute, now - minute],
    ['an old date on a new item counts as now', now - day, now],
    ['a date in the future counts as now', now + day, now],
    ['no date counts as now', null, now],
  ] as const)('%s', ([, posted, expected]) => {
    expect(heard([last], [posted], last, now)).toEqual(
      [...new Set([expected, last])].sort((one, other) => other - one),
    );
  });

  test('the first fetch believes dates of the past and nothing else', () => {
    expect(heard([], [now - day, null, now + day, now - 2 * day], null, now)).toEqual([
      now - day,
      now - 2 * day,
    ]);
  });

  test('only the newest are kept', () => {
    const many = Array.from({ length: 500 }, (_, index) => now - index * minute);
    const kept = heard([], many, null, now);
    expect(kept).toHaveLength(48);
    expect(kept[0]).toBe(now);
  });
});
