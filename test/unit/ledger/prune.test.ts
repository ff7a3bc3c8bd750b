import { beforeEach, describe, expect, it } from 'vitest';
import { allItems } from '../../../src/ledger/items.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import { readManifest } from '../../../src/ledger/manifest.ts';
import { pageKey } from '../../../src/ledger/segment.ts';
import type { Store } from '../../../src/model/ports.ts';
import { openMemoryStore } from '../../../src/store/store.ts';
import { itemWith, runTakes, textOf } from '../../support/items.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const post = (n: number) =>
  itemWith({
    guid: `${n}`,
    url: `https://a.example/${n}`,
    title: `Post ${textOf(n, 3)}`,
    html: textOf(n, 60),
  });
const PER_FETCH = 3;

let store: Store;
let ledger: Ledger;

/** Ten fetches, a day apart, of three posts each; only the last three posts are still listed. */
beforeEach(async () => {
  store = openMemoryStore();
  ledger = await openLedger({ store });
  for (let day = 0; day < 10; day++) {
    const items = [0, 1, 2].map((n) => post(day * PER_FETCH + n));
    await runTakes(store, ledger, [{ source: 'a', items, parts: { at: START + day * DAY } }]);
  }
});

const pruneAt = (day: number, shown: readonly string[] = []) =>
  ledger.prune({ now: START + day * DAY, sources: ['a'], shown: new Set(shown), keep: 30 * DAY });

async function left(): Promise<string[]> {
  const guids: string[] = [];
  for await (const batch of allItems(store)) guids.push(...batch.map(({ item }) => item.guid ?? ''));
  return guids;
}

describe('housekeeping', () => {
  it('empties what is old, not listed and not shown', async () => {
    let shown = '';
    for await (const batch of allItems(store))
      shown = batch.find(({ item }) => item.guid === '4')?.id ?? shown;
    expect(await pruneAt(100, [shown])).toEqual({ emptied: 26, forgotten: 0 });
    expect((await left()).sort()).toEqual(['27', '28', '29', '4']);
    expect(ledger.stored()).toBe(4);
  });
  it('leaves what is young', async () => {
    expect(await pruneAt(20)).toEqual({ emptied: 0, forgotten: 0 });
    expect(ledger.stored()).toBe(30);
  });
  it('does not let a pruned item come back as new', async () => {
    await pruneAt(100);
    ledger = await openLedger({ store });
    const judged = await runTakes(store, ledger, [
      { source: 'a', items: [{ ...post(1), title: 'Renamed' }, post(2)], parts: { at: START + 101 * DAY } },
    ]);
    expect(judged.counts[0]).toMatchObject({ new: 0, known: 2 });
    expect(judged.changes).toEqual([]);
  });
  it('does not take a new item for a pruned one that had the same page and no guid', async () => {
    const notice = (n: number) => ({ ...post(n), guid: null, url: 'https://a.example/notices' });
    await runTakes(store, ledger, [
      { source: 'a', items: [notice(60)], parts: { at: START + 10 * DAY } },
      { source: 'a', items: [post(29)], parts: { at: START + 11 * DAY } },
    ]);
    await pruneAt(100);
    const judged = await runTakes(store, ledger, [
      { source: 'a', items: [notice(61)], parts: { at: START + 101 * DAY } },
    ]);
    expect(judged.counts[0]).toMatchObject({ new: 1 });
  });
  it('forgets the names a year later', async () => {
    await pruneAt(100);
    expect(await pruneAt(100 + 364)).toEqual({ emptied: 0, forgotten: 0 });
    expect(await pruneAt(100 + 366)).toEqual({ emptied: 0, forgotten: 27 });
    const judged = await runTakes(store, ledger, [{ source: 'a', items: [post(1), post(28)] }]);
    expect(judged.counts[0]).toMatchObject({ new: 1, known: 1 });
  });
  it('keeps what is listed for ever', async () => {
    await pruneAt(100);
    await pruneAt(1000);
    expect((await left()).sort()).toEqual(['27', '28', '29']);
  });
  it('makes few segments of many, removes the old ones, and looks things up as before', async () => {
    const before = (await readManifest(store)).segments;
    await pruneAt(20);
    const after = (await readManifest(store)).segments;
    expect(before.names.length).toBeGreaterThan(1);
    // ten days, of which texts are kept by the week
    expect([after.names.length, after.texts.length]).toEqual([1, 2]);
    for (const { number } of before.names)
      expect(await store.get(pageKey('names', number, 0))).toBeUndefined();
    const copies = Array.from({ length: 30 }, (_, n) => ({
      ...post(n),
      guid: `b${n}`,
      url: `https://b.example/${n}`,
    }));
    const judged = await runTakes(store, ledger, [
      { source: 'b', items: copies, parts: { at: START + 20 * DAY } },
    ]);
    expect(judged.counts[0]).toMatchObject({ new: 0, known: 30 });
  });
  it('drops the keys of texts after thirty days', async () => {
    await pruneAt(60);
    expect((await readManifest(store)).segments.texts).toEqual([]);
  });
  it('drops the keys of texts also where each week has brought some more and was tidied', async () => {
    const counts: number[] = [];
    for (let week = 2; week < 26; week++) {
      const items = [0, 1, 2].map((n) => post(1000 + week * PER_FETCH + n));
      const at = START + week * 7 * DAY;
      await runTakes(store, ledger, [{ source: 'a', items, parts: { at } }]);
      await pruneAt(week * 7 + 1);
      const { texts } = (await readManifest(store)).segments;
      counts.push(texts.reduce((sum, { entries }) => sum + entries, 0));
    }
    expect(Math.max(...counts.slice(12))).toBeLessThanOrEqual(Math.max(...counts.slice(0, 12)));
  });
  it('begins its walk where anything is left', async () => {
    const many = Array.from({ length: 1_200 }, (_, n) => post(2000 + n));
    await runTakes(store, ledger, [{ source: 'a', items: many, parts: { at: START + 11 * DAY } }]);
    expect((await readManifest(store)).roster).toEqual({ first: 0, last: 1 });
    await runTakes(store, ledger, [{ source: 'a', items: [post(9000)], parts: { at: START + 12 * DAY } }]);
    await pruneAt(100);
    await pruneAt(500);
    expect((await readManifest(store)).roster).toEqual({ first: 1, last: 1 });
    expect(await pruneAt(501)).toEqual({ emptied: 0, forgotten: 0 });
  });
  it('does nothing the second time', async () => {
    await pruneAt(100);
    const before = await readManifest(store);
    expect(await pruneAt(100)).toEqual({ emptied: 0, forgotten: 0 });
    expect((await readManifest(store)).segments).toEqual(before.segments);
  });
  it('finishes what an interrupted one left', async () => {
    const interrupted: Store = { ...store, remove: async () => Promise.reject(new Error('killed')) };
    const { prune } = await import('../../../src/ledger/prune.ts');
    const options = { now: START + 20 * DAY, sources: ['a'], shown: new Set<string>(), keep: 30 * DAY };
    const { names } = (await readManifest(store)).segments;
    await expect(prune(interrupted, await readManifest(store), options)).rejects.toThrow('killed');
    ledger = await openLedger({ store });
    await pruneAt(20);
    for (const { number } of names) expect(await store.get(pageKey('names', number, 0))).toBeUndefined();
    expect(await left()).toHaveLength(30);
  });
});
