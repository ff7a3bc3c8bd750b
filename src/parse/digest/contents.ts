import type { Chunk } from './chunk.ts';
import { foldName } from './fold.ts';
import { endsSentence } from './title.ts';

/** Tables of contents: lines that say again what stands below as titles. */

/** Longer lists are no table of contents. */
const MOST_LINES = 1000;

/** A line of a table of contents as the title that it names: without bullet, number, link, and page behind dots. */
export function foldEntry(line: string): string {
  return foldName(
    line
      .slice(0, 400)
      .replace(/^[\s•*+\d.)[\]-]+/, '')
      .replace(/\]\([^)]*\)$/, '')
      .replace(/[\s.]+\d+$/, ''),
  );
}

/** How many of the lines are titles; one that is wrapped counts with the line below it. */
export function countEntries(lines: readonly string[], titles: ReadonlySet<string>): number {
  let count = 0;
  const looked = lines.slice(0, MOST_LINES);
  for (let at = 0; at < looked.length; at++) {
    const line = looked[at] ?? '';
    if (titles.has(foldEntry(line))) count++;
    else if (titles.has(foldEntry(`${line} ${looked[at + 1] ?? ''}`))) {
      count += 2;
      at++;
    }
  }
  return count;
}

const LABEL =
  /^\W*(?:(?:table of )?contents|(?:in|also in|inside) this (?:issue|edition|digest|week|month)\b.*|index|headlines|overview|topics|agenda|inhalt(?:sverzeichnis)?|in dieser ausgabe|themen|übersicht|sommaire|au sommaire|dans ce numéro|índice|sumario|en este número|indice|inhoud)\W*$/iu;

/** True for what is written above a table of contents. */
export function isContentsLabel(line: string): boolean {
  return LABEL.test(line.slice(0, 100));
}

/**
 * True for a chunk that lists titles and little else. Under a label it may shorten them, as long as no line is a
 * sentence.
 */
export function isContents({ kind, lines }: Chunk, titles: ReadonlySet<string>, labelled: boolean): boolean {
  if (kind !== 'text' || lines.length > MOST_LINES) return false;
  const isLabelled = labelled || (lines.length > 1 && isContentsLabel(lines[0] ?? ''));
  const entries = isContentsLabel(lines[0] ?? '') ? lines.slice(1) : lines;
  if (isLabelled && entries.length > 1 && !entries.some(endsSentence)) return true;
  const listed = countEntries(entries, titles);
  return listed > 0 && listed >= entries.length * 0.6;
}
