import { describe, expect, it } from 'vitest';
import type { StoredItem } from '../../../src/model/item.ts';
import { type Acquaintance, type Caution, withhold } from '../../../src/select/withhold.ts';
import { itemWith } from '../../support/items.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 5, 30, 12);

/** New items, one for each date; null: without one. */
const items = (...dates: readonly (number | null)[]): readonly StoredItem[] =>
  dates.map((date, index) => ({
    id: `urn:${index}`,
    firstSeenAt: NOW,
    changedAt: NOW,
    revision: 0,
    item: itemWith({ published: date === null ? null : new Date(date).toISOString() }),
    sightings: [{ source: 'a', guid: null, url: null, origin: null, firstSeenAt: NOW }],
  }));
const many = (count: number, date: (index: number) => number | null) =>
  items(...Array.from({ length: count }, (_, index) => date(index)));

const known: Acquaintance = {
  firstReadAt: NOW - 60 * DAY,
  lastReadAt: NOW - HOUR,
  mostNew: 3,
  held: false,
};
const caution: Caution = {
  firstFetch: { maxItems: 3, maxAge: null },
  quarantine: { items: 10, share: 0.5, release: 3 * DAY },
  reorders: true,
};

describe('a first fetch', () => {
  const first = { ...known, firstReadAt: null, lastReadAt: null };
  const heldOf = (dates: readonly number[], firstFetch: Caution['firstFetch']) =>
    [...withhold(items(...dates), dates.length, first, { ...caution, firstFetch }).marks]
      .filter(([, { held }]) => held === 'firstFetch')
      .map(([id]) => id);
  const dates = [4, 1, 3, 2, 5].map((days) => NOW - days * DAY);

  it.each<[string, Caution['firstFetch'], readonly string[]]>([
    ['the newest that are wanted', { maxItems: 3, maxAge: null }, ['urn:0', 'urn:4']],
    ['what is young enough', { maxItems: null, maxAge: 2.5 * DAY }, ['urn:2', 'urn:0', 'urn:4']],
    ['both', { maxItems: 1, maxAge: 2.5 * DAY }, ['urn:3', 'urn:2', 'urn:0', 'urn:4']],
    ['nothing at all', { maxItems: 0, maxAge: null }, ['urn:1', 'urn:3', 'urn:2', 'urn:0', 'urn:4']],
    ['everything', null, []],
  ])('publishes %s', (_, bounds, held) => expect(heldOf(dates, bounds)).toEqual(held));
});

describe('a source that is well known', () => {
  const old = (index: number) => NOW - (5 + index) * DAY;
  it.each<[string, readonly StoredItem[], number, Partial<Acquaintance>, Partial<Caution>, boolean]>([
    ['brings its archive: held', many(20, old), 25, {}, {}, true],
    ['brings a burst, however large: not', many(20, (i) => NOW - i * 60_000), 20, {}, {}, false],
    [
      'brings what it missed while it could not be read: not',
      many(20, (i) => NOW - i * HOUR),
      20,
      { lastReadAt: NOW - 2 * DAY },
      {},
      false,
    ],
    ['brings a few old ones: not', many(9, old), 10, {}, {}, false],
    ['brings many old ones among many more: not', many(20, old), 40, {}, {}, false],
    ['brings no more than it has before: not', many(20, old), 20, { mostNew: 10 }, {}, false],
    ['brings its archive, but is young: not', many(20, old), 25, { firstReadAt: NOW - 6 * DAY }, {}, false],
    ['brings its archive, and need not be held', many(20, old), 25, {}, { quarantine: null }, false],
    ['brings much without dates within a day: held', many(20, () => null), 20, {}, {}, true],
    [
      'brings much without dates after days: not',
      many(20, () => null),
      20,
      { lastReadAt: NOW - 2 * DAY },
      {},
      false,
    ],
    ['gives everything a new id and one new date: held', many(20, () => NOW - 1000), 20, {}, {}, true],
    ['brings much of one date, but lists others: not', many(20, () => NOW - 1000), 21, {}, {}, false],
    ['dates everything to the future: held', many(20, () => NOW + 400 * DAY), 20, {}, {}, true],
  ])('%s', (_, fresh, listed, more, cautious, held) => {
    const { marks, alarm } = withhold(fresh, listed, { ...known, ...more }, { ...caution, ...cautious });
    expect(alarm !== null).toBe(held);
    expect([...marks.values()].filter((mark) => mark.held === 'quarantine')).toHaveLength(
      held ? fresh.length : 0,
    );
  });

  it('brings more while it is held: that waits too', () => {
    expect(withhold(items(NOW), 20, { ...known, held: true }, caution)).toEqual({
      marks: new Map([['urn:0', { held: 'quarantine' }]]),
      alarm: null,
    });
  });

  it.each<[string, number, boolean, boolean]>([
    ['dated long before the last fetch: ordered by when it was met', NOW - 40 * DAY, true, true],
    ['dated a while before: by its date', NOW - 20 * DAY, true, false],
    ['dated long before, in a digest: by its date', NOW - 40 * DAY, false, false],
  ])('brings an item %s', (_, date, reorders, late) => {
    const { marks } = withhold(items(date), 20, known, { ...caution, reorders });
    expect(marks.get('urn:0')?.late ?? false).toBe(late);
  });
});
