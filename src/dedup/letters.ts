/**
 * Which three-letter runs a title holds, as 256 bits: tells that `Floatings Pain` is `Floating Pain` misspelt, where hashes
 * of whole words see nothing in common.
 */
import { DIGIT, FOLD, kindOf, SILENT } from './characters.ts';

/** 32-bit words of a title's letters. */
export const LETTERS = 8;
const MOST_UNITS = 160;

export function lettersOf(title: string): Int32Array {
  const bits = new Int32Array(LETTERS);
  const length = Math.min(title.length, MOST_UNITS);
  let before = 0;
  let last = 0;
  for (let i = 0; i <= length; i++) {
    const unit = title.charCodeAt(i); // not a number behind the end, which closes the last word
    const kind = i < length ? kindOf(unit) : 0;
    if (kind === SILENT) continue;
    const letter = kind > 0 && kind <= DIGIT ? (FOLD[unit] ?? 0) : 32;
    if (letter === 32 && last === 32) continue;
    const run = Math.imul(Math.imul(Math.imul(before, 31) + last, 31) + letter, 0x9e3779b1) >>> 24;
    if (last !== 0) bits[run >> 5] = (bits[run >> 5] ?? 0) | (1 << (run & 31));
    before = last;
    last = letter;
  }
  return bits;
}

/**
 * What two titles have in common beyond chance, by what they could have, 0 to 1: long titles fill the bits, so that any two
 * share many.
 */
export function sharedLetters(a: Int32Array, b: Int32Array): number {
  let shared = 0;
  let ofA = 0;
  let ofB = 0;
  for (let i = 0; i < LETTERS; i++) {
    shared += bitCount((a[i] ?? 0) & (b[i] ?? 0));
    ofA += bitCount(a[i] ?? 0);
    ofB += bitCount(b[i] ?? 0);
  }
  const chance = (ofA * ofB) / (LETTERS * 32);
  const most = (ofA + ofB) / 2;
  return most === chance ? 0 : Math.max(0, (shared - chance) / (most - chance));
}

function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
