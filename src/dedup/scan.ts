/**
 * From a text to the hashes of its words in one pass over UTF-16 units; no string is made on the way. This is the hottest
 * loop of an intake, so its results lie in scratch arrays that the next scan overwrites: whoever wants to keep something,
 * copies it. Nothing here waits, so nobody can come in between.
 */
import {
  AMPERSAND,
  ANGLE,
  DIGIT,
  FOLD,
  KIND,
  kindOf,
  OTHER,
  PART,
  SILENT,
  SPACE,
  STOP,
  SURROGATE,
  UNSPACED,
  UPPER,
} from './characters.ts';
import { BASIS, finish, PRIME } from './hash.ts';
import { BLOCK, beginMarkup, INLINE, jump, NOT_A_TAG, readReference, readTag } from './markup.ts';

/** Longer texts are judged by their beginning: units, and words. */
const MOST_UNITS = 262_144;
const MOST_WORDS = 16_384;
const MOST_PARAGRAPHS = 4_096;

/** Marks of a word. */
export const NUMBER = 1;
/** Written large in the middle of a sentence. */
export const NAME = 2;
/** `after` of the last word of a line. */
export const LINE_END = 10;

/** Hash of each word, its marks, and the first sign behind it that is no space. */
export const hashes = new Int32Array(MOST_WORDS);
export const marks = new Uint8Array(MOST_WORDS);
export const after = new Uint16Array(MOST_WORDS);
/** Index of the first word of each paragraph. */
export const paragraphs = new Int32Array(MOST_PARAGRAPHS);
export const scanned = {
  words: 0,
  paragraphs: 0,
  /** How many of the words are pairs of signs of a script without spaces. */
  pairs: 0,
};

/**
 * The units of the text at hand. A string may be a rope or a slice of another one, and every `charCodeAt` asks which; a
 * flat copy is made natively and halves the time of the scan.
 */
const units = new Uint16Array(MOST_UNITS);
const unitBytes = Buffer.from(units.buffer);

let sentenceStart = true;
let count = 0;

/** Reads plain text on one line: a title. */
export function scanText(text: string): void {
  if (!scan(text, false, false)) scan(text.normalize('NFC'), false, true);
}

/** Reads an HTML fragment, however broken. */
export function scanMarkup(html: string): void {
  beginMarkup();
  if (scan(html, true, false)) return;
  beginMarkup();
  scan(html.normalize('NFC'), true, true);
}

/** Gives up and returns false at a letter in parts, unless what can be put together is `composed` already. */
function scan(text: string, markup: boolean, composed: boolean): boolean {
  const length = unitBytes.write(text, 'utf16le') >> 1;
  begin();
  let hash = BASIS;
  let kinds = 0; // a bit for each kind of sign in the word at hand; 0: no word is open
  let opensLarge = false;
  let joined = NOT; // within 1,000 or 10:30 or 2025-06-10
  let i = 0;
  while (i < length && count < MOST_WORDS - 1) {
    let unit = units[i] ?? 0;
    let kind = (KIND[unit] ?? 0) || kindOf(unit);
    let next = i + 1;
    if (kind === AMPERSAND && markup) {
      unit = readReference(text, i);
      next = jump.next;
      kind = kindOf(unit);
      if (kind === ANGLE || kind === AMPERSAND) kind = OTHER;
    }
    if (kind <= DIGIT) {
      if (kinds === 0) {
        opensLarge = kind === UPPER && !sentenceStart;
        hash = BASIS;
        joined = NOT;
      } else if (joined !== NOT && kind !== DIGIT) {
        put(hash, kinds, opensLarge, 0); // 2.5x: a number, then a word
        kinds = 0;
        continue;
      }
      hash = Math.imul(hash ^ (FOLD[unit] ?? 0), PRIME);
      kinds = countSign(kinds, kind);
      // the rest of the word, without the questions that only its first sign raises
      for (i = next; i < length; i++) {
        unit = units[i] ?? 0;
        kind = KIND[unit] ?? 0;
        if (kind > DIGIT || kind === 0 || (joined !== NOT && kind !== DIGIT)) break;
        hash = Math.imul(hash ^ (FOLD[unit] ?? 0), PRIME);
        kinds = countSign(kinds, kind);
      }
      continue;
    }
    if (kind === SILENT || kind === PART) {
      if (kind === PART && !composed) return false;
      i = next;
      continue;
    }
    if (kind === ANGLE && markup) {
      readTag(text, i);
      if (jump.effect !== NOT_A_TAG) {
        i = jump.next;
        if (jump.effect === INLINE) continue;
        if (kinds !== 0) put(hash, kinds, opensLarge, LINE_END);
        kinds = 0;
        sentenceStart = true;
        if (jump.effect === BLOCK) beginParagraph();
        continue;
      }
    }
    if (kinds !== 0) {
      if (onlyDigits(kinds) && isDigitAt(next, length)) {
        const mayGroup = joined === GROUPED || (joined === NOT && kinds < 4 * ONE_SIGN);
        const joint = jointOf(unit, mayGroup && isGroupAt(next, length));
        if (joint !== NOT) {
          if (joint === JOINED) hash = Math.imul(hash ^ unit, PRIME);
          joined = joint;
          i = next;
          continue;
        }
      }
      put(hash, kinds, opensLarge, kind === SPACE || unit === 10 ? 0 : unit);
      kinds = 0;
      sentenceStart = false;
    } else if (count > 0 && kind !== SPACE && unit !== 10) noteSign(unit);
    if (kind === STOP) sentenceStart = unit !== 10 || sentenceStart;
    else if (kind === UNSPACED) putPair(unit, text.charCodeAt(next));
    else if (kind === SURROGATE) next = putAstral(text, i);
    else if (kind !== SPACE) sentenceStart = false;
    i = next;
  }
  if (kinds !== 0) put(hash, kinds, opensLarge, 0);
  scanned.words = count;
  return true;
}

