/**
 * A segment holds the keys of the items of one commit, in pages by the leading bits of the key: whoever looks for a few
 * keys among millions reads a few small rows. Within a page the order is that of arrival; a page is read as a whole.
 * A page is the base64 of n keys (32 bits each), then n refs (48 bits each), little-endian.
 */
import type { Row } from '../model/ports.ts';
import { hasKey, type KeySet } from './key-set.ts';

/** Names are kept for long, candidate keys of texts only as long as near duplicates are looked for. */
export type Family = 'names' | 'texts';

export interface Segment {
  readonly number: number;
  readonly entries: number;
  /** log2 of the number of pages. */
  readonly bits: number;
  /** When its newest item was met, ms. */
  readonly newest: number;
}

/** Keys with the items that they belong to, growing. */
export interface Entries {
  keys: Int32Array;
  /** Index into `refs`. */
  holders: Int32Array;
  count: number;
  readonly refs: string[];
}

const REF_BYTES = 6;
const ENTRY_BYTES = 4 + REF_BYTES;
const PAGE_ENTRIES = 64;

export function noEntries(): Entries {
  return { keys: new Int32Array(1024), holders: new Int32Array(1024), count: 0, refs: [] };
}

/** Adds the first `count` of `keys` for the item `ref`. */
export function addEntries(entries: Entries, keys: Int32Array, count: number, ref: string): void {
  if (count === 0) return;
  const { refs } = entries;
  if (refs.at(-1) !== ref) refs.push(ref);
  reserve(entries, entries.count + count);
  for (let i = 0; i < count; i++) {
    entries.keys[entries.count] = keys[i] ?? 0;
    entries.holders[entries.count++] = refs.length - 1;
  }
}

function reserve(entries: Entries, count: number): void {
  if (count <= entries.keys.length) return;
  const size = Math.max(count, entries.keys.length * 2);
  const keys = new Int32Array(size);
  const holders = new Int32Array(size);
  keys.set(entries.keys);
  holders.set(entries.holders);
  entries.keys = keys;
  entries.holders = holders;
}

/** How many leading bits of a key choose the page, so that pages hold about PAGE_ENTRIES. */
export function pageBits(entries: number): number {
  return Math.max(0, Math.ceil(Math.log2(entries / PAGE_ENTRIES)));
}

export function pageOf(key: number, bits: number): number {
  return bits === 0 ? 0 : key >>> (32 - bits);
}

export function pageKey(family: Family, number: number, page: number): string {
  return `w:${family}:${number}:${page}`;
}

/** All rows of a segment; also those of empty pages, because numbers are used again. */
export function segmentRows(family: Family, number: number, entries: Entries): Row[] {
  const { keys, holders, count, refs } = entries;
  const bits = pageBits(count);
  const starts = pageStarts(keys, count, bits);
  const refBytes = Buffer.from(refs.join(''), 'hex');
  const bytes = Buffer.alloc(count * ENTRY_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const next = starts.slice();
  for (let i = 0; i < count; i++) {
    const key = keys[i] ?? 0;
    const page = pageOf(key, bits);
    const start = starts[page] ?? 0;
    const size = (starts[page + 1] ?? 0) - start;
    const place = (next[page] ?? 0) - start;
    next[page] = start + place + 1;
    const base = start * ENTRY_BYTES;
    view.setInt32(base + place * 4, key, true);
    const ref = (holders[i] ?? 0) * REF_BYTES;
    const at = base + size * 4 + place * REF_BYTES;
    for (let b = 0; b < REF_BYTES; b++) bytes[at + b] = refBytes[ref + b] ?? 0;
  }
  const rows: Row[] = [];
  for (let page = 0; page < 1 << bits; page++) {
    const from = (starts[page] ?? 0) * ENTRY_BYTES;
    const to = (starts[page + 1] ?? 0) * ENTRY_BYTES;
    rows.push({ key: pageKey(family, number, page), value: bytes.toString('base64', from, to) });
  }
  return rows;
}

function pageStarts(keys: Int32Array, count: number, bits: number): Int32Array {
  const starts = new Int32Array((1 << bits) + 1);
  for (let i = 0; i < count; i++) {
    const page = pageOf(keys[i] ?? 0, bits) + 1;
    starts[page] = (starts[page] ?? 0) + 1;
  }
  for (let page = 1; page < starts.length; page++)
    starts[page] = (starts[page] ?? 0) + (starts[page - 1] ?? 0);
  return starts;
}

/** Pages are read by the thousand, one after the other: all into the same bytes. */
let scratch = Buffer.alloc(64 * 1024);

/** Calls back for each entry of a page whose key is wanted (null: all are); an empty or missing page has none. */
export function readPage(
  value: string | undefined,
  wanted: KeySet | null,
  found: (key: number, ref: string) => void,
): void {
  if (value === undefined || value === '') return;
  if (value.length > scratch.length) scratch = Buffer.alloc(value.length * 2);
  const count = Math.floor(scratch.write(value, 'base64') / ENTRY_BYTES);
  for (let i = 0; i < count; i++) {
    const key = scratch.readInt32LE(i * 4);
    if (wanted !== null && !hasKey(wanted, key)) continue;
    const ref = count * 4 + i * REF_BYTES;
    found(key, scratch.toString('hex', ref, ref + REF_BYTES));
  }
}
