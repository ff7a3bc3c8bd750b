/**
 * Housekeeping. What no source lists and no output shows any more loses its text after a while; its names stay for a year
 * longer, so that it does not come back as new. Keys of near copies go some weeks after they are not looked at any more, and
 * what is left of the segments becomes few and large. Interrupted anywhere, it has done less, and nothing wrong.
 */
import { setImmediate } from 'node:timers/promises';
import type { StoredItem } from '../model/item.ts';
import type { Row, Store } from '../model/ports.ts';
import { itemKey, refOf } from './ids.ts';
import { decodeRecord, decodeRemembered, encodeItem, type ItemRecord } from './items.ts';
import { decodeListing, listingKey } from './listing.ts';
import { type Leftover, MANIFEST_KEY, type Manifest } from './manifest.ts';
import { TEXT_KEYS_KEPT } from './recall.ts';
import { chunkKey, decodeChunk } from './roster.ts';
import {
  addEntries,
  type Entries,
  type Family,
  noEntries,
  pageBits,
  pageKey,
  type Segment,
  segmentRows,
} from './segment.ts';
import { readSegment } from './segments.ts';

const DAY = 86_400_000;
/** Names are kept so long after the text went. */
const NAMES_KEPT = 365 * DAY;
/** Entries of the largest segment that is made. */
const MOST_ENTRIES = 4_000_000;

export interface PruneOptions {
  /** ms since 1970. */
  readonly now: number;
  /** Ids of all sources whose listings still count. */
  readonly sources: readonly string[];
  /** Ids of items that an output shows; they keep everything. */
  readonly shown: ReadonlySet<string>;
  /** How long an item that is neither listed nor shown keeps its text, ms. */
  readonly keep: number;
}

export interface Pruned {
  readonly manifest: Manifest;
  /** Items that lost their text, and items that are forgotten altogether. */
  readonly emptied: number;
  readonly forgotten: number;
}

export async function prune(store: Store, manifest: Manifest, options: PruneOptions): Promise<Pruned> {
  await removeLeftovers(store, manifest.leftovers);
  const kept = await keptRefs(store, options);
  const swept = await sweepItems(store, { ...manifest, leftovers: [] }, kept, options);
  const next = await compact(store, swept, options.now);
  await removeLeftovers(store, next.leftovers);
  return { manifest: next, emptied: swept.emptied, forgotten: swept.forgotten.size };
}

/** Refs of what is listed or shown. */
async function keptRefs(store: Store, { sources, shown }: PruneOptions): Promise<ReadonlySet<string>> {
  const refs = new Set([...shown].map(refOf));
  for (const value of await store.getMany(sources.map(listingKey)))
    for (const { ref } of decodeListing(value)) refs.add(ref);
  return refs;
}

interface Swept {
  readonly manifest: Manifest;
  readonly emptied: number;
  readonly forgotten: ReadonlySet<string>;
  /** The first chunk of the roster that has anything left. */
  readonly first: number;
  /** Chunks of the roster without what is forgotten: until their keys are gone too, a kill must not lose sight of them. */
  readonly chunks: readonly Row[];
}

/** Goes through the roster, oldest first, a commit for each chunk. */
async function sweepItems(
  store: Store,
  manifest: Manifest,
  kept: ReadonlySet<string>,
  options: PruneOptions,
): Promise<Swept> {
  let current = manifest;
  let emptied = 0;
  const forgotten = new Set<string>();
  const chunks: Row[] = [];
  let { first } = manifest.roster;
  for (let chunk = manifest.roster.first; chunk <= manifest.roster.last; chunk++) {
    await setImmediate(); // it may take a second, and a server wants to answer in between
    const refs = decodeChunk(await store.get(chunkKey(chunk)));
    const rows: Row[] = [];
    const gone: string[] = [];
    const values = await store.getMany(refs.map(itemKey));
    for (const [i, ref] of refs.entries()) {
      const value = values[i];
      if (value === undefined) gone.push(ref); // removed by a housekeeping that was killed
      if (value === undefined || kept.has(ref)) continue;
      const record = decodeRecord(value);
      if (record.gone === undefined) {
        if (lastMet(record.stored) + options.keep < options.now)
          rows.push(emptiedRow(ref, value, options.now));
      } else if ((record.goneAt ?? 0) + NAMES_KEPT < options.now) gone.push(ref);
    }
    if (chunk === first && gone.length === refs.length && chunk < manifest.roster.last) first++;
    if (rows.length + gone.length === 0) continue;
    emptied += rows.length;
    current = { ...current, items: current.items - rows.length };
    if (gone.length > 0) chunks.push({ key: chunkKey(chunk), value: without(refs, gone) });
    if (rows.length > 0) await store.commit([...rows, { key: MANIFEST_KEY, value: JSON.stringify(current) }]);
    await store.remove(gone.map(itemKey));
    for (const ref of gone) forgotten.add(ref);
  }
  return { manifest: current, emptied, forgotten, first, chunks };
}

