import { beforeEach, describe, expect, it } from 'vitest';
import { explain } from '../../../src/ledger/explain.ts';
import { allItems } from '../../../src/ledger/items.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import type { Item, StoredItem } from '../../../src/model/item.ts';
import type { Store } from '../../../src/model/ports.ts';
import { noSameness, type Pin } from '../../../src/model/sameness.ts';
import { openMemoryStore } from '../../../src/store/store.ts';
import { itemWith, runTakes, textOf } from '../../support/items.ts';

const NOON = Date.UTC(2026, 2, 1, 12);
const HOUR = 3_600_000;

let store: Store;
let hours = 0;
beforeEach(() => {
  store = openMemoryStore();
  hours = 0;
});

const opened = (pins: readonly Pin[] = []) => openLedger({ store, sameness: { ...noSameness, pins } });

/** One fetch, an hour after the one before. */
async function fetched(source: string, items: readonly Item[], pins: readonly Pin[] = []) {
  const at = NOON + hours++ * HOUR;
  return runTakes(store, await opened(pins), [{ source, items, parts: { at } }]);
}

async function amended(pin: Pin) {
  const ledger = await opened([pin]);
  const { rows, changes, reread, settle } = await ledger.amend(pin, NOON + hours++ * HOUR);
  await store.commit(rows);
  settle();
  return { changes, reread, stored: ledger.stored() };
}

async function everything(): Promise<readonly StoredItem[]> {
  const items: StoredItem[] = [];
  for await (const batch of allItems(store)) items.push(...batch);
  return items;
}

const post = (path: string, text: string, title = `About ${path}`): Item =>
  itemWith({ guid: path, url: `https://${path}`, title, html: `<p>${text}</p>` });
const different = (one: string, other: string): Pin => ({ same: false, items: [one, other] });
const same = (one: string, other: string): Pin => ({ same: true, items: [one, other] });

const TEXT = textOf(1, 80);

describe('a pin that parts', () => {
  const pin = different('https://a.example/1', 'https://b.example/1');

  it('takes from an item the source that it was met in later, with its names', async () => {
    await fetched('a', [post('a.example/1', TEXT, 'The harbour')]);
    await fetched('b', [post('b.example/1', TEXT, 'The harbour')]);
    const { changes, reread, stored } = await amended(pin);
    expect(changes.map(({ kind }) => kind)).toEqual(['revised']);
    expect(reread).toEqual(['b']);
    expect(stored).toBe(1);
    const [item] = await everything();
    expect(item?.sightings.map(({ source }) => source)).toEqual(['a']);
    const judged = await fetched('b', [post('b.example/1', TEXT, 'The harbour')], [pin]);
    expect(judged.verdicts[0]).toMatchObject({ kind: 'new', guard: 'pin', other: item?.id });
    expect(await everything()).toHaveLength(2);
  });

  it('parts what one source had merged, and reads both again', async () => {
    const [one, other] = [post('a.example/1', TEXT, 'The harbour'), post('a.example/2', TEXT, 'The harbour')];
    await fetched('a', [one]);
    await fetched('a', [other]);
    expect(await everything()).toHaveLength(1);
    const own = different('https://a.example/1', 'https://a.example/2');
    expect(await amended(own)).toMatchObject({ reread: ['a', 'a'] });
    const judged = await fetched('a', [one, other], [own]);
    expect(new Set(judged.verdicts.map(({ id }) => id)).size).toBe(2);
    expect(await everything()).toHaveLength(2);
  });

  it.each([
    ['two that are two', 'https://a.example/1', 'https://b.example/9'],
    ['what was never met', 'https://a.example/8', 'https://b.example/9'],
    ['an item from itself', 'https://a.example/1', 'http://www.a.example/1/'],
  ])('changes nothing about %s', async (_, one, other) => {
    await fetched('a', [post('a.example/1', TEXT)]);
    await fetched('b', [post('b.example/9', textOf(2, 80))]);
    const before = await everything();
    expect((await amended(different(one, other))).changes).toEqual([]);
    expect(await everything()).toEqual(before);
  });
});

describe('a pin that unites', () => {
  const pin = same('https://b.example/1', 'https://a.example/1');

  async function united() {
    await fetched('a', [post('a.example/1', TEXT, 'The harbour')]);
    await fetched('b', [post('b.example/1', textOf(2, 120), 'Something else')]);
    const before = await everything();
    const result = await amended(pin);
    return { before, ...result };
  }

  it('keeps the older id, the longer text and both sources, and leaves a tombstone', async () => {
    const { before, changes, stored } = await united();
    const older = before.find(({ sightings }) => sightings[0]?.source === 'a');
    const younger = before.find(({ sightings }) => sightings[0]?.source === 'b');
    expect(stored).toBe(1);
    expect(changes.map(({ item }) => [item.id, item.sightings.length])).toEqual([
      [older?.id, 2],
      [younger?.id, 0],
    ]);
    const [item] = await everything();
    expect(item).toMatchObject({ id: older?.id, item: { title: 'The harbour' } });
    expect(item?.item.content?.html).toContain(textOf(2, 120));
    expect(item?.sightings.map(({ source }) => source)).toEqual(['a', 'b']);
    expect(await explain(store, younger?.id ?? '')).toMatchObject([{ gone: older?.id }]);
    expect(await explain(store, 'https://b.example/1')).toMatchObject([{ item: { id: older?.id } }]);
  });

  it('is known by all names from then on, and by no other', async () => {
    await united();
    const [item] = await everything();
    const again = await fetched('b', [post('b.example/1', textOf(2, 120), 'Something else')], [pin]);
    expect(again.counts).toEqual([{ source: 'b', read: 1, new: 0, revised: 0, known: 1 }]);
    const edited = await fetched('b', [post('b.example/1', textOf(3, 120), 'Something new')], [pin]);
    expect(edited.verdicts[0]).toMatchObject({ id: item?.id });
    const other = await fetched('a', [post('a.example/2', textOf(4, 80))], [pin]);
    expect(other.verdicts[0]?.id).not.toBe(item?.id);
  });

  it('changes nothing the second time, nor where one side was never met', async () => {
    await united();
    expect((await amended(pin)).changes).toEqual([]);
    expect((await amended(same('https://a.example/1', 'https://c.example/9'))).changes).toEqual([]);
  });

  it('may name both by their ids', async () => {
    await fetched('a', [post('a.example/1', TEXT)]);
    await fetched('b', [post('b.example/1', textOf(2, 120))]);
    const [one, other] = await everything();
    await amended(same(one?.id ?? '', other?.id ?? ''));
    expect(await everything()).toHaveLength(1);
  });

  it('is taken back by one that parts: both are there again, the older one under its id', async () => {
    await united();
    const [item] = await everything();
    const back = different('https://a.example/1', 'https://b.example/1');
    await amended(back);
    await fetched('a', [post('a.example/1', TEXT, 'The harbour')], [back]);
    await fetched('b', [post('b.example/1', textOf(2, 120), 'Something else')], [back]);
    const now = await everything();
    expect(now).toHaveLength(2);
    const first = now.find(({ id }) => id === item?.id);
    expect(first?.item.content?.html).toContain(TEXT);
    expect(first?.sightings.map(({ source }) => source)).toEqual(['a']);
  });
});
