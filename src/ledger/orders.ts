import { ADDRESS, type Print } from '../dedup/fingerprint.ts';
import type { Ruling } from '../dedup/judge.ts';
import { nameKey } from '../dedup/lookup-keys.ts';
import { refOf } from './ids.ts';
import { lookUp, MOST_HOLDERS } from './key-index.ts';
import type { Memory, Remembered } from './memory.ts';
import { isBarred, isSide, partnersOf, type ReadPin } from './pins.ts';

/** What the config says about which items are the same. */
export interface Orders {
  readonly apart: ReadonlySet<string>;
  readonly pins: readonly ReadPin[];
}

export const PINNED: Ruling = {
  same: true,
  stage: 'pin',
  guard: null,
  figures: { containment: null, title: null, lead: null, numbers: null, names: null, apart: null },
};

/** The item that the config says an entry at this address is, if that is known. */
export function pinnedTo(memory: Memory, { pins }: Orders, { hashes }: Print): Remembered | null {
  if (pins.length === 0) return null;
  for (const side of partnersOf(pins, hashes)) {
    for (const item of side.id === null ? atAddresses(memory, side.addresses) : byId(memory, side.id))
      if (!item.gone && isSide(side, item.id, item.faces)) return item;
  }
  return null;
}

function byId(memory: Memory, id: string): readonly Remembered[] {
  const item = memory.items[memory.byRef.get(refOf(id)) ?? -1];
  return item ? [item] : [];
}

const holders = new Int32Array(MOST_HOLDERS);

function atAddresses(memory: Memory, addresses: readonly Int32Array[]): readonly Remembered[] {
  return addresses.flatMap((hashes) => {
    const count = lookUp(memory.index, nameKey(hashes, ADDRESS), holders);
    return [...holders.subarray(0, count)].flatMap((number) => memory.items[number] ?? []);
  });
}

/** What in the config keeps the two apart, although they look the same. */
export function orderAgainst(
  { apart, pins }: Orders,
  source: string,
  candidate: Remembered,
  { hashes }: Print,
): 'apart' | 'pin' | null {
  if (apart.size > 0 && !candidate.faceSources.includes(source)) {
    if (apart.has(source) || candidate.faceSources.some((other) => apart.has(other))) return 'apart';
  }
  return pins.length > 0 && isBarred(pins, candidate, hashes) ? 'pin' : null;
}
