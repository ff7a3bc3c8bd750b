import { describe, expect, it, test } from 'vitest';
import { type Bookmark, never } from '../../../src/model/bookmark.ts';
import type { FailureCode } from '../../../src/model/failure.ts';
import type { Source } from '../../../src/model/source.ts';
import type { Trouble } from '../../../src/model/trouble.ts';
import { noticesAfter } from '../../../src/schedule/notices.ts';
import { firstBookmark } from '../../../src/schedule/plan.ts';
import { troublesOf } from '../../../src/schedule/troubles.ts';
import { feedSource } from '../../support/visitor.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 5, 2, 12);
const FEED: Source = { ...feedSource('https://a.example/feed'), title: 'The Paper' };
const DIGEST: Source = { ...FEED, kind: 'digest', location: '/in/box.txt' };

const bookmark = (more: Partial<Bookmark>): Bookmark => ({
  ...firstBookmark(FEED, now),
  lastFetchAt: now - hour,
  lastSuccessAt: now - hour,
  itemsListed: 12,
  ...more,
});

const failed = (code: FailureCode, times: number, successAgo: number | null, more: Partial<Bookmark> = {}) =>
  bookmark({
    failures: times,
    lastFailure: { code, message: 'a.example does not do it' },
    lastSuccessAt: successAgo === null ? null : now - successAgo,
    ...more,
  });

describe('what is nobody’s business', () => {
  test.for<[string, Source, Bookmark | null]>([
    ['a source that was never asked', FEED, null],
    ['one in order', FEED, bookmark({})],
    ['one that stumbles', FEED, failed('timeout', 2, 5 * day)],
    ['one that has stumbled since yesterday', FEED, failed('timeout', 9, day)],
    ['a certificate that was bad once', FEED, failed('tls', 1, hour)],
    [
      'a move that is not sure yet',
      FEED,
      bookmark({ moved: { to: 'https://b.example/', sightings: 1, since: now, adopted: false } }),
    ],
    ['a feed without items', FEED, bookmark({ itemsListed: 0 })],
  ])('is %s', ([, source, about]) => {
    expect(troublesOf(source, about, now)).toEqual([]);
  });
});

describe('what wants a person', () => {
  test.for<[string, Source, Bookmark, Partial<Trouble>]>([
    ['one that is gone', FEED, failed('gone', 1, day, { nextAt: never }), { title: 'The Paper is gone' }],
    [
      'one that stumbles for days',
      FEED,
      failed('timeout', 3, 3 * day),
      {
        title: 'The Paper does not work',
        says: 'a.example does not do it. It last worked on 2026-05-30 12:00 UTC.',
      },
    ],
    [
      'one that never worked',
      FEED,
      failed('dns', 3, null),
      { says: 'a.example does not do it. It never worked.' },
    ],
    [
      'one that failed for weeks',
      FEED,
      failed('dns', 30, 20 * day),
      { title: 'The Paper has not worked for weeks' },
    ],
    ['a bad certificate', FEED, failed('tls', 3, hour), { title: 'The Paper does not work' }],
    [
      'one that wants a password',
      FEED,
      failed('http-status', 3, hour, { lastStatus: 401 }),
      { title: 'The Paper does not work' },
    ],
    [
      'one that has moved',
      FEED,
      bookmark({
        moved: { to: 'https://b.example/feed?token=x', sightings: 4, since: now - day, adopted: true },
      }),
      {
        title: 'The Paper has moved for good',
        advice: expect.stringContaining('Enter https://b.example/feed in the config'),
      },
    ],
    [
      'one that is held back',
      FEED,
      bookmark({
        quarantine: {
          since: now - hour,
          until: now + day,
          why: 'it lists 40 new items at once',
          items: ['a', 'b'],
        },
      }),
      { title: 'The Paper: new items are held back', says: expect.stringContaining('2 items wait since') },
    ],
    [
      'a digest in which nothing is found',
      DIGEST,
      bookmark({ itemsListed: 0, warnings: ['no line looks like a title'] }),
      { title: 'The Paper: no item was found', says: expect.stringContaining('no line looks like a title.') },
    ],
  ])('is %s', ([, source, about, expected]) => {
    const troubles = troublesOf(source, about, now);
    expect(troubles).toHaveLength(1);
    expect(troubles[0]).toMatchObject(expected);
    expect(troubles[0]?.advice).toBeTruthy();
    // as long as nothing happens, it says the same
    expect(troublesOf(source, about, now + 2 * hour)).toEqual(troubles);
  });
});

describe('notices', () => {
  const trouble = (gist: string): Trouble => ({
    subject: 'source:a:fetch',
    title: 't',
    says: `${gist}!`,
    advice: null,
    gist,
  });
  const begun = noticesAfter([], [trouble('x')], 1);

  it('begin with a trouble, and stay as they are as long as it stays what it is', () => {
    expect(begun).toMatchObject([{ began: 1, changed: 1, over: null, says: 'x!' }]);
    expect(noticesAfter(begun, [{ ...trouble('x'), says: 'the same in other words' }], 2)).toBe(begun);
  });

  it('are told again when it becomes another one, and when it is over', () => {
    expect(noticesAfter(begun, [trouble('y')], 2)).toMatchObject([{ began: 1, changed: 2, says: 'y!' }]);
    const over = noticesAfter(begun, [], 3);
    expect(over).toMatchObject([{ began: 1, changed: 3, over: 3 }]);
    expect(noticesAfter(over, [], 4)).toBe(over);
  });

  it('begin anew when a trouble comes back', () => {
    const back = noticesAfter(noticesAfter(begun, [], 3), [trouble('x')], 9);
    expect(back.map(({ began, over }) => [began, over])).toEqual([
      [9, null],
      [1, 3],
    ]);
  });

  it('forget what is long over, and nothing else', () => {
    let notices = begun;
    for (let time = 2; time < 200; time += 2) {
      const other = { ...trouble('z'), subject: `source:b:${time}` };
      notices = noticesAfter(notices, [trouble('x'), other], time);
      notices = noticesAfter(notices, [trouble('x')], time + 1);
    }
    expect(notices.filter(({ over }) => over !== null)).toHaveLength(50);
    expect(notices.filter(({ over }) => over === null)).toHaveLength(1);
  });
});
