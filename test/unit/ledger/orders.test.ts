import { describe, expect, it } from 'vitest';
import { fingerprint, type PrintSource } from '../../../src/dedup/fingerprint.ts';
import { explain } from '../../../src/ledger/explain.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import type { Item } from '../../../src/model/item.ts';
import { noSameness, type Sameness } from '../../../src/model/sameness.ts';
import { openMemoryStore } from '../../../src/store/store.ts';
import { itemWith, takeWith, textOf } from '../../support/items.ts';

/** Judges fetches one after the other; every fetch by a ledger of its own, so that nothing is only in memory. */
async function met(
  fetches: readonly (readonly [source: string, ...items: readonly Item[]])[],
  orders: Partial<Sameness> = {},
  settings: Omit<PrintSource, 'id'> = {},
) {
  const store = openMemoryStore();
  const ids: string[][] = [];
  const guards: (string | null)[] = [];
  const stages: string[] = [];
  for (const [index, [source, ...items]] of fetches.entries()) {
    const ledger = await openLedger({ store, sameness: { ...noSameness, ...orders } });
    const take = takeWith(source, items, { at: Date.UTC(2026, 2, 1 + index) });
    const entries = take.entries.map((entry) =>
      entry.item === null ? entry : { ...entry, print: fingerprint(entry.item, { id: source, ...settings }) },
    );
    const judged = await ledger.judge([{ ...take, entries }]);
    await store.commit(judged.rows);
    judged.settle();
    // entries are judged from the last one
    ids.push(judged.verdicts.map(({ id }) => id).reverse());
    guards.push(...judged.verdicts.map(({ guard }) => guard).reverse());
    stages.push(...judged.verdicts.map(({ stage }) => stage).reverse());
  }
  return { store, ids, all: ids.flat(), guards, stages };
}

const story = (address: string, seed = 1, title = 'The harbour is dredged'): Item =>
  itemWith({ guid: address, url: address, title, html: `<p>${textOf(seed, 80)}</p>` });

const [here, there] = ['https://a.example/harbour', 'https://b.example/dredging'] as const;

describe('a source that keeps its items apart', () => {
  it.each([
    ['brings it second', ['open', 'own'], ['own']],
    ['brings it first', ['own', 'open'], ['own']],
  ] as const)('shares none with others when it %s', async (_, [first, second], apart) => {
    const { all, guards } = await met(
      [
        [first, story(here)],
        [second, story(there)],
      ],
      { apart: [...apart] },
    );
    expect(new Set(all).size).toBe(2);
    expect(guards[1]).toBe('apart');
  });

  it('still knows its own again', async () => {
    const { all } = await met(
      [
        ['own', story(here)],
        ['own', story('https://a.example/harbour-2')],
      ],
      { apart: ['own'] },
    );
    expect(new Set(all).size).toBe(1);
  });
});

describe('a pin', () => {
  it('keeps two apart that look the same, and says so', async () => {
    const { store, all, guards } = await met(
      [
        ['a', story(here)],
        ['b', story(there)],
        ['b', story(there, 1, 'The harbour is dredged again')],
      ],
      { pins: [{ same: false, items: [here, there] }] },
    );
    expect(new Set(all).size).toBe(2);
    expect(all[2]).toBe(all[1]);
    expect(guards[1]).toBe('pin');
    expect((await explain(store, there))[0]?.verdicts[0]?.sentence).toMatch(
      /because a pin in the configuration says so/,
    );
  });

  it.each([
    ['whichever comes first', [here, there]],
    ['whichever comes first, the other way', [there, here]],
  ] as const)('makes one of two that look different, %s', async (_, [first, second]) => {
    const { all, stages } = await met(
      [
        ['a', story(first, 1)],
        ['b', story(second, 2, 'Tram line opens')],
      ],
      { pins: [{ same: true, items: [here, there] }] },
    );
    expect(new Set(all).size).toBe(1);
    expect(stages[1]).toBe('pin');
  });

  it('may name an item by its id', async () => {
    const first = await met([['a', story(here)]]);
    const { all } = await met(
      [
        ['a', story(here, 1)],
        ['b', story(there, 2, 'Tram line opens')],
      ],
      { pins: [{ same: true, items: [first.all[0] ?? '', there] }] },
    );
    expect(new Set(all).size).toBe(1);
  });
});

describe('idFrom', () => {
  it.each<[string, PrintSource['idFrom'], readonly [Item, Item], number]>([
    ['guid: two texts that are alike are two', 'guid', [story(here), { ...story(here), guid: 'other' }], 2],
    [
      'guid: another text under one guid is the same item',
      'guid',
      [story(here), { ...story(there, 2, 'Tram'), guid: here }],
      1,
    ],
    [
      'link: another guid is the same item',
      'link',
      [story(here), { ...story(here, 2, 'Tram'), guid: 'other' }],
      1,
    ],
    ['link: another link is another item', 'link', [story(here), { ...story(there), guid: here }], 2],
    ['title: another link and guid are the same item', 'title', [story(here), story(there, 2)], 1],
    [
      'title: another title is another item',
      'title',
      [story(here), story(here, 1, 'The harbour, part two')],
      2,
    ],
    ['nothing: all evidence counts', undefined, [story(here), { ...story(here), guid: 'other' }], 1],
  ])('%s', async (_, idFrom, [one, other], expected) => {
    const { all } = await met(
      [
        ['a', one],
        ['a', other],
      ],
      {},
      idFrom === undefined ? {} : { idFrom },
    );
    expect(new Set(all).size).toBe(expected);
  });

  it('set later makes no item new that was known before', async () => {
    const store = openMemoryStore();
    const ledger = await openLedger({ store });
    const ids: string[] = [];
    for (const settings of [{}, { idFrom: 'link' as const }, { idFrom: 'link' as const }]) {
      const take = takeWith('a', [story(here)], { at: Date.UTC(2026, 2, 1) });
      const entries = take.entries.map((entry) =>
        entry.item === null ? entry : { ...entry, print: fingerprint(entry.item, { id: 'a', ...settings }) },
      );
      const judged = await ledger.judge([{ ...take, entries }]);
      await store.commit(judged.rows);
      judged.settle();
      ids.push(...judged.verdicts.map(({ id }) => id));
    }
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('keepParams', () => {
  const bare = (url: string, seed: number): Item =>
    itemWith({ url, title: 'Notes', html: `<p>${textOf(seed, 40)}</p>` });
  it.each([
    [
      'a parameter that looks like tracking tells pages apart',
      'https://a.example/p?ref=1',
      'https://a.example/p?ref=2',
      2,
    ],
    [
      'a parameter that does not count tells none apart',
      'https://a.example/p?ref=1&page=1',
      'https://a.example/p?ref=1&page=2',
      1,
    ],
  ])('%s', async (_, one, other, expected) => {
    const { all, store } = await met(
      [
        ['a', bare(one, 1)],
        ['a', bare(other, 2)],
      ],
      {},
      { keepParams: ['ref'], idFrom: 'link' },
    );
    expect(new Set(all).size).toBe(expected);
    expect(await explain(store, one, { keepParams: [['ref']] })).toHaveLength(1);
  });
});