function lastMet({ changedAt, sightings }: StoredItem): number {
  return Math.max(changedAt, ...sightings.map(({ firstSeenAt }) => firstSeenAt));
}

/** An item without its text: names, title and dates stay. */
function emptiedRow(ref: string, row: string, now: number): Row {
  const remembered = decodeRemembered(ref, row);
  const record = decodeRecord(row);
  const item = { ...record.stored.item, content: null, summary: null };
  const emptied: ItemRecord = { ...record, stored: { ...record.stored, item }, gone: 'pruned', goneAt: now };
  const wordless = { ...remembered.print, trace: new Uint16Array(0), words: 0 };
  return { key: itemKey(ref), value: encodeItem(emptied, { ...remembered, print: wordless }) };
}

function without(refs: readonly string[], gone: readonly string[]): string {
  return refs.filter((ref) => !gone.includes(ref)).join('');
}

/** Few large segments out of many, without what is forgotten and without texts that are too old to be compared. */
async function compact(store: Store, swept: Swept, now: number): Promise<Manifest> {
  const { manifest, forgotten, first, chunks } = swept;
  const { names, texts } = manifest.segments;
  const fresh = texts.filter(({ newest }) => newest + TEXT_KEYS_KEPT >= now);
  const ofNames = await compactFamily(store, 'names', names, names, forgotten);
  // a segment is as old as its newest entry: those of different weeks stay apart, or none would ever be too old
  const ofTexts = await compactFamily(store, 'texts', texts, fresh, forgotten, weekOf);
  if (ofNames === null && ofTexts === null) return manifest;
  const next: Manifest = {
    ...manifest,
    segments: { names: ofNames?.segments ?? names, texts: ofTexts?.segments ?? texts },
    roster: { ...manifest.roster, first },
    leftovers: [...(ofNames?.leftovers ?? []), ...(ofTexts?.leftovers ?? [])],
  };
  const own: Row = { key: MANIFEST_KEY, value: JSON.stringify(next) };
  await store.commit([...(ofNames?.rows ?? []), ...(ofTexts?.rows ?? []), ...chunks, own]);
  return next;
}

interface Compacted {
  readonly segments: readonly Segment[];
  readonly rows: readonly Row[];
  readonly leftovers: readonly Leftover[];
}

const weekOf = ({ newest }: Segment): number => Math.floor(newest / (7 * DAY));

/** Null where there is nothing to gain. Only segments that `kindOf` says the same of become one. */
async function compactFamily(
  store: Store,
  family: Family,
  all: readonly Segment[],
  wanted: readonly Segment[],
  forgotten: ReadonlySet<string>,
  kindOf: (segment: Segment) => number = () => 0,
): Promise<Compacted | null> {
  const groups = groupsOf(wanted, kindOf);
  if (groups.length === all.length && forgotten.size === 0) return null;
  const segments: Segment[] = [];
  const rows: Row[] = [];
  let number = (all.at(-1)?.number ?? -1) + 1;
  for (const group of groups) {
    const entries = noEntries();
    for (const segment of group) {
      await setImmediate();
      await readSegment(store, family, segment, entries);
    }
    const newest = Math.max(...group.map((segment) => segment.newest));
    const left = forgotten.size === 0 ? entries : withoutRefs(entries, forgotten);
    if (left.count === 0) continue;
    segments.push({ number, entries: left.count, bits: pageBits(left.count), newest });
    rows.push(...segmentRows(family, number++, left));
  }
  return { segments, rows, leftovers: all.map(({ number: old, bits }) => ({ family, number: old, bits })) };
}

/** Neighbours of one kind, as many as make a segment of at most MOST_ENTRIES. */
function groupsOf(segments: readonly Segment[], kindOf: (segment: Segment) => number): readonly Segment[][] {
  const groups: Segment[][] = [];
  let size = 0;
  for (const segment of segments) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    const fits = first !== undefined && kindOf(first) === kindOf(segment);
    if (group !== undefined && fits && size + segment.entries <= MOST_ENTRIES) {
      group.push(segment);
      size += segment.entries;
    } else {
      groups.push([segment]);
      size = segment.entries;
    }
  }
  return groups;
}

function withoutRefs(entries: Entries, forgotten: ReadonlySet<string>): Entries {
  const left = noEntries();
  const one = new Int32Array(1);
  for (let i = 0; i < entries.count; i++) {
    const ref = entries.refs[entries.holders[i] ?? 0] ?? '';
    if (forgotten.has(ref)) continue;
    one[0] = entries.keys[i] ?? 0;
    addEntries(left, one, 1, ref);
  }
  return left;
}

/** Pages that a manifest no longer counts; numbers of live segments are higher. */
async function removeLeftovers(store: Store, leftovers: readonly Leftover[]): Promise<void> {
  for (const { family, number, bits } of leftovers)
    await store.remove(Array.from({ length: 1 << bits }, (_, page) => pageKey(family, number, page)));
}
