import type { Block } from './draft.ts';
import { escapeHtml, inlineHtml } from './markup.ts';
import { endsSentence } from './title.ts';

/** Lines of plain text to blocks: paragraphs, lists, quotes. */

const BULLET = /^\s*(?:[•‣▪◦●]\s*|(?:[·*+–—-]|o(?=\s{2,}|\t))\s+)(?=\S)/;
const NUMBER = /^\s*\(?(\d{1,3})[.)]\s+(?=\S)/;
const QUOTE = /^\s*>\s?/;

/** Width at which a document was hard-wrapped, in characters; 0 if its line breaks are meant. */
export type WrapWidth = number;

/**
 * The width that nearly all broken lines keep to. A typesetter breaks a line where the next word does not fit; where
 * most breaks are not of that kind, they are the author's.
 */
export function wrapWidthOf(runs: Iterable<readonly string[]>): WrapWidth {
  const lengths: number[] = [];
  const breaks: { readonly length: number; readonly needed: number }[] = [];
  for (const lines of runs) {
    if (lengths.length > 20_000) break;
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index] ?? '';
      // Addresses are never broken.
      if (!line.includes('://')) lengths.push(line.length);
      const next = lines[index + 1];
      if (next === undefined || BULLET.test(next)) continue;
      breaks.push({ length: line.length, needed: line.length + 1 + firstWordLength(next) });
    }
  }
  if (breaks.length < 3) return 0;
  const sorted = Uint32Array.from(lengths).sort();
  const width = sorted[Math.floor((sorted.length - 1) * 0.98)] ?? 0;
  if (width < 40 || width > 120) return 0;
  // Breaks of short lines say nothing about the width.
  const telling = breaks.filter(({ length }) => length * 2 > width);
  const forced = telling.filter(({ needed }) => needed > width - 2).length;
  return telling.length > 0 && forced >= telling.length * 0.6 ? width : 0;
}

function firstWordLength(line: string): number {
  return /\S+/.exec(line)?.[0].length ?? 0;
}

/** The blocks of a run of lines without a blank one. */
export function blocksOfRun(lines: readonly string[], width: WrapWidth): readonly Block[] {
  if (lines.length === 1 && !/^\s*[•‣▪◦●·*+–—>(\d-]/.test(lines[0] ?? ''))
    return [paragraph((lines[0] ?? '').trim())];
  const blocks: Block[] = [];
  let start = 0;
  for (let end = 1; end <= lines.length; end++) {
    if (end < lines.length && !startsBlock(lines, start, end, width)) continue;
    blocks.push(blockOf(lines.slice(start, end), width));
    start = end;
  }
  return blocks;
}

type Kind = 'quote' | 'list' | 'paragraph';

function kindOf(line: string): Kind {
  if (QUOTE.test(line)) return 'quote';
  return BULLET.test(line) || NUMBER.test(line) ? 'list' : 'paragraph';
}

function startsBlock(lines: readonly string[], start: number, at: number, width: WrapWidth): boolean {
  const line = lines[at] ?? '';
  const previous = lines[at - 1] ?? '';
  const current = kindOf(lines[start] ?? '');
  const kind = kindOf(line);
  if (current === 'quote' || kind === 'quote') return kind !== current;
  if (kind === 'list') return current !== 'list' && (!NUMBER.test(line) || endsSentence(previous));
  if (current === 'list')
    return !/^\s/.test(line) && isMeantBreak(previous, line, width) && endsSentence(previous);
  return (
    isMeantBreak(previous, line, width) && endsSentence(previous) && areParagraphs(previous, line, width)
  );
}

/** True where the next word would have fitted on the line. */
function isMeantBreak(line: string, next: string, width: WrapWidth): boolean {
  return width === 0 || line.length + 1 + firstWordLength(next) <= width - 2;
}

/** Lines that hold, or end, whole paragraphs; those of verse and addresses are shorter. */
function areParagraphs(line: string, next: string, width: WrapWidth): boolean {
  return width > 0 || line.length > 90 || next.length > 90;
}

function blockOf(lines: readonly string[], width: WrapWidth): Block {
  const kind = kindOf(lines[0] ?? '');
  if (kind === 'quote') return quote(lines, width);
  if (kind === 'list' && (lines.length > 1 || BULLET.test(lines[0] ?? ''))) return list(lines);
  return paragraph(joined(lines, width));
}

function joined(lines: readonly string[], width: WrapWidth): string {
  let text = '';
  let previous = '';
  for (const line of lines) {
    const trimmed = line.trim();
    if (text !== '') text += isMeantBreak(previous, trimmed, width) ? '\n' : ' ';
    text += trimmed;
    previous = line;
  }
  return text;
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text, html: `<p>${inlineHtml(text)}</p>` };
}

function quote(lines: readonly string[], width: WrapWidth): Block {
  const inner = lines.map((line) => line.replace(/^\s*(?:>\s?){1,64}/, ''));
  const text = joined(inner, width);
  return { kind: 'quote', text, html: `<blockquote><p>${inlineHtml(text)}</p></blockquote>` };
}

function list(lines: readonly string[]): Block {
  const items: string[] = [];
  for (const line of lines) {
    if (BULLET.test(line) || NUMBER.test(line) || items.length === 0) items.push(line.trim());
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  return listBlock(items);
}

/** A list of lines that start with a bullet or a number. */
export function listBlock(items: readonly string[]): Block {
  const first = NUMBER.exec(items[0] ?? '')?.[1];
  const texts = items.map((item) => item.replace(first === undefined ? BULLET : NUMBER, ''));
  const rows = texts.map((text) => `<li>${inlineHtml(text)}</li>`).join('\n');
  if (first === undefined) {
    return { kind: 'list', text: texts.map((text) => `• ${text}`).join('\n'), html: `<ul>\n${rows}\n</ul>` };
  }
  const start = first === '1' ? '' : ` start="${escapeHtml(first)}"`;
  return { kind: 'list', text: items.join('\n'), html: `<ol${start}>\n${rows}\n</ol>` };
}

/** Neighbouring lists of one kind are one list with blank lines in between. */
export function joinLists(blocks: readonly Block[]): readonly Block[] {
  if (!blocks.some(({ kind }, at) => kind === 'list' && blocks[at + 1]?.kind === 'list')) return blocks;
  const result: Block[] = [];
  let run: Block[] = [];
  const close = (): void => {
    if (run.length > 1) result.push(listBlock(run.flatMap((block) => block.text.split('\n'))));
    else result.push(...run);
    run = [];
  };
  for (const block of blocks) {
    const first = run[0];
    const continues =
      block.kind === 'list' && first !== undefined && isNumberedList(first) === isNumberedList(block);
    if (!continues) close();
    if (block.kind === 'list') run.push(block);
    else result.push(block);
  }
  close();
  return result;
}

function isNumberedList(block: Block): boolean {
  return NUMBER.test(block.text);
}
