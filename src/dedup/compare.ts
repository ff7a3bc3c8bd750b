/**
 * How much of one item is in another, from their traces alone. The new item is laid out once in tables (`load`), each
 * candidate is then held against them; a stamp per round stands in for clearing. Scratch arrays, one comparison at a time.
 */
import type { Print } from './fingerprint.ts';
import { join3 } from './hash.ts';
import { sharedLetters } from './letters.ts';
import { FILLER_BIT } from './title.ts';
import { WORD_BITS } from './trace.ts';

/** A print on the scales; the counts are filled in when first needed. */
export interface Weighed {
  print: Print;
  /** Distinct 3-word shingles, in all and in the opening; -1: not counted yet. */
  shingles: number;
  opening: number;
}

export function weigh(print: Print): Weighed {
  return { print, shingles: -1, opening: -1 };
}

/** Shingles that begin within this many words are the opening. */
const OPENING = 40;

// The loaded item's shingles: open addressing; a slot counts if its stamp is that of the load.
const SLOTS = 4096; // four times the longest trace
const LAST_SLOT = SLOTS - 1;
const shingles = new Int32Array(SLOTS);
const loadedAt = new Int32Array(SLOTS);
const metAt = new Int32Array(SLOTS);
const inOpening = new Uint8Array(SLOTS);
const position = new Uint16Array(SLOTS);

let loaded: Weighed | null = null;
let loadStamp = 0;
let roundStamp = 0;

function shingleAt(trace: Uint16Array, i: number): number {
  return join3((trace[i] ?? 0) & WORD_BITS, (trace[i + 1] ?? 0) & WORD_BITS, (trace[i + 2] ?? 0) & WORD_BITS);
}

function home(shingle: number): number {
  return (shingle ^ (shingle >>> 13)) & LAST_SLOT;
}

/** Makes `side` the item that candidates are held against. */
export function load(side: Weighed): void {
  if (loaded === side) return;
  loaded = side;
  loadStamp++;
  loadTitle(side.print);
  const { trace } = side.print;
  side.shingles = 0;
  side.opening = 0;
  for (let i = 0; i < trace.length - 2; i++) {
    const shingle = shingleAt(trace, i);
    let slot = home(shingle);
    while (loadedAt[slot] === loadStamp && shingles[slot] !== shingle) slot = (slot + 1) & LAST_SLOT;
    if (loadedAt[slot] === loadStamp) continue;
    loadedAt[slot] = loadStamp;
    shingles[slot] = shingle;
    inOpening[slot] = i < OPENING ? 1 : 0;
    position[slot] = i;
    side.shingles++;
    if (i < OPENING) side.opening++;
  }
}

/** Where the shingle that begins at `trace[i]` first stands in the loaded text; -1: nowhere. */
export function positionInLoaded(trace: Uint16Array, i: number): number {
  if (i + 2 >= trace.length) return -1;
  const shingle = shingleAt(trace, i);
  let slot = home(shingle);
  while (loadedAt[slot] === loadStamp && shingles[slot] !== shingle) slot = (slot + 1) & LAST_SLOT;
  return loadedAt[slot] === loadStamp ? (position[slot] ?? 0) : -1;
}

/** Shares, 0 to 1, of the last `compareTexts`. */
export const overlap = {
  /** Of the shorter text's shingles, how many are in the other. */
  containment: 0,
  /** Of one opening's shingles, how many are anywhere in the other; the larger of both directions. */
  lead: 0,
  /** Of the longer text's opening, how much is anywhere in the shorter. */
  begun: 0,
};

