import {
  endLine,
  type HtmlLine,
  isAllLink,
  isAtLineStart,
  type LineWriter,
  newLineWriter,
  takeLines,
  writeText,
} from './html-line.ts';

/** Writes the blocks of a page one after the other: paragraphs, headings, lists, quotes, code. */

export type BlockKind = 'paragraph' | 'heading' | 'bullets' | 'numbers' | 'quote' | 'code' | 'rule';

export interface OutlineBlock {
  readonly kind: BlockKind;
  /** 1 to 6 for headings, else 0. */
  readonly level: number;
  readonly lines: readonly HtmlLine[];
  /** Offsets in the source. */
  readonly start: number;
  readonly end: number;
}

export interface BlockWriter {
  readonly line: LineWriter;
  readonly blocks: OutlineBlock[];
  kind: BlockKind;
  level: number;
  /** The element that made the list, quote or code, and how often it is open inside of itself. */
  frame: string;
  frameDepth: number;
  start: number;
  /** Images that stand alone go with the paragraph below. */
  carried: string;
}

const FRAMES: Readonly<Record<string, BlockKind>> = {
  ul: 'bullets',
  ol: 'numbers',
  blockquote: 'quote',
  pre: 'code',
};
const PARAGRAPHS = new Set(['p', 'div', 'blockquote']);

export function newBlockWriter(): BlockWriter {
  return {
    line: newLineWriter(),
    blocks: [],
    kind: 'paragraph',
    level: 0,
    frame: '',
    frameDepth: 0,
    start: 0,
    carried: '',
  };
}

function levelOf(name: string): number {
  return Number(/^h([1-6])$/.exec(name)?.[1] ?? 0);
}

/** True where an element is a line of the open list, quote or code, and no block of its own. */
export function isWithinFrame(writer: BlockWriter, name: string): boolean {
  return writer.frame !== '' && levelOf(name) === 0 && name !== 'hr';
}

export function openWithinFrame(writer: BlockWriter, name: string): void {
  if (name === writer.frame) writer.frameDepth++;
  if (name === 'li' || writer.kind === 'quote') endLine(writer.line);
  else writeText(writer.line, ' ', false);
}

/** Returns whether the frame is open still. */
export function closeWithinFrame(writer: BlockWriter, name: string, at: number): boolean {
  if (name === writer.frame && --writer.frameDepth === 0) endBlock(writer, at);
  else if (writer.kind === 'quote') endLine(writer.line);
  else if (name !== 'li') writeText(writer.line, ' ', false);
  return writer.frame !== '';
}

export function startBlock(writer: BlockWriter, name: string, at: number): void {
  endBlock(writer, at);
  writer.start = at;
  const level = levelOf(name);
  const kind = FRAMES[name];
  if (level > 0) {
    writer.kind = 'heading';
    writer.level = level;
  } else if (name === 'hr') {
    writer.blocks.push({ kind: 'rule', level: 0, lines: [], start: at, end: at });
  } else if (kind !== undefined) {
    writer.kind = kind;
    writer.frame = name;
    writer.frameDepth = 1;
  }
}

export function endBlock(writer: BlockWriter, end: number): void {
  const lines = takeLines(writer.line);
  const { kind, level, start, carried } = writer;
  writer.kind = 'paragraph';
  writer.level = 0;
  // A list or quote around headings is layout.
  writer.frame = '';
  writer.start = end;
  if (!lines.some((line) => line.text !== '')) {
    writer.carried += lines.map((line) => line.html).join('');
    return;
  }
  const [first, ...others] = lines;
  const takesImages = first !== undefined && kind === 'paragraph' && carried !== '';
  if (takesImages) writer.carried = '';
  const shown = takesImages ? [{ ...first, html: carried + first.html }, ...others] : lines;
  writer.blocks.push({ kind, level, lines: shown, start, end });
}

/** One break ends a line, two end a paragraph. */
export function breakLine(writer: BlockWriter, at: number): void {
  if (writer.kind === 'bullets' || writer.kind === 'numbers') writeText(writer.line, ' ', false);
  else if (writer.kind === 'code') writeText(writer.line, '\n', true);
  else if (isAtLineStart(writer.line) && writer.line.lines.length > 0 && writer.frame === '')
    endBlock(writer, at);
  else endLine(writer.line);
}

/** True where a paragraph starts in a list item that holds one link so far: such a list is layout. */
export function isListOfLinks({ kind, frameDepth, line }: BlockWriter, name: string): boolean {
  const isList = (kind === 'bullets' || kind === 'numbers') && frameDepth === 1;
  return isList && PARAGRAPHS.has(name) && isAllLink(line);
}

/** Makes the link a paragraph of its own and ends the list before it; returns the index of that paragraph. */
export function leaveList(writer: BlockWriter, at: number): number {
  const { kind, start, blocks } = writer;
  const lines = takeLines(writer.line);
  const earlier = lines.slice(0, -1);
  if (earlier.length > 0) blocks.push({ kind, level: 0, lines: earlier, start, end: at });
  blocks.push({ kind: 'paragraph', level: 0, lines: lines.slice(-1), start: at, end: at });
  writer.kind = 'paragraph';
  writer.frame = '';
  writer.start = at;
  return blocks.length - 1;
}
