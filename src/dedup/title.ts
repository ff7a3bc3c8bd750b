/** A title as it is compared: without "Update:", without the outlet's name, knowing its filler words. */
import { wordHash } from './hash.ts';
import { after, hashes, isDash, scanned } from './scan.ts';
import { hashWordsInto, tracedWord } from './trace.ts';

/** Set on words of a title that say nothing by themselves. */
export const FILLER_BIT = 0x8000;
const MOST_WORDS = 60;

const FILLERS = new Set(
  'the a an of to in on for and or with at by from as is are was were be this that it its his her their'
    .split(' ')
    .map(wordHash),
);
const LABELS = new Set(
  'update updated updates exclusive breaking watch live video opinion correction corrected'
    .split(' ')
    .map(wordHash),
);
const REPLIES = new Set('re aw sv antw fw fwd wg'.split(' ').map(wordHash));

export interface Title {
  /** Its own words first, then those of label and outlet: they are no part of it, but count as present. */
  readonly trace: Uint16Array;
  /** How many are its own; none in a reply's title, which is another entry's. */
  readonly own: number;
}

/** Of the text that was scanned last; its hash goes to `out[at]` and `out[at + 1]`. */
export function titleOf(title: string, out: Int32Array, at: number): Title {
  const words = Math.min(scanned.words, MOST_WORDS);
  const isReply = words > 1 && after[0] === 58 && REPLIES.has(hashes[0] ?? 0);
  const from = isReply ? words : labelEnd(words);
  const to = trailingLabel(from, outletStart(title, from, words));
  const trace = new Uint16Array(words);
  let own = 0;
  for (let i = from; i < to; i++)
    trace[own++] = tracedWord(i) | (FILLERS.has(hashes[i] ?? 0) ? FILLER_BIT : 0);
  let rest = own;
  for (let i = 0; i < from; i++) trace[rest++] = tracedWord(i);
  for (let i = to; i < words; i++) trace[rest++] = tracedWord(i);
  if (own > 0) hashWordsInto(out, at, from, to);
  return { trace, own };
}

/** `Update: …`, `LIVE | …` */
function labelEnd(words: number): number {
  const sign = after[0] ?? 0;
  const parts = sign === 58 || sign === 124 || isDash(sign);
  return words > 1 && parts && LABELS.has(hashes[0] ?? 0) ? 1 : 0;
}

/** `… (corrected)`, `… – live updates`, `… [updated]` */
function trailingLabel(from: number, to: number): number {
  let start = to;
  while (start > from && LABELS.has(hashes[start - 1] ?? 0)) start--;
  const sign = after[start - 1] ?? 0;
  const parted = sign === 40 || sign === 91 || sign === 58 || sign === 124 || isDash(sign);
  return start > from && start < to && parted ? start : to;
}

const LONGEST_OUTLET = 25;
const OUTLET = /^[\w. ]+$/;

/** `… | Outlet`, `… - Outlet` */
function outletStart(title: string, from: number, words: number): number {
  const cut = Math.max(title.lastIndexOf(' | '), title.lastIndexOf(' - '), title.lastIndexOf(' – '));
  const length = title.length - cut - 3;
  if (cut <= 0 || length < 2 || length > LONGEST_OUTLET || !OUTLET.test(title.slice(cut + 3))) return words;
  for (let i = words - 2; i >= from; i--) {
    const sign = after[i] ?? 0;
    if (sign === 124 || isDash(sign)) return i + 1;
  }
  return words;
}
