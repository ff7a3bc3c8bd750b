/** Brings to hand whatever the store holds that new prints may be the same as: three rounds of reading for a whole batch. */

import { ADDRESS, type Print } from '../dedup/fingerprint.ts';
import { MOST_NAME_KEYS, nameKey, readNameKeys } from '../dedup/lookup-keys.ts';
import type { Store } from '../model/ports.ts';
import { itemKey } from './ids.ts';
import { decodeRemembered } from './items.ts';
import { MOST_HOLDERS, put } from './key-index.ts';
import { addKey, emptySet, hasKey, type KeySet, keysIn } from './key-set.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { type Memory, remember } from './memory.ts';
import { type Family, pageKey, pageOf, readPage, type Segment } from './segment.ts';

/** Candidate keys of items that were met longer ago are not looked at. */
export const TEXT_KEYS_KEPT = 30 * 24 * 60 * 60_000;

/**
 * Looks the prints up in `segments` and remembers, by the keys that led there, all items found.
 * `now`: when the batch was fetched, ms.
 */
export async function recall(
  store: Store,
  segments: Manifest['segments'],
  memory: Memory,
  prints: readonly Print[],
  now: number,
): Promise<void> {
  if (segments.names.length === 0) return;
  const names = emptySet();
  const texts = emptySet();
  const ofOne = new Int32Array(MOST_NAME_KEYS);
  for (const print of prints) {
    const count = readNameKeys(print, ofOne);
    for (let i = 0; i < count; i++) addKey(names, ofOne[i] ?? 0);
    for (const key of print.keys) addKey(texts, key);
  }
  const holders = new Map<number, string[]>();
  for (const segment of segments.names) await findHolders(store, 'names', segment, names, holders);
  for (const segment of segments.texts)
    if (segment.newest >= now - TEXT_KEYS_KEPT) await findHolders(store, 'texts', segment, texts, holders);
  for (const [key, refs] of holders)
    if (hasKey(texts, key) && refs.length > MOST_HOLDERS) holders.delete(key);
  await bringToHand(store, memory, new Set([...holders.values()].flat()));
  putHolders(memory, holders);
}

async function findHolders(
  store: Store,
  family: Family,
  segment: Segment,
  wanted: KeySet,
  holders: Map<number, string[]>,
): Promise<void> {
  const pages = new Set<number>();
  for (const key of keysIn(wanted)) pages.add(pageOf(key, segment.bits));
  // in their order, because neighbours lie together on the disk
  const keys = [...pages].sort((a, b) => a - b).map((page) => pageKey(family, segment.number, page));
  const note = (key: number, ref: string) => {
    const refs = holders.get(key);
    if (refs === undefined) holders.set(key, [ref]);
    else if (refs.length <= MOST_HOLDERS && !refs.includes(ref)) refs.push(ref);
  };
  for (const value of await store.getMany(keys)) readPage(value, wanted, note);
}

/** Reads the items that are not at hand yet. */
export async function bringToHand(store: Store, memory: Memory, refs: ReadonlySet<string>): Promise<void> {
  const missing = [...refs].filter((ref) => !memory.items[memory.byRef.get(ref) ?? -1]);
  const values = await store.getMany(missing.map(itemKey));
  missing.forEach((ref, index) => {
    const value = values[index];
    if (value !== undefined) remember(memory, decodeRemembered(ref, value));
  });
}

function putHolders(memory: Memory, holders: ReadonlyMap<number, readonly string[]>): void {
  for (const [key, refs] of holders) {
    for (const ref of refs) {
      const number = memory.byRef.get(ref);
      if (number !== undefined) put(memory.index, key, number);
    }
  }
}

/** Refs of the items that may go by one of these addresses (hashes with nothing else in them). */
export async function refsOfAddresses(
  store: Store,
  addresses: readonly Int32Array[],
): Promise<readonly string[]> {
  const wanted = emptySet();
  for (const hashes of addresses) addKey(wanted, nameKey(hashes, ADDRESS));
  const { segments } = await readManifest(store);
  const holders = new Map<number, string[]>();
  if (addresses.length > 0)
    for (const segment of segments.names) await findHolders(store, 'names', segment, wanted, holders);
  return [...new Set([...holders.values()].flat())];
}
