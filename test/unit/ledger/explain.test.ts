import { describe, expect, it } from 'vitest';
import { explain, sentenceOf } from '../../../src/ledger/explain.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { openMemoryStore } from '../../../src/store/store.ts';
import { itemWith, runTakes, textOf } from '../../support/items.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 2, 1, 12);
const verdict: Verdict = {
  kind: 'merged',
  stage: 'near',
  id: 'urn:uuid:1',
  other: 'urn:uuid:1',
  figures: { containment: 0.96, title: 0.83, lead: 1, numbers: 1, names: null, apart: 3 * HOUR },
  guard: null,
  rule: 1,
};

it.each<[Partial<Verdict>, string]>([
  [
    {},
    "Merged with urn:uuid:1: the text is nearly the same (96 % of the shorter text's phrases are in the other, titles 83 % alike, 100 % of the numbers agree, 3 h apart).",
  ],
  [{ kind: 'new', stage: 'none', other: null, figures: null }, 'New: nothing like it was known.'],
  [
    { kind: 'new', guard: 'slots', figures: null },
    'New: not the same as urn:uuid:1, because the texts differ only in the names or numbers that are filled in.',
  ],
  [
    { kind: 'revised', stage: 'guid', figures: null },
    'Revised: its source gives it the same id, and its text or title changed.',
  ],
  [{ kind: 'known', stage: 'url', figures: null }, 'Known: it has the same address.'],
])('a verdict %o is said in a sentence', (changes, sentence) => {
  expect(sentenceOf({ ...verdict, ...changes })).toBe(sentence);
});

describe('the life of an item', () => {
  const post = itemWith({
    guid: '1',
    url: 'https://one.example/post',
    title: 'The post',
    html: textOf(1, 60),
  });
  const copy = { ...post, guid: 'x', url: 'https://two.example/copy' };

  async function lived() {
    const store = openMemoryStore();
    const ledger = await openLedger({ store });
    await runTakes(store, ledger, [{ source: 'a', items: [post], parts: { at: NOON } }]);
    await runTakes(store, ledger, [{ source: 'b', items: [copy], parts: { at: NOON + HOUR } }]);
    const edited = { ...post, title: 'The post, corrected by hand' };
    await runTakes(store, ledger, [{ source: 'a', items: [edited], parts: { at: NOON + 2 * HOUR } }]);
    return store;
  }

  it.each(['https://one.example/post', 'http://www.two.example/copy/?utm_source=x'])(
    'is found by the address %s',
    async (address) => {
      const lives = await explain(await lived(), address);
      expect(lives).toHaveLength(1);
      expect(lives[0]).toMatchObject({ owner: 'a', gone: null, item: { revision: 1 } });
      expect(lives[0]?.item.sightings.map(({ source }) => source)).toEqual(['a', 'b']);
      expect(lives[0]?.verdicts.map(({ sentence }) => sentence.split(' ')[0])).toEqual([
        'Merged',
        'Revised:',
      ]);
    },
  );
  it('is found by id', async () => {
    const store = await lived();
    const [life] = await explain(store, 'https://one.example/post');
    expect(await explain(store, life?.item.id ?? '')).toEqual([life]);
  });
  it.each(['urn:uuid:00000000-0000-8000-8000-000000000000', 'https://one.example/other', 'nonsense', ''])(
    'is not found by %j',
    async (unknown) => {
      expect(await explain(await lived(), unknown)).toEqual([]);
    },
  );
});
