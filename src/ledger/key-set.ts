/** A set of 32-bit keys in one flat array: every entry of every page that is read is looked up in it. */

export interface KeySet {
  /** 0 is a free slot; the key 0 itself is kept apart. */
  slots: Int32Array;
  used: number;
  zero: boolean;
}

export function emptySet(): KeySet {
  return { slots: new Int32Array(1024), used: 0, zero: false };
}

function home(key: number, slots: number): number {
  return (Math.imul(key, 0x9e3779b1) >>> 7) & (slots - 1);
}

function slotOf(slots: Int32Array, key: number): number {
  let slot = home(key, slots.length);
  while (slots[slot] !== 0 && slots[slot] !== key) slot = (slot + 1) & (slots.length - 1);
  return slot;
}

export function addKey(set: KeySet, key: number): void {
  if (key === 0) {
    set.zero = true;
    return;
  }
  if (set.used * 2 > set.slots.length) grow(set);
  const slot = slotOf(set.slots, key);
  if (set.slots[slot] === key) return;
  set.slots[slot] = key;
  set.used++;
}

function grow(set: KeySet): void {
  const before = set.slots;
  set.slots = new Int32Array(before.length * 2);
  for (const key of before) if (key !== 0) set.slots[slotOf(set.slots, key)] = key;
}

export function hasKey(set: KeySet, key: number): boolean {
  return key === 0 ? set.zero : set.slots[slotOf(set.slots, key)] === key;
}

export function* keysIn(set: KeySet): Iterable<number> {
  if (set.zero) yield 0;
  for (const key of set.slots) if (key !== 0) yield key;
}
