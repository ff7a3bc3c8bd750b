/**
 * Candidate keys: two items that share one are worth comparing. The opening gives the least hash of every window of
 * shingles (winnowing: a shared run of 12 words within both openings always shares a key), so that a copy cut short is
 * found by its full text; the whole text gives its least hashes of four classes, for copies with another opening.
 */
import { join3 } from './hash.ts';
import { hashes } from './scan.ts';

/** Words of a shingle. */
const SHINGLE = 5;
const OPENING = 64;
const WINDOW = 8;
const CLASSES = 4;
const FARTHEST = 512;
/** Texts with fewer words have no keys: they are recognised by id and URL only. */
export const FEWEST_WORDS = 20;

const opening = new Int32Array(OPENING);
const least = new Int32Array(CLASSES);
const NONE = 0x7fffffff;
const found = new Int32Array(OPENING + CLASSES);

/** Keys of the words `from` to `to` of the last scan. */
export function keysOf(from: number, to: number): Int32Array {
  const shingles = to - from - SHINGLE + 1;
  const inOpening = Math.min(shingles, OPENING);
  for (let i = 0; i < inOpening; i++) opening[i] = shingleAt(from + i);
  const count = wholeKeys(from, shingles, inOpening, openingKeys(inOpening));
  return found.slice(0, count);
}

function shingleAt(at: number): number {
  const first = join3(hashes[at] ?? 0, hashes[at + 1] ?? 0, hashes[at + 2] ?? 0);
  return join3(first, hashes[at + 3] ?? 0, hashes[at + 4] ?? 0);
}

function openingKeys(shingles: number): number {
  let count = 0;
  let last = -1;
  for (let start = 0; start + WINDOW <= shingles; start++) {
    const incoming = start + WINDOW - 1;
    if (last < start) last = leastWithin(start, incoming);
    else if ((opening[incoming] ?? 0) <= (opening[last] ?? 0)) last = incoming;
    else continue;
    found[count++] = opening[last] ?? 0;
  }
  return count;
}

function leastWithin(from: number, through: number): number {
  let best = from;
  for (let i = from + 1; i <= through; i++) if ((opening[i] ?? 0) <= (opening[best] ?? 0)) best = i;
  return best;
}

function wholeKeys(from: number, shingles: number, inOpening: number, already: number): number {
  least.fill(NONE);
  const end = Math.min(shingles, FARTHEST);
  for (let i = 0; i < end; i++) {
    const shingle = i < inOpening ? (opening[i] ?? 0) : shingleAt(from + i);
    const group = shingle & (CLASSES - 1);
    const value = shingle >> 3;
    if (value < (least[group] ?? NONE)) least[group] = value;
  }
  let count = already;
  for (let group = 0; group < CLASSES; group++) {
    const value = least[group] ?? NONE;
    if (value !== NONE) found[count++] = (value << 3) | group;
  }
  return count;
}
