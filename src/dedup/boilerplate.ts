/**
 * What outlets wrap around a copied text: `(Agency) — ` in front, "The post X appeared first on Y" or a newsletter's
 * invitation behind it. Found by word hashes in the scan's scratch arrays, near both ends only.
 */
import { wordHash } from './hash.ts';
import { after, hashes, isDash, LINE_END, paragraphs, scanned } from './scan.ts';

const phrase = (words: string): readonly number[] => words.split(' ').map(wordHash);

/** A first line or paragraph that begins so is not part of the text. */
const OPENINGS = [
  'mil osi',
  'press release from',
  'this article was originally published',
  'this story was originally published',
  'originally published',
  'source',
].map(phrase);

/** From here on, near the end, nothing is part of the text. */
const CLOSINGS = [
  'share this',
  'subscribe to our newsletter',
  'sign up for our newsletter',
  'sign up to our newsletter',
  'follow us on',
  'share on facebook',
  'download our app',
  'published and distributed with permission',
  'reporting by',
  'media contact',
  'all rights reserved',
  'read the full article',
  'read the full story',
  'read the full post',
  'read the original article',
  'read the original story',
  'read the article',
  'read the story',
  'this article first appeared',
  'this article originally appeared',
  'this article was first published',
  'this story was first published',
].map(phrase);

const closingsByFirst = Map.groupBy(CLOSINGS, (words) => words[0] ?? 0);

const LAST_WORDS = [
  'continue reading',
  'keep reading',
  'read more',
  'full story',
  'learn more',
  'see more',
].map(phrase);
const THE_POST = phrase('the post');
const APPEARED_FIRST = [phrase('appeared first on'), phrase('first appeared on'), phrase('first on')];
const BY = wordHash('by');
const STAFF = wordHash('staff');

// A bit table that spares most words of an ending the look into the map.
const mayClose = new Uint8Array(4096);
for (const word of [...closingsByFirst.keys(), THE_POST[0] ?? 0]) mayClose[word & 4095] = 1;

const LONGEST_LINE = 40;
const LONGEST_DATELINE = 5;
const LONGEST_ENDING = 90;
const SHORTEST_TEXT = 8;
const FEWEST_LEFT = 24;

/** The words `from` (included) `to` (excluded) of the last scan that are the text proper. */
export const proper = { from: 0, to: 0 };

export function findProper(): void {
  const from = afterDateline(afterOpening());
  proper.from = from;
  proper.to = beforeClosing(from);
}

function occursAt(words: readonly number[], at: number): boolean {
  if (at + words.length > scanned.words) return false;
  for (let i = 0; i < words.length; i++) if (hashes[at + i] !== words[i]) return false;
  return true;
}

function afterOpening(): number {
  const line = firstLine();
  if (line === 0) return 0;
  for (const opening of OPENINGS) if (occursAt(opening, 0)) return line;
  return hashes[0] === BY && line <= SHORTEST_TEXT && hashes[line - 1] === STAFF ? line : 0;
}

/** Number of words in the first line or paragraph; 0 if it is long, or all there is. */
function firstLine(): number {
  let line = scanned.words;
  if (scanned.paragraphs > 1) line = Math.min(line, paragraphs[1] ?? line);
  for (let i = 0; i < LONGEST_LINE && i < line; i++) if (after[i] === LINE_END) line = i + 1;
  return line < scanned.words && line <= LONGEST_LINE ? line : 0;
}

/** `WELLINGTON (Reuters) — ` */
function afterDateline(from: number): number {
  const limit = Math.min(from + LONGEST_DATELINE, scanned.words - SHORTEST_TEXT);
  for (let i = from; i < limit; i++) {
    const sign = after[i] ?? 0;
    if (sign !== 45 && isDash(sign)) return i + 1;
  }
  return from;
}

function beforeClosing(from: number): number {
  const words = scanned.words;
  let to = words;
  for (let i = Math.max(from + SHORTEST_TEXT, words - LONGEST_ENDING); i < words; i++) {
    const word = hashes[i] ?? 0;
    if (mayClose[word & 4095] === 0 || !closesAt(word, i)) continue;
    // of a short text with a long ending the ending is what it is known by
    if (i - from >= FEWEST_LEFT || i - from >= words - i) to = i;
    break;
  }
  if (to - from > SHORTEST_TEXT)
    for (const last of LAST_WORDS) if (endsWith(last, to)) return to - last.length;
  return to;
}

function closesAt(word: number, at: number): boolean {
  if (occursAt(THE_POST, at)) {
    for (let i = at + 2; i < at + 50; i++)
      for (const words of APPEARED_FIRST) if (occursAt(words, i)) return true;
  }
  return closingsByFirst.get(word)?.some((words) => occursAt(words, at)) ?? false;
}

function endsWith(words: readonly number[], to: number): boolean {
  return occursAt(words, to - words.length);
}
