import { MOST_NAME_KEYS, readNameKeys } from '../dedup/lookup-keys.ts';
import type { Row, Store } from '../model/ports.ts';
import type { LedgerTake, TakeDecisions } from './decide.ts';
import { MANIFEST_KEY, type Manifest } from './manifest.ts';
import { chunkKey, extendRoster } from './roster.ts';
import { addEntries, noEntries } from './segment.ts';
import { extendSegments } from './segments.ts';

interface Indexed {
  readonly next: Manifest;
  readonly rows: readonly Row[];
}

/** Rows of keys, roster and manifest for what the batch brought. */
export async function indexRows(
  store: Store,
  manifest: Manifest,
  decided: readonly TakeDecisions[],
  taken: readonly LedgerTake[],
): Promise<Indexed> {
  const names = noEntries();
  const texts = noEntries();
  const ofOne = new Int32Array(MOST_NAME_KEYS);
  const fresh: string[] = [];
  for (const { decisions } of decided) {
    for (const { print, named, worded, change, remembered } of decisions) {
      const { ref } = remembered;
      if (named) addEntries(names, ofOne, readNameKeys(print, ofOne), ref);
      if (worded) addEntries(texts, print.keys, print.keys.length, ref);
      if (change === 'first') fresh.push(ref);
    }
  }
  if (names.count + texts.count + fresh.length === 0) return { next: manifest, rows: [] };
  const newest = Math.max(...taken.map(({ at }) => at));
  const { segments, roster } = manifest;
  const ofNames = await extendSegments(store, 'names', segments.names, names, newest);
  const ofTexts = await extendSegments(store, 'texts', segments.texts, texts, newest);
  const open = (await store.get(chunkKey(roster.last))) ?? '';
  const extended = extendRoster(roster, open, fresh);
  const next: Manifest = {
    ...manifest,
    items: manifest.items + fresh.length,
    segments: { names: ofNames.segments, texts: ofTexts.segments },
    roster: extended.roster,
  };
  const own: Row = { key: MANIFEST_KEY, value: JSON.stringify(next) };
  return { next, rows: [...ofNames.rows, ...ofTexts.rows, ...extended.rows, own] };
}
