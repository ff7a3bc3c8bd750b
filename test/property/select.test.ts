import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item, StoredItem } from '../../src/model/item.ts';
import type { Output } from '../../src/model/output.ts';
import {
  arrange,
  emptyShelf,
  fillingShelf,
  isShort,
  type ShelfChange,
  shown,
} from '../../src/select/shelf.ts';

const output = (limit: number): Output => ({
  id: 'all',
  title: 'all',
  description: null,
  path: '/public/all',
  formats: ['rss'],
  limit,
  sort: 'seen',
  where: { sources: null, tags: null, include: null, exclude: null, language: null, maxAge: null },
});

const stored = (id: string, firstSeenAt: number): StoredItem => ({
  id,
  firstSeenAt,
  changedAt: firstSeenAt,
  revision: 0,
  item: {} as Item,
  sightings: [{ source: 'a', guid: null, url: null, origin: null, firstSeenAt }],
});

const change = fc.record({
  id: fc.integer({ min: 0, max: 400 }).map(String),
  at: fc.integer({ min: 0, max: 1_000 }),
  admitted: fc.boolean(),
});

describe('a shelf', () => {
  it('always shows what a walk through the whole cache would show, or says that it is short', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(change, { maxLength: 60 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        (batches, limit) => {
          const wanted = output(limit);
          let shelf = emptyShelf('rule', wanted);
          const cache = new Map<string, ShelfChange>();
          for (const batch of batches) {
            const changes = batch.map(({ id, at, admitted }) => ({ stored: stored(id, at), admitted }));
            for (const entry of changes) cache.set(entry.stored.id, entry);
            shelf = arrange(shelf, changes, wanted);
            if (isShort(shelf, wanted)) return;
            const fresh = arrange(emptyShelf('rule', wanted), [...cache.values()], wanted);
            expect(shown(shelf, 0)).toEqual(shown(fresh, 0));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('that is filled from the whole cache is the one that was kept up', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(change, { selector: (entry) => entry.id, maxLength: 300 }),
        fc.integer({ min: 1, max: 40 }),
        (entries, limit) => {
          const changes = entries.map(({ id, at, admitted }) => ({ stored: stored(id, at), admitted }));
          const wanted = output(limit);
          const filling = fillingShelf('rule', wanted);
          for (const entry of changes) filling.add(entry);
          expect(filling.end()).toEqual(arrange(emptyShelf('rule', wanted), changes, wanted));
        },
      ),
    );
  });

  it('does not depend on the order of the changes in a commit', () => {
    fc.assert(
      fc.property(fc.uniqueArray(change, { selector: (entry) => entry.id }), (entries) => {
        const changes = entries.map(({ id, at, admitted }) => ({ stored: stored(id, at), admitted }));
        const wanted = output(10);
        expect(arrange(emptyShelf('rule', wanted), [...changes].reverse(), wanted)).toEqual(
          arrange(emptyShelf('rule', wanted), changes, wanted),
        );
      }),
    );
  });
});
