/**
 * The segments of a family, oldest first. A new one swallows the small ones before it (the logarithmic method), so that
 * many small commits do not leave many small segments; large ones are left to housekeeping, because a commit is to stay small.
 */
import type { Row, Store } from '../model/ports.ts';
import type { Manifest } from './manifest.ts';
import {
  addEntries,
  type Entries,
  type Family,
  pageBits,
  pageKey,
  readPage,
  type Segment,
  segmentRows,
} from './segment.ts';

/** Entries of the largest segment that a commit makes by merging. */
const MOST_MERGED = 16_384;

export interface Extension {
  readonly segments: readonly Segment[];
  readonly rows: readonly Row[];
}

/** Puts `entries` behind the segments; `newest`: when they were met, ms. */
export async function extendSegments(
  store: Store,
  family: Family,
  segments: readonly Segment[],
  entries: Entries,
  newest: number,
): Promise<Extension> {
  if (entries.count === 0) return { segments, rows: [] };
  const kept = [...segments];
  const number = () => (kept.at(-1)?.number ?? -1) + 1;
  for (let last = kept.at(-1); last !== undefined && isSwallowed(last, entries.count); last = kept.at(-1)) {
    await readSegment(store, family, last, entries);
    kept.pop();
  }
  const segment: Segment = {
    number: number(),
    entries: entries.count,
    bits: pageBits(entries.count),
    newest,
  };
  return { segments: [...kept, segment], rows: segmentRows(family, segment.number, entries) };
}

function isSwallowed(segment: Segment, count: number): boolean {
  return segment.entries <= count && segment.entries + count <= MOST_MERGED;
}

/** Adds all entries of a segment to `entries`. */
export async function readSegment(
  store: Store,
  family: Family,
  { number, bits }: Segment,
  entries: Entries,
): Promise<void> {
  const pages = Array.from({ length: 1 << bits }, (_, page) => pageKey(family, number, page));
  const one = new Int32Array(1);
  for (const value of await store.getMany(pages)) {
    readPage(
      value ?? '',
      () => true,
      (key, ref) => {
        one[0] = key;
        addEntries(entries, one, 1, ref);
      },
    );
  }
}

/** Of the segments that were not at hand before a commit, those that the commit left as they were, or swallowed. */
export function stillCold(cold: Manifest['segments'], next: Manifest['segments']): Manifest['segments'] {
  const numbers = { names: new Set(cold.names.map(numberOf)), texts: new Set(cold.texts.map(numberOf)) };
  return {
    names: next.names.filter(({ number }) => numbers.names.has(number)),
    texts: next.texts.filter(({ number }) => numbers.texts.has(number)),
  };
}

function numberOf({ number }: Segment): number {
  return number;
}
