import { describe, expect, it, test } from 'vitest';
import { Failure } from '../../../src/model/failure.ts';
import {
  afterFailure,
  afterTold,
  type Hub,
  mayBeTold,
  stateOf,
  unknownHub,
  withNews,
} from '../../../src/websub/hub.ts';

const minute = 60_000;
const now = Date.UTC(2026, 0, 5, 12);
const failure = new Failure('http-status', 'hub.example has trouble of its own (503)');
const topicsOf = (hub: Hub) => hub.news.map(({ topic }) => topic);
const untold = withNews(unknownHub('https://hub.example/'), ['a', 'b', 'c'], now);

/** A hub that failed so often, each time as soon as it was to be told again. */
function failed(times: number, retryAfter: number | null = null, random = 0): { hub: Hub; at: number } {
  let [hub, at] = [untold, now];
  for (let time = 0; time < times; time++) {
    const [first] = hub.news;
    if (first === undefined) throw new Error('nothing to tell');
    at = Math.max(now, hub.nextAt);
    hub = afterFailure(hub, first, {
      failure,
      at,
      retryAt: retryAfter === null ? null : at + retryAfter,
      random,
    });
  }
  return { hub, at };
}

describe('a hub', () => {
  it('is told each topic once, of its newest change', () => {
    const again = withNews(untold, ['a', 'd'], now + 5);
    expect(again.news).toEqual([
      { topic: 'b', since: now },
      { topic: 'c', since: now },
      { topic: 'a', since: now + 5 },
      { topic: 'd', since: now + 5 },
    ]);
  });

  it('has heard what it was told, and not what came while it was told', () => {
    const [told] = untold.news;
    if (told === undefined) throw new Error('nothing to tell');
    expect(topicsOf(afterTold(untold, told, now))).toEqual(['b', 'c']);
    const meanwhile = withNews(untold, ['a'], now);
    expect(topicsOf(afterTold(meanwhile, told, now))).toEqual(['b', 'c', 'a']);
  });

  test.each([
    [1, minute],
    [2, 2 * minute],
    [5, 16 * minute],
    [9, 256 * minute],
    [10, 360 * minute],
    [500, 360 * minute],
  ])('after %d failures is left alone for %d ms', (times, pause) => {
    const { hub, at } = failed(times);
    expect(hub.nextAt - at).toBe(pause);
    expect(mayBeTold(hub, at + pause - 1)).toBe(false);
    expect(mayBeTold(hub, at + pause)).toBe(true);
  });

  test.each([
    ['a longer wish of its own', 60 * minute, 60 * minute],
    ['a shorter wish of its own', 5_000, minute],
    ['a wish beyond reason', 400 * 24 * 60 * minute, 24 * 60 * minute],
  ])('%s', (_, wish, pause) => {
    const { hub, at } = failed(1, wish);
    expect(hub.nextAt - at).toBe(pause);
  });

  it('is not told at the same moment as others that failed with it', () => {
    expect(failed(3, null, 0.5).hub.nextAt).toBeGreaterThan(failed(3, null, 0).hub.nextAt);
  });

  it('that refuses one topic hears of the others first', () => {
    expect(topicsOf(failed(1).hub)).toEqual(['b', 'c', 'a']);
  });

  it('is in good standing again after one success', () => {
    const { hub } = failed(4);
    const [first] = hub.news;
    if (first === undefined) throw new Error('nothing to tell');
    const back = afterTold(hub, first, now);
    expect([back.failures, back.lastFailure, mayBeTold(back, now)]).toEqual([0, null, true]);
  });

  it('news does not cut a pause short', () => {
    const { hub } = failed(4);
    expect(withNews(hub, ['z'], now).nextAt).toBe(hub.nextAt);
  });

  it('that was put off by a wrong clock is told', () => {
    const { hub, at } = failed(1);
    expect(mayBeTold(hub, at - 3 * 24 * 60 * minute)).toBe(true);
  });

  it('is described', () => {
    expect(stateOf(unknownHub('u'))).toMatchObject({ health: 'well', untold: 0, next: null, lastTold: null });
    expect(stateOf(untold)).toMatchObject({ health: 'waiting', untold: 3, next: null });
    expect(stateOf(failed(1).hub)).toMatchObject({
      health: 'failing',
      untold: 3,
      failures: 1,
      failure: { code: 'http-status' },
      next: '2026-01-05T12:01:00.000Z',
    });
  });
});