/** Holds a candidate's text against the loaded one: `overlap`. */
export function compareTexts(side: Weighed, candidate: Weighed): void {
  load(side);
  roundStamp++;
  const { trace } = candidate.print;
  let shared = 0;
  let ofLoadedOpening = 0;
  let ofOtherOpening = 0;
  for (let i = 0; i < trace.length - 2; i++) {
    const shingle = shingleAt(trace, i);
    let slot = home(shingle);
    while (loadedAt[slot] === loadStamp && shingles[slot] !== shingle) slot = (slot + 1) & LAST_SLOT;
    if (loadedAt[slot] !== loadStamp || metAt[slot] === roundStamp) continue;
    metAt[slot] = roundStamp;
    shared++;
    ofLoadedOpening += inOpening[slot] ?? 0;
    if (i < OPENING) ofOtherOpening++;
  }
  if (candidate.shingles < 0) count(candidate);
  overlap.containment = shared / Math.max(1, Math.min(side.shingles, candidate.shingles));
  const leadOfLoaded = ofLoadedOpening / Math.max(1, side.opening);
  const leadOfOther = ofOtherOpening / Math.max(1, candidate.opening);
  overlap.lead = Math.max(leadOfLoaded, leadOfOther);
  overlap.begun = side.shingles > candidate.shingles ? leadOfLoaded : leadOfOther;
}

// A second table, for counting what was never loaded.
const counted = new Int32Array(SLOTS);
const countedAt = new Int32Array(SLOTS);
let countStamp = 0;

function count(side: Weighed): void {
  countStamp++;
  const { trace } = side.print;
  side.shingles = 0;
  side.opening = 0;
  for (let i = 0; i < trace.length - 2; i++) {
    const shingle = shingleAt(trace, i);
    let slot = home(shingle);
    while (countedAt[slot] === countStamp && counted[slot] !== shingle) slot = (slot + 1) & LAST_SLOT;
    if (countedAt[slot] === countStamp) continue;
    countedAt[slot] = countStamp;
    counted[slot] = shingle;
    side.shingles++;
    if (i < OPENING) side.opening++;
  }
}

// The loaded title's own words that say something.
const TITLE_SLOTS = 256;
const titleWords = new Int32Array(TITLE_SLOTS);
const titleLoadedAt = new Int32Array(TITLE_SLOTS);
const titleMetAt = new Int32Array(TITLE_SLOTS);
let loadedTitleWords = 0;

function titleSlot(word: number): number {
  let slot = word & (TITLE_SLOTS - 1);
  while (titleLoadedAt[slot] === loadStamp && titleWords[slot] !== word)
    slot = (slot + 1) & (TITLE_SLOTS - 1);
  return slot;
}

function loadTitle({ title, titleOwn }: Print): void {
  loadedTitleWords = 0;
  for (let i = 0; i < titleOwn; i++) {
    const word = title[i] ?? 0;
    if (word >= FILLER_BIT) continue;
    const slot = titleSlot(word);
    if (titleLoadedAt[slot] === loadStamp) continue;
    titleLoadedAt[slot] = loadStamp;
    titleWords[slot] = word;
    loadedTitleWords++;
  }
}

const FEWEST_CONTAINED = 3;
const CONTAINED_WEIGHT = 0.9;
/** Titles with less in common than this are other titles, not misspelt ones. */
const FEWEST_LETTERS = 0.45;

/** Similarity of the titles' sets of words, 0 to 1; a title that is contained in the other counts nearly as equal. */
export function compareTitles(side: Weighed, candidate: Weighed): number {
  load(side);
  const { title, titleOwn } = candidate.print;
  if (titleOwn === 0 || side.print.titleOwn === 0) return 0;
  roundStamp++;
  let own = 0;
  let shared = 0;
  for (let i = 0; i < titleOwn; i++) {
    const word = title[i] ?? 0;
    if (word >= FILLER_BIT || title.indexOf(word) < i) continue;
    own++;
    const slot = titleSlot(word);
    if (titleLoadedAt[slot] === loadStamp && titleMetAt[slot] !== roundStamp) {
      titleMetAt[slot] = roundStamp;
      shared++;
    }
  }
  const jaccard = shared / Math.max(1, loadedTitleWords + own - shared);
  const fewer = Math.min(loadedTitleWords, own);
  const contained = fewer >= FEWEST_CONTAINED ? shared / fewer : 0;
  const byWords = Math.max(jaccard, CONTAINED_WEIGHT * contained);
  if (byWords >= CONTAINED_WEIGHT) return byWords;
  const byLetters = sharedLetters(side.print.letters, candidate.print.letters);
  return byLetters >= FEWEST_LETTERS ? Math.max(byWords, CONTAINED_WEIGHT * byLetters) : byWords;
}
