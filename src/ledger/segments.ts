/**
 * The segments of a family, oldest first. When there are several of one size they become one (as in a log-structured merge
 * tree), so that many small commits do not leave many small segments; the largest are left to housekeeping, because a commit
 * is to stay small.
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

/** So many segments of one size become one of the next. */
const FAN_IN = 6;
/** Entries of the largest segment that a small commit makes by merging; a large one may make one of eight times its own. */
const MOST_MERGED = 262_144;
const MOST_TIMES = 8;

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
  const most = Math.max(MOST_MERGED, entries.count * MOST_TIMES);
  let kept = segments;
  for (let tail = mergeable(kept, entries.count); tail.length > 0; tail = mergeable(kept, entries.count)) {
    if (tail.reduce((sum, segment) => sum + segment.entries, entries.count) > most) break;
    for (const segment of tail) await readSegment(store, family, segment, entries);
    kept = kept.slice(0, -tail.length);
  }
  const number = (kept.at(-1)?.number ?? -1) + 1;
  const segment: Segment = { number, entries: entries.count, bits: pageBits(entries.count), newest };
  return { segments: [...kept, segment], rows: segmentRows(family, number, entries) };
}

/** The last segments, if with `count` entries more there are FAN_IN that are no larger than that size. */
function mergeable(segments: readonly Segment[], count: number): readonly Segment[] {
  const tail = segments.slice(-(FAN_IN - 1));
  const size = sizeOf(count);
  return tail.length === FAN_IN - 1 && tail.every(({ entries }) => sizeOf(entries) <= size) ? tail : [];
}

function sizeOf(entries: number): number {
  return Math.floor(Math.log(entries) / Math.log(FAN_IN));
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
    readPage(value, null, (key, ref) => {
      one[0] = key;
      addEntries(entries, one, 1, ref);
    });
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
