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
