/** What single words say for or against two items: numbers, names, and what their titles name. From traces alone. */
import type { Print } from './fingerprint.ts';
import { FILLER_BIT } from './title.ts';
import { FIRST_WORD, NAME_BIT, WORD_BITS } from './trace.ts';

// The distinct words of two texts: open addressing; a slot counts if its stamp is that of the comparison.
const SLOTS = 4096; // twice the words of two traces
const LAST_SLOT = SLOTS - 1;
const words = new Int32Array(SLOTS);
const wordAt = new Int32Array(SLOTS);
const wordSides = new Uint8Array(SLOTS);
let wordStamp = 0;

let distinct = 0;
let common = 0;

function beginSets(): void {
  wordStamp++;
  common = 0;
}

/** Notes a word for side 1 or 2; counts distinct words of the side, and those that both have. */
function note(word: number, sideBit: number): void {
  let slot = (word ^ (word >>> 7)) & LAST_SLOT;
  while (wordAt[slot] === wordStamp && words[slot] !== word) slot = (slot + 1) & LAST_SLOT;
  if (wordAt[slot] !== wordStamp) {
    wordAt[slot] = wordStamp;
    words[slot] = word;
    wordSides[slot] = sideBit;
    distinct++;
    return;
  }
  const sides = wordSides[slot] ?? 0;
  if ((sides & sideBit) !== 0) return;
  wordSides[slot] = sides | sideBit;
  distinct++;
  if (sideBit === 2) common++;
}

function noteNumbers(trace: Uint16Array, length: number, sideBit: number): void {
  for (let i = 0; i < length; i++) {
    const word = (trace[i] ?? 0) & WORD_BITS;
    if (word < FIRST_WORD) note(word, sideBit);
  }
}

function noteNames(trace: Uint16Array, sideBit: number): void {
  for (let i = 0; i < trace.length; i++) {
    const word = trace[i] ?? 0;
    if (word >= NAME_BIT) note(word & WORD_BITS, sideBit);
  }
}

/** Share of the smaller set that is in both; null if one of them holds fewer than `fewest`. */
function agreement(first: number, second: number, fewest: number): number | null {
  const fewer = Math.min(first, second);
  return fewer < fewest ? null : common / fewer;
}

/** Of the numbers in titles and texts; null if one of the two has none. */
export function agreeingNumbers(a: Print, b: Print): number | null {
  beginSets();
  distinct = 0;
  noteNumbers(a.trace, a.trace.length, 1);
  noteNumbers(a.title, a.title.length, 1);
  const first = distinct;
  if (first === 0) return null;
  distinct = 0;
  noteNumbers(b.trace, b.trace.length, 2);
  noteNumbers(b.title, b.title.length, 2);
  return agreement(first, distinct, 1);
}

/** Of the numbers in the titles themselves; null if one of the two has none. */
export function agreeingTitleNumbers(a: Print, b: Print): number | null {
  beginSets();
  distinct = 0;
  noteNumbers(a.title, a.titleOwn, 1);
  const first = distinct;
  if (first === 0) return null;
  distinct = 0;
  noteNumbers(b.title, b.titleOwn, 2);
  return agreement(first, distinct, 1);
}

const FEWEST_NAMES = 2;

/** Of the names in the texts; null if one of the two has fewer than two. */
export function agreeingNames(a: Print, b: Print): number | null {
  beginSets();
  distinct = 0;
  noteNames(a.trace, 1);
  const first = distinct;
  if (first < FEWEST_NAMES) return null;
  distinct = 0;
  noteNames(b.trace, 2);
  return agreement(first, distinct, FEWEST_NAMES);
}

/** Does each title hold a number, or a word that is a name in its own text, that the other item has nowhere? */
export function titlesExclude(a: Print, b: Print): boolean {
  return hasExclusive(a, b, 0) && hasExclusive(b, a, 0);
}

/** Does each title hold a word that is a name in its own text, and that the other item has nowhere? */
export function titlesNameOthers(a: Print, b: Print): boolean {
  return hasExclusive(a, b, FIRST_WORD) && hasExclusive(b, a, FIRST_WORD);
}

/** Among the words from `least` on. */
function hasExclusive(own: Print, other: Print, least: number): boolean {
  for (let i = 0; i < own.titleOwn; i++) {
    const word = (own.title[i] ?? 0) & WORD_BITS;
    if (word < least || (word >= FIRST_WORD && !own.trace.includes(word | NAME_BIT))) continue;
    if (!holds(other, word)) return true;
  }
  return false;
}

const FEWEST_HEADLINE = 3;

/** Share of a title's words that say something which occur in the other item's text; null for a title that says little. */
export function titleSupport(own: Print, other: Print): number | null {
  let words = 0;
  let there = 0;
  for (let i = 0; i < own.titleOwn; i++) {
    const word = own.title[i] ?? 0;
    if (word >= FILLER_BIT) continue;
    words++;
    if (other.trace.includes(word) || other.trace.includes(word | NAME_BIT)) there++;
  }
  return words < FEWEST_HEADLINE ? null : there / words;
}

function holds({ title, trace }: Print, word: number): boolean {
  return (
    trace.includes(word) ||
    trace.includes(word | NAME_BIT) ||
    title.includes(word) ||
    title.includes(word | FILLER_BIT)
  );
}
