/**
 * Multiplicative hashes over UTF-16 units: no bytes are made, nothing is allocated. They tell texts apart, they are no
 * defence: whoever is found by one is compared before anything is decided, and ids are checked for being taken.
 */

export const PRIME = 0x01000193;
export const BASIS = 0x811c9dc5 | 0;

/** Spreads the entropy of a running hash over all 32 bits. */
export function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 15);
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  mixed ^= mixed >>> 12;
  mixed = Math.imul(mixed, 0x297a2d39);
  return mixed ^ (mixed >>> 15);
}

/** Hash of a word as the scan makes it; `word` must be folded already. */
export function wordHash(word: string): number {
  let hash = BASIS;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), PRIME);
  return finish(hash);
}

/** Hash of three hashes in this order. */
export function join3(first: number, second: number, third: number): number {
  let hash =
    Math.imul(first, 0x85ebca6b) ^
    Math.imul((second << 11) | (second >>> 21), 0xc2b2ae35) ^
    Math.imul((third << 19) | (third >>> 13), 0x27d4eb2f);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/** Writes 64 bits over `text` (from `start`) to `out[at]` and `out[at + 1]`; never both 0, which stands for "none". */
export function hashInto(out: Int32Array, at: number, text: string, seed: number, start = 0): void {
  let a = 0x12345678 ^ seed;
  let b = (0x2468ace1 + seed) | 0;
  for (let i = start; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, PRIME);
    b = Math.imul(b + unit, 0x5bd1e995) ^ (b >>> 15);
  }
  out[at] = finish(a) || 1;
  out[at + 1] = finish(b);
}

/** A 32-bit hash of a short text, as a seed that keeps one feed's guids apart from another's. */
export function seedOf(text: string): number {
  return wordHash(text);
}

// Four lanes take turns, so that no multiplication waits for the one before it.
let lane1 = 0;
let lane2 = 0;
let lane3 = 0;
let lane4 = 0;

/** Begins a streamed hash; one at a time. */
export function begin(seed: number): void {
  lane1 = 0x3c6ef372 ^ seed;
  lane2 = 0x1b873593 ^ seed;
  lane3 = 0x2545f491 ^ seed;
  lane4 = 0x61c88647 ^ seed;
}

/** Adds a text with its length, so that neighbours can not run into one another; undefined differs from empty. */
export function add(text: string | undefined): void {
  if (text === undefined) {
    lane1 = Math.imul(lane1 ^ 0xffff, 0x9e3779b1);
    return;
  }
  let a = lane1;
  let b = lane2;
  let c = lane3;
  let d = lane4;
  const { length } = text;
  const whole = length & ~3;
  for (let i = 0; i < whole; i += 4) {
    a = Math.imul(a ^ text.charCodeAt(i), PRIME);
    b = Math.imul(b ^ text.charCodeAt(i + 1), 0x5bd1e995);
    c = Math.imul(c ^ text.charCodeAt(i + 2), 0x2c1b3c6d);
    d = Math.imul(d ^ text.charCodeAt(i + 3), 0x297a2d39);
  }
  for (let i = whole; i < length; i++) a = Math.imul(a ^ text.charCodeAt(i), PRIME);
  lane1 = finish(Math.imul(a ^ length, 0x85ebca6b) ^ d);
  lane2 = finish(b ^ lane1);
  lane3 = finish(c ^ lane2);
  lane4 = finish(d ^ lane3);
}

const RADIX = 36;
const DIGITS = 7; // of 32 bits in base 36

/** Ends the stream: 14 letters and digits that stand for 64 bits. */
export function end(): string {
  const high = finish(lane1 ^ Math.imul(lane3, 0x9e3779b1)) >>> 0;
  const low = finish(lane2 ^ Math.imul(lane4, 0x85ebca6b)) >>> 0;
  return high.toString(RADIX).padStart(DIGITS, '0') + low.toString(RADIX).padStart(DIGITS, '0');
}

const uuidBytes = Buffer.alloc(16);
const uuidWords = new DataView(uuidBytes.buffer, uuidBytes.byteOffset, 16);

/** An RFC 9562 UUID of version 8 (its bits are ours) out of a 64-bit hash: the same hash, the same id, anywhere. */
export function uuidOf(high: number, low: number): string {
  const a = finish(high ^ 0x3c6ef372);
  const b = finish(low ^ Math.imul(high, 0x9e3779b1));
  const c = finish(Math.imul(a, 0xc2b2ae35) ^ b);
  uuidWords.setInt32(0, a);
  uuidWords.setInt32(4, (b & 0xffff0fff) | 0x8000);
  uuidWords.setInt32(8, (c & 0x3fffffff) | 0x80000000);
  uuidWords.setInt32(12, finish(Math.imul(b, 0x27d4eb2f) ^ a));
  const hex = uuidBytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
