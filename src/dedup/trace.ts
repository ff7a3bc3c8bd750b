/**
 * A word trace: two bytes a word that stand for the text from now on. Numbers have a range of their own, the top bit tells
 * a name; so containment, openings, numbers and names can all be compared without the text.
 */
import { hashes, marks, NAME, NUMBER } from './scan.ts';

/** Words that a trace holds at most; a longer text is judged by its first ones. */
export const TRACE_WORDS = 1024;
export const NAME_BIT = 0x8000;
export const WORD_BITS = 0x7fff;
/** Words from here on are no numbers. */
export const FIRST_WORD = 0x2000;

function pack(hash: number, mark: number): number {
  if ((mark & NUMBER) !== 0) return hash & (FIRST_WORD - 1);
  return FIRST_WORD + (((hash >>> 17) * (WORD_BITS + 1 - FIRST_WORD)) >>> 15);
}

/** Trace of the words `from` (included) to `to` (excluded) of the last scan. */
export function traceOf(from: number, to: number): Uint16Array {
  const end = Math.min(to, from + TRACE_WORDS);
  const trace = new Uint16Array(end - from);
  for (let i = from; i < end; i++) {
    const mark = marks[i] ?? 0;
    trace[i - from] = pack(hashes[i] ?? 0, mark) | ((mark & NAME) !== 0 ? NAME_BIT : 0);
  }
  return trace;
}

/** A word without marks, for titles. */
export function tracedWord(index: number): number {
  return pack(hashes[index] ?? 0, marks[index] ?? 0);
}

/** Writes 64 bits over the words `from` to `to` of the last scan; never both 0. */
export function hashWordsInto(out: Int32Array, at: number, from: number, to: number): void {
  let a = 0x3c6ef372;
  let b = 0x1b873593;
  for (let i = from; i < to; i++) {
    const hash = hashes[i] ?? 0;
    a = (Math.imul(a ^ hash, 0x9e3779b1) ^ (a >>> 15)) | 0;
    b = (Math.imul(b + hash, 0xcc9e2d51) ^ (b >>> 13)) | 0;
  }
  out[at] = a || 1;
  out[at + 1] = b;
}
