/**
 * Candidate keys: two items that share one are worth comparing. The opening gives the least hash of every window of
 * shingles (winnowing: a shared run of 18 words within both openings always shares a key), so that a copy cut short is
 * found by its full text; the whole text gives its least hashes of four classes, for copies with another opening.
 */
import { finish } from './hash.ts';
import { hashes } from './scan.ts';

/** Words of a shingle. */
const SHINGLE = 5;
const OPENING = 64;
const WINDOW = 14;
const CLASSES = 4;
const FARTHEST = 512;
/** Texts with fewer words have no keys: they are recognised by id and URL only. */
export const FEWEST_WORDS = 20;

const shingles = new Int32Array(FARTHEST);
const least = new Int32Array(CLASSES);
const NONE = 0x7fffffff;
const found = new Int32Array(OPENING + CLASSES);

/** Keys of the words `from` to `to` of the last scan. */
export function keysOf(from: number, to: number): Int32Array {
  const count = hashShingles(from, to);
  return found.slice(0, addWhole(count, addOpening(Math.min(count, OPENING))));
}

const FACTOR = 0x9e3779b1;
/** FACTOR to the power of SHINGLE. */
const LEAVING = Array.from({ length: SHINGLE }).reduce((power: number) => Math.imul(power, FACTOR), 1);

/** A rolling hash: each word enters once and leaves once. Returns how many shingles there are. */
function hashShingles(from: number, to: number): number {
  const count = Math.min(to - from - SHINGLE + 1, FARTHEST);
  let rolling = 0;
  for (let i = 0; i < SHINGLE - 1; i++) rolling = (Math.imul(rolling, FACTOR) + (hashes[from + i] ?? 0)) | 0;
  let leaving = 0;
  for (let i = 0; i < count; i++) {
    const entering = hashes[from + i + SHINGLE - 1] ?? 0;
    rolling = (Math.imul(rolling, FACTOR) + entering - Math.imul(leaving, LEAVING)) | 0;
    shingles[i] = finish(rolling);
    leaving = hashes[from + i] ?? 0;
  }
  return count;
}

function addOpening(count: number): number {
  let keys = 0;
  let last = -1;
  for (let start = 0; start + WINDOW <= count; start++) {
    const incoming = start + WINDOW - 1;
    if (last < start) last = leastWithin(start, incoming);
    else if ((shingles[incoming] ?? 0) <= (shingles[last] ?? 0)) last = incoming;
    else continue;
    found[keys++] = shingles[last] ?? 0;
  }
  return keys;
}

function leastWithin(from: number, through: number): number {
  let best = from;
  for (let i = from + 1; i <= through; i++) if ((shingles[i] ?? 0) <= (shingles[best] ?? 0)) best = i;
  return best;
}

function addWhole(count: number, already: number): number {
  least.fill(NONE);
  for (let i = 0; i < count; i++) {
    const shingle = shingles[i] ?? 0;
    const group = shingle & (CLASSES - 1);
    const value = shingle >> 3;
    if (value < (least[group] ?? NONE)) least[group] = value;
  }
  let keys = already;
  for (let group = 0; group < CLASSES; group++) {
    const value = least[group] ?? NONE;
    if (value !== NONE) found[keys++] = (value << 3) | group;
  }
  return keys;
}
