import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allItems } from '../../src/ledger/items.ts';
import { emptyIndex, lookUp, MOST_HOLDERS, put } from '../../src/ledger/key-index.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { decodeChunk, extendRoster } from '../../src/ledger/roster.ts';
import { addEntries, noEntries, pageBits, readPage, segmentRows } from '../../src/ledger/segment.ts';
import type { StoredItem } from '../../src/model/item.ts';
import type { Store } from '../../src/model/ports.ts';
import { openMemoryStore } from '../../src/store/store.ts';
import { itemWith, runTakes, textOf } from '../support/items.ts';

const SOURCES = ['a', 'b', 'c'];

/** Story `n` as a source tells it, in some version. */
const told = (source: string, n: number, version: number) =>
  itemWith({
    guid: `${source}-${n}`,
    url: `https://${source}.example/${n}`,
    title: `Story of ${textOf(n, 4)}`,
    html: `<p>${textOf(n, 60)}${' Changed.'.repeat(version)}</p>`,
  });

const fetches = fc.array(
  fc.record({
    source: fc.constantFrom(...SOURCES),
    stories: fc.uniqueArray(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 8 }),
    version: fc.integer({ min: 0, max: 2 }),
    newProcess: fc.boolean(),
    lost: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

async function stored(store: Store): Promise<readonly StoredItem[]> {
  const items: StoredItem[] = [];
  for await (const batch of allItems(store)) items.push(...batch);
  return items;
}

describe('whatever is fetched in whatever order', () => {
  it('each story is one item, counted right, with its first id and all its sources', async () => {
    await fc.assert(
      fc.asyncProperty(fetches, async (history) => {
        const store = openMemoryStore();
        let ledger = await openLedger({ store });
        const ids = new Map<string, string>();
        const expected = new Map<number, Set<string>>();
        for (const [hour, { source, stories, version, newProcess, lost }] of history.entries()) {
          if (newProcess) ledger = await openLedger({ store });
          const items = stories.map((n) => told(source, n, version));
          const at = Date.UTC(2026, 0, 1, hour);
          if (lost) await ledger.judge([]); // a commit that never happened
          const { counts } = await runTakes(store, ledger, [{ source, items, parts: { at } }]);
          const [count] = counts;
          expect(count?.read).toBe(stories.length);
          expect((count?.new ?? 0) + (count?.revised ?? 0) + (count?.known ?? 0)).toBe(stories.length);
          for (const n of stories) expected.set(n, (expected.get(n) ?? new Set()).add(source));
          for (const { id, item } of await stored(store)) {
            const story = item.title ?? '';
            expect(ids.get(story) ?? id).toBe(id);
            ids.set(story, id);
          }
        }
        const items = await stored(store);
        expect(items).toHaveLength(expected.size);
        expect(ledger.stored()).toBe(expected.size);
        for (const { sightings, item } of items) {
          const story = [...expected.keys()].find((n) => told('a', n, 0).title === item.title) ?? -1;
          expect(new Set(sightings.map(({ source }) => source))).toEqual(expected.get(story));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('the order of entries in a fetch changes no id', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 6 }), async (order) => {
        const idsOf = async (numbers: readonly number[]) => {
          const store = openMemoryStore();
          const ledger = await openLedger({ store });
          await runTakes(store, ledger, [{ source: 'a', items: numbers.map((n) => told('a', n, 0)) }]);
          return new Set((await stored(store)).map(({ id, item }) => `${id} ${item.guid}`));
        };
        expect(await idsOf(order)).toEqual(await idsOf([1, 2, 3, 4, 5, 6]));
      }),
      { numRuns: 20 },
    );
  });
});

const ref = fc.integer({ min: 0, max: 0xffffff }).map((n) => n.toString(16).padStart(12, '0'));

it('a segment gives back what was put in, page by page', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), ref)),
      (items) => {
        const entries = noEntries();
        for (const [keys, holder] of items) addEntries(entries, Int32Array.from(keys), keys.length, holder);
        fc.pre(entries.count > 0);
        const rows = segmentRows('names', 3, entries);
        expect(rows).toHaveLength(1 << pageBits(entries.count));
        const found: string[] = [];
        for (const { value } of rows) readPage(value, null, (key, holder) => found.push(`${key} ${holder}`));
        expect(found.sort()).toEqual(
          items.flatMap(([keys, holder]) => keys.map((key) => `${key} ${holder}`)).sort(),
        );
      },
    ),
  );
});

it('a key index holds the first few of each key', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat(500)), { maxLength: 600 }),
      (puts) => {
        const index = emptyIndex();
        const expected = new Map<number, number[]>();
        for (const [key, number] of puts) {
          put(index, key, number);
          const numbers = expected.get(key) ?? [];
          if (!numbers.includes(number) && numbers.length < MOST_HOLDERS) numbers.push(number);
          expected.set(key, numbers);
        }
        const into = new Int32Array(MOST_HOLDERS);
        for (const [key, numbers] of expected)
          expect([...into.subarray(0, lookUp(index, key, into))].sort()).toEqual(numbers.sort());
      },
    ),
  );
});

it('a roster keeps all refs in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1500 }), { maxLength: 6 }), (sizes) => {
      const rows = new Map<string, string>();
      let roster = { first: 0, last: 0 };
      let next = 0;
      for (const size of sizes) {
        const refs = Array.from({ length: size }, () => (next++).toString(16).padStart(12, '0'));
        const extended = extendRoster(roster, rows.get(`w:r:${roster.last}`) ?? '', refs);
        for (const { key, value } of extended.rows) rows.set(key, value);
        roster = extended.roster;
      }
      const all: string[] = [];
      for (let chunk = 0; chunk <= roster.last; chunk++) all.push(...decodeChunk(rows.get(`w:r:${chunk}`)));
      expect(all.map((text) => Number.parseInt(text, 16))).toEqual(Array.from({ length: next }, (_, n) => n));
    }),
    { numRuns: 30 },
  );
});
