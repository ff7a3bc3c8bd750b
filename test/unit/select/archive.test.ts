import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item, StoredItem } from '../../../src/model/item.ts';
import type { Output } from '../../../src/model/output.ts';
import {
  type ArchiveChange,
  awaiting,
  closing,
  shownWith,
  type Waiting,
} from '../../../src/select/archive.ts';
import { newestFirst, type Place } from '../../../src/select/shelf.ts';

const OUTPUT: Output = {
  id: 'all',
  title: 'all',
  description: null,
  path: '/public/all',
  formats: ['rss'],
  limit: 3,
  sort: 'seen',
  where: { sources: null, tags: null, include: null, exclude: null, language: null, maxAge: null },
};

const stored = (id: string, at: number, revision = 0): StoredItem => ({
  id,
  firstSeenAt: at,
  changedAt: at,
  revision,
  item: {} as Item,
  sightings: [{ source: 'a', guid: null, url: null, origin: null, firstSeenAt: at }],
});

const fresh = (id: string, at: number): ArchiveChange => ({
  kind: 'new',
  stored: stored(id, at),
  admitted: true,
  admittedBefore: false,
});

const idsOf = (waiting: readonly Waiting[]): string => waiting.map(([id]) => id).join('');
const abc = awaiting([], [fresh('a', 1), fresh('c', 3), fresh('b', 2)], OUTPUT);

describe('waiting for an archive', () => {
  it.each<[string, ArchiveChange, string]>([
    ['a new item', fresh('d', 4), 'dcba'],
    ['a new item with an old date', fresh('d', 0), 'cbad'],
    [
      'one that was archived and is revised',
      { ...fresh('d', 0), kind: 'revised', admittedBefore: true },
      'cbad',
    ],
    ['one that only now is what the output wants', { ...fresh('d', 4), kind: 'merged' }, 'dcba'],
  ])('begins for %s', (_, change, expected) => {
    expect(idsOf(awaiting(abc, [change], OUTPUT))).toBe(expected);
  });

  it.each<[string, ArchiveChange]>([
    [
      'one that was archived, and another source has it too',
      { ...fresh('d', 4), kind: 'merged', admittedBefore: true },
    ],
    ['one that is refused', { ...fresh('d', 4), admitted: false }],
  ])('does not begin for %s', (_, change) => {
    expect(awaiting(abc, [change], OUTPUT)).toBe(abc);
  });

  it('ends for one that the output refuses from now on', () => {
    expect(idsOf(awaiting(abc, [{ ...fresh('b', 2), kind: 'revised', admitted: false }], OUTPUT))).toBe('ca');
  });

  it('goes on for one that is revised meanwhile, as it is now', () => {
    const revised = {
      ...fresh('b', 2),
      kind: 'revised' as const,
      stored: stored('b', 2, 1),
      admittedBefore: true,
    };
    expect(awaiting(abc, [revised], OUTPUT)[1]).toEqual(['b', 2, 2, 1]);
  });
});

describe('closing pages', () => {
  it('closes the oldest, as long as more wait than are shown', () => {
    const { pages, rest } = closing(
      awaiting(
        [],
        [...'abcdefgh'].map((id, at) => fresh(id, at)),
        OUTPUT,
      ),
      3,
      2,
    );
    expect(pages.map(idsOf)).toEqual(['ba', 'dc', 'fe']);
    expect(idsOf(rest)).toBe('hg');
  });

  it('leaves nothing out and has nothing twice, and what is shown has all that waits', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 50 })), {
          selector: ([id]) => id,
        }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        (entries, limit, size) => {
          const pageSize = Math.min(limit, size);
          const waiting = awaiting(
            [],
            entries.map(([id, at]) => fresh(String(id), at)),
            OUTPUT,
          );
          const { pages, rest } = closing(waiting, limit, pageSize);
          expect([...rest, ...pages.toReversed().flat()]).toEqual(waiting);
          expect(pages.every(({ length }) => length === pageSize)).toBe(true);
          expect(rest.length).toBeLessThanOrEqual(limit);
          const newest = waiting.map(([id, key, version]): Place => [id, key, version]);
          const shown = shownWith(rest, newest.slice(0, limit), limit);
          expect(shown).toHaveLength(Math.min(limit, waiting.length));
          expect(shown.toSorted(newestFirst)).toEqual(shown);
          expect(shown.map(([id]) => id)).toEqual(expect.arrayContaining(rest.map(([id]) => id)));
        },
      ),
    );
  });
});