function begin(): void {
  count = 0;
  sentenceStart = true;
  paragraphs[0] = 0;
  scanned.paragraphs = 1;
  scanned.pairs = 0;
}

// `kinds` holds the kinds that occurred in its low bits and the number of signs above them.
const ONE_SIGN = 16;
function countSign(kinds: number, kind: number): number {
  return (kinds | (1 << kind)) + ONE_SIGN;
}
function onlyDigits(kinds: number): boolean {
  return (kinds & 15) === 1 << DIGIT;
}

const NOT = 0;
const JOINED = 1;
/** By a sign that only parts thousands: 1,000 and 1.000 and 1 000 are the number 1000. */
const GROUPED = 2;

/** What a sign between two digits is; `grouped`: what follows is as long as thousands are. Whole numbers are also held by : / - */
function jointOf(unit: number, grouped: boolean): number {
  const isPoint = unit === 46 || unit === 44;
  if (grouped && (isPoint || isGap(unit))) return GROUPED;
  return isPoint || unit === 58 || unit === 47 || unit === 45 ? JOINED : NOT;
}

/** Spaces, wide and narrow, and apostrophes. */
function isGap(unit: number): boolean {
  return unit === 32 || unit === 0xa0 || unit === 0x2009 || unit === 0x202f || unit === 39 || unit === 0x2019;
}

/** Three digits and no fourth. */
function isGroupAt(at: number, length: number): boolean {
  return isDigitAt(at + 1, length) && isDigitAt(at + 2, length) && !isDigitAt(at + 3, length);
}

function isDigitAt(at: number, length: number): boolean {
  return at < length && kindOf(units[at] ?? 0) === DIGIT;
}

/** The first sign counts; but a dash behind a bracket, as in `(Agency) — `, counts as the dash. */
function noteSign(unit: number): void {
  const sign = after[count - 1] ?? 0;
  if (sign === 0) after[count - 1] = unit;
  else if (sign === 41 && isDash(unit)) after[count - 1] = DASH;
}

/** What `after` holds for a dash that stands alone behind a bracket. */
export const DASH = 0x2014;
export function isDash(unit: number): boolean {
  return unit === 45 || unit === 0x2013 || unit === 0x2014;
}

const SHORTEST_NAME = 3;

function put(hash: number, kinds: number, opensLarge: boolean, sign: number): void {
  hashes[count] = finish(hash);
  const numeric = (kinds & (1 << DIGIT)) !== 0 ? NUMBER : 0;
  marks[count] = numeric | (opensLarge && kinds >= SHORTEST_NAME * ONE_SIGN ? NAME : 0);
  after[count] = sign;
  count++;
}

function beginParagraph(): void {
  const last = scanned.paragraphs - 1;
  if (paragraphs[last] === count || last + 1 >= MOST_PARAGRAPHS) return;
  paragraphs[last + 1] = count;
  scanned.paragraphs++;
}

/** Overlapping pairs of signs are the words of scripts without spaces; a lone sign is one too. */
function putPair(unit: number, follower: number): void {
  sentenceStart = false;
  const second = kindOf(follower) === UNSPACED ? (FOLD[follower] ?? 0) : 0;
  if (second === 0 && count > 0 && scanned.pairs > 0) return;
  hashes[count] = finish(Math.imul(Math.imul(BASIS ^ (FOLD[unit] ?? 0), PRIME) ^ second, PRIME));
  putUnmarked();
}

/** A letter outside of the basic plane is a word by itself, an emoji is nothing. */
function putAstral(text: string, at: number): number {
  sentenceStart = false;
  const point = text.codePointAt(at) ?? 0;
  if (point < 0x10000) return at + 1;
  if (point >= 0x20000 && point < 0x40000) {
    hashes[count] = finish(point);
    putUnmarked();
  }
  return at + 2;
}

function putUnmarked(): void {
  marks[count] = 0;
  after[count] = 0;
  scanned.pairs++;
  count++;
}
