import { onOneLine } from './characters.ts';
import type { Chunk } from './chunk.ts';

/** What a title looks like, without knowing what it says. */

const LONGEST_TITLE = 300;
const MOST_LINES = 4;
/** No line of a title that is broken into several. */
const LONGEST_LINE = 160;
const SENTENCE_END = /[.;,:]["”’'»)\]*_]*$/;
/** A final full stop that ends no sentence: `U.S.`, `Inc.`, an ellipsis. */
const OTHER_STOP = /(?:\b(?:\p{L}\.){2,}|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|No|vs|etc)\.|\.{3})["”’')\]]*$/u;
const SENTENCE_BREAK =
  /(?<!\b(?:Prof|Gen|Sen|Rep|Gov|Sgt|Capt|Adm|Maj|Col))(?<=\p{Ll}{2}|\d{2})[.!?]["”’]?\s+["“]?\p{Lu}/u;
const CAPTION =
  /^(?:fig(?:ure|\.)?|table|chart|graph|map|photo|image|picture|credit|note|caption)\b\s*(?:\d|:)/i;
const BULLET = /^\s*(?:[•‣▪◦●*+>–—-]|\p{Emoji_Presentation}\s*$)\s/u;
/** Bullets, arrows and pictures before a title. */
const ORNAMENT = /^(?:[•‣▪◦●*+>–—-]+\s+|(?:[\p{So}\p{Sk}►▶»]|\ufe0f)+\s*)+/u;
/** `3.`, `(3)`, `3/10`, `#3`, `3 –`, `**3.**`, `3️⃣`, `No. 3:`, `Story 3:`. */
const NUMBERED =
  /^\s*(?:[*_]{0,2}[([]?(?:#\s?)?\d{1,3}(?:[.)\]:][*_]{0,2}|\s?\/\s?\d{1,3}[.)\]:]?)|#\d{1,3}|(?:\d\ufe0f?\u20e3)+|🔟|\d{1,3}\s+[-–—](?=\s)|(?:item|story|article|no\.?|nr\.?)\s?\d{1,3}\s?[:.)–—-])\s+(?=\S)/i;
/** `A)`, `IV.`: numbers only where all titles have one, for `V. Woolf` is a name. */
const LETTERED = /^\s*\(?(?:[IVX]{1,5}|[A-Z])[.)]\s+(?=\S)/;
const EMPHASIS = /^(\*\*|__|\*|_)(.+)\1$/;
const MARKDOWN_LINK = /^\[([^\]]+)\]\((https?:\/\/[^\s)]+)[^)]*\)$/;

export function endsSentence(line: string): boolean {
  return /[.!?:;…]["”’'»)\]*_]*$/.test(line) && !OTHER_STOP.test(line);
}

/** True for a short chunk that is no sentence, list or caption. A heading is a title whatever it says. */
export function isTitleLike(chunk: Chunk): boolean {
  if (chunk.kind !== 'text') return false;
  if (chunk.level > 0) return true;
  if (chunk.lines.length > MOST_LINES || (chunk.block !== null && chunk.block.kind !== 'paragraph'))
    return false;
  if (lengthOf(chunk) > LONGEST_TITLE) return false;
  const text = textOf(chunk);
  if (text === '' || !/[\p{L}\p{N}]/u.test(text)) return false;
  if (BULLET.test(text) || CAPTION.test(text) || /^https?:\/\/\S+$/.test(text)) return false;
  if (SENTENCE_BREAK.test(text.replace(NUMBERED, ''))) return false;
  return !SENTENCE_END.test(text) || OTHER_STOP.test(text);
}

/** True also for a title that ends with a full stop or is a list item; only where other evidence asks for a title. */
export function couldBeTitle(chunk: Chunk): boolean {
  if (isTitleLike(chunk)) return true;
  if (chunk.kind !== 'text' || chunk.lines.length > 1 || lengthOf(chunk) > LONGEST_TITLE) return false;
  const text = textOf(chunk).replace(BULLET, '');
  if (SENTENCE_BREAK.test(text)) return false;
  return !SENTENCE_END.test(text) || (/[.:]["”’]?$/.test(text) && text.split(' ').length <= 25);
}

/** True for a title that starts with its number. */
export function isNumbered(chunk: Chunk): boolean {
  return NUMBERED.test(chunk.lines[0] ?? '');
}

/** In characters, spaces at the start of lines included. */
function lengthOf(chunk: Chunk): number {
  let length = 0;
  for (const line of chunk.lines) length += line.length;
  return length;
}

function textOf(chunk: Chunk): string {
  return onOneLine(chunk.lines.join(' '));
}

/** True where every title of a document starts with a letter or Roman number. */
export function areLettered(titles: readonly string[]): boolean {
  return titles.length > 1 && titles.every((title) => LETTERED.test(title));
}

export interface Title {
  readonly title: string;
  /** Where it leads. */
  readonly link: string | null;
}

/** What a title says, without number, bullet, emphasis, marks of Markdown. */
export function readTitle(written: string, isLettered: boolean): Title {
  let title = onOneLine(written)
    .replace(/^#{1,6}\s+/, '')
    .replace(/\s+#+$/, '');
  title = emphasised(title.replace(ORNAMENT, '').replace(/(?<=\p{L}{2}):$/u, '')).replace(
    isLettered ? LETTERED : NUMBERED,
    '',
  );
  title = emphasised(title);
  const linked = MARKDOWN_LINK.exec(title);
  if (linked !== null) return { title: emphasised(linked[1] ?? ''), link: linked[2] ?? null };
  return { title: title.replace(/\\([*_#[\]()`&<>.!+-])/g, '$1'), link: null };
}

function emphasised(text: string): string {
  return EMPHASIS.exec(text)?.[2]?.trim() ?? text;
}

/** The first sentence, or as much of it as makes a title of at most 110 characters: for an item without one. */
export function titleFrom(text: string): string {
  const start = onOneLine(text.slice(0, 600));
  const sentence = /^.{20,110}?[.!?](?=["”’)]*\s|["”’)]*$)/u.exec(start)?.[0];
  if (sentence !== undefined) return sentence.replace(/\.$/, '');
  if (start.length <= 110) return start;
  return `${start.slice(0, 110).replace(/\s+\S*$/, '')}…`;
}

/**
 * How many lines at the end of a run are the title of what follows it: those after the last line that ends a sentence,
 * at most four; one, if no line does.
 */
export function titleLinesAtEnd(lines: readonly string[]): number {
  let count = 0;
  for (let index = lines.length - 1; index >= 0 && count < MOST_LINES; index--) {
    const line = lines[index] ?? '';
    // "Building a better town:" may be the first of a title's two lines.
    const ends = endsSentence(line) && (index > 0 || !line.endsWith(':'));
    if (count > 0 && (ends || BULLET.test(line) || line.length > LONGEST_LINE)) return count;
    count++;
  }
  return count === lines.length ? count : 1;
}
