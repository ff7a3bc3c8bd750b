/**
 * Finds what was put into a form: two texts laid side by side that differ in single places, and in those places by names
 * and numbers, are two fillings of one form (a forecast, a court notice), however many words they share. An edit of a text
 * hits other words too.
 */
import { load, positionInLoaded, type Weighed } from './compare.ts';
import { FIRST_WORD, NAME_BIT, WORD_BITS } from './trace.ts';

/** Differences between two texts that stand where both say something. */
export interface Slots {
  /** Places where other words stand. */
  readonly replaced: number;
  /** Of these, places where each side has a name or a number that the other has not there. */
  readonly filled: number;
}

/** After a difference, this many equal words show where both go on. */
const FOOTING = 2;
/** The longest filling; a longer difference is an insertion or another text. */
const LONGEST = 8;

/** Lays two texts side by side. Linear: a difference looks a few words ahead, a longer one goes on where a phrase is known. */
export function findSlots(item: Weighed, candidate: Weighed): Slots {
  load(item);
  const a = item.print.trace;
  const b = candidate.print.trace;
  let replaced = 0;
  let filled = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (sameWord(a, i, b, j)) {
      i++;
      j++;
      continue;
    }
    const near = nextFooting(a, i, b, j);
    if (near === 0) {
      // an insertion, or another opening: on to the next phrase that both have
      while (j < b.length && positionInLoaded(b, j) < i) j++;
      if (j < b.length) i = positionInLoaded(b, j);
      continue;
    }
    const ofA = near >> 8;
    const ofB = near & 255;
    if (ofA > 0 && ofB > 0) {
      replaced++;
      if (isFilling(a, i, ofA, b, j, ofB)) filled++;
    }
    i += ofA;
    j += ofB;
  }
  return { replaced, filled };
}

function sameWord(a: Uint16Array, i: number, b: Uint16Array, j: number): boolean {
  return (((a[i] ?? 0) ^ (b[j] ?? 0)) & WORD_BITS) === 0;
}

function hasFooting(a: Uint16Array, i: number, b: Uint16Array, j: number): boolean {
  if (i > a.length || j > b.length) return false;
  for (let k = 0; k < FOOTING; k++) {
    if (i + k === a.length && j + k === b.length) return true; // both end here
    if (i + k >= a.length || j + k >= b.length || !sameWord(a, i + k, b, j + k)) return false;
  }
  return true;
}

/** The shortest steps after which both texts go on alike, 8 bits for each; 0 if none are near. */
function nextFooting(a: Uint16Array, i: number, b: Uint16Array, j: number): number {
  for (let sum = 1; sum <= LONGEST * 2; sum++) {
    const most = Math.min(sum, LONGEST);
    for (let ofA = sum - most; ofA <= most; ofA++)
      if (hasFooting(a, i + ofA, b, j + sum - ofA)) return (ofA << 8) | (sum - ofA);
  }
  return 0;
}

function isFilling(a: Uint16Array, i: number, ofA: number, b: Uint16Array, j: number, ofB: number): boolean {
  return holdsFilling(a, i, ofA, b, j, ofB) && holdsFilling(b, j, ofB, a, i, ofA);
}

/** Is there a name or number among these words that is not among the others? */
function holdsFilling(
  own: Uint16Array,
  from: number,
  count: number,
  other: Uint16Array,
  otherFrom: number,
  otherCount: number,
): boolean {
  for (let i = from; i < from + count; i++) {
    const word = own[i] ?? 0;
    if (word < NAME_BIT && word >= FIRST_WORD) continue;
    let there = false;
    for (let j = otherFrom; j < otherFrom + otherCount; j++) there ||= sameWord(own, i, other, j);
    if (!there) return true;
  }
  return false;
}
