import { onOneLine } from './characters.ts';
import type { Chunk } from './chunk.ts';
import { foldEntry, isContents, isContentsLabel } from './contents.ts';
import { monthNamed, weekdayNamed } from './date/names.ts';
import type { Headers } from './draft.ts';
import { headersOf } from './header.ts';
import { endsSentence, isTitleLike, readTitle } from './title.ts';

/** What stands above the first item: the name of the digest, its day and number, a table of contents. */
export interface Masthead {
  /** Header lines there are the document's; its title is a heading, or else the first line that looks like one. */
  readonly head: Headers;
  /** The lines with its day or number, as written; null where there are none. */
  readonly dateline: string | null;
  /** The chunks that are it. */
  readonly claimed: readonly Chunk[];
  /** What is none of that, and no item's. */
  readonly left: readonly Chunk[];
}

export function readMasthead(front: readonly Chunk[], itemTitles: readonly string[]): Masthead {
  if (front.length === 0) return { head: {}, dateline: null, claimed: [], left: [] };
  const titles = new Set(itemTitles.map(foldEntry).filter((title) => title !== ''));
  const text = front.filter((chunk) => chunk.kind === 'text');
  const contents = new Set(text.filter((chunk, at) => isContents(chunk, titles, isLabel(text[at - 1]))));
  const named = text.filter((chunk) => isTitleLike(chunk) && chunk.link === null && !contents.has(chunk));
  const candidates = named.filter((chunk) => !isLabel(chunk) && !chunk.lines.every(isDateline));
  const title = candidates.find(({ level }) => level > 0) ?? candidates[0];
  const claimed = new Set(contents);
  const datelines: string[] = [];
  for (const [at, chunk] of text.entries()) {
    const next = text[at + 1];
    const isAbove = next !== undefined && contents.has(next) && isLabelLike(chunk);
    if (chunk !== title && chunk.lines.every(isDateline)) datelines.push(...chunk.lines);
    else if (chunk !== title && !isAbove) continue;
    claimed.add(chunk);
  }
  const [name, below] = title === undefined ? ['', []] : parted(title.lines);
  const dateline = onOneLine([...below, ...datelines].join(', '));
  const stated = headersOf(front.flatMap((chunk) => chunk.headers));
  return {
    head: stated.title === undefined && name !== '' ? { ...stated, title: name } : stated,
    dateline: dateline === '' ? null : dateline,
    claimed: [...claimed],
    left: text.filter((chunk) => !claimed.has(chunk)),
  };
}

const isLabel = (chunk: Chunk | undefined): boolean =>
  chunk?.lines.length === 1 && isContentsLabel(chunk.lines[0] ?? '');

/** "In this issue:", or a title for the list. */
function isLabelLike(chunk: Chunk): boolean {
  const [line = ''] = chunk.lines;
  return chunk.lines.length === 1 && line.length <= 60 && (!endsSentence(line) || line.endsWith(':'));
}

/** A title, and the lines under it that give its day or number. */
function parted(lines: readonly string[]): readonly [string, readonly string[]] {
  const last = lines.findLastIndex((line) => !isDateline(line));
  return [readTitle(lines.slice(0, last + 1).join(' '), false).title, lines.slice(last + 1)];
}

const DATELINE_WORDS = new Set(
  `a am and anno april au ausgabe autumn bis datum date day de der des die du ed edición edition el fall fascicolo for from
  frühling herbst hiver issue jahrgang kw le month n no nr num number numero numéro número o of printemps published sommer
  spring summer the to trimestre um vol volume vom von week weekly winter woche année año été jg heft st nd rd th er`.split(
    /\s+/,
  ),
);

/** Nothing but days, months, years, numbers and the words that go with them: `Vol. 3, No. 12 | Tuesday, 3 March 2026`. */
export function isDateline(line: string): boolean {
  if (line.length > 100 || !/\d/.test(line)) return false;
  const words = line.match(/\p{L}+/gu) ?? [];
  return words.every(
    (word) =>
      DATELINE_WORDS.has(word.toLowerCase()) || monthNamed(word) !== null || weekdayNamed(word) !== null,
  );
}
