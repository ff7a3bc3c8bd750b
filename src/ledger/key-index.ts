/**
 * A multimap of 32-bit keys to small numbers in two flat arrays (open addressing): a cold run puts close to a million
 * keys. A key holds at most MOST_HOLDERS numbers; who asks for a full one learns that it tells nothing.
 */

export interface KeyIndex {
  keys: Int32Array;
  /** Number + 1; 0 is a free slot. */
  numbers: Int32Array;
  used: number;
}

/** A key that this many items share is boilerplate. */
export const MOST_HOLDERS = 8;

const FIRST_SLOTS = 256;

export function emptyIndex(): KeyIndex {
  return { keys: new Int32Array(FIRST_SLOTS), numbers: new Int32Array(FIRST_SLOTS), used: 0 };
}

function home(key: number, slots: number): number {
  return (Math.imul(key, 0x9e3779b1) >>> 7) & (slots - 1);
}

/** Adds `number` under `key`, once, unless the key is full. */
export function put(index: KeyIndex, key: number, number: number): void {
  if (index.used * 5 > index.keys.length * 3) grow(index);
  const { keys, numbers } = index;
  const last = keys.length - 1;
  let slot = home(key, keys.length);
  let holders = 0;
  while (numbers[slot] !== 0) {
    if (keys[slot] === key && (numbers[slot] === number + 1 || ++holders >= MOST_HOLDERS)) return;
    slot = (slot + 1) & last;
  }
  keys[slot] = key;
  numbers[slot] = number + 1;
  index.used++;
}

function grow(index: KeyIndex): void {
  const { keys, numbers } = index;
  index.keys = new Int32Array(keys.length * 2);
  index.numbers = new Int32Array(keys.length * 2);
  index.used = 0;
  for (let slot = 0; slot < keys.length; slot++) {
    const number = numbers[slot] ?? 0;
    if (number !== 0) put(index, keys[slot] ?? 0, number - 1);
  }
}

/** Writes the numbers under `key` to `into`; returns how many there are. */
export function lookUp({ keys, numbers }: KeyIndex, key: number, into: Int32Array): number {
  const last = keys.length - 1;
  let slot = home(key, keys.length);
  let count = 0;
  while (numbers[slot] !== 0) {
    if (keys[slot] === key) into[count++] = (numbers[slot] ?? 0) - 1;
    slot = (slot + 1) & last;
  }
  return count;
}
