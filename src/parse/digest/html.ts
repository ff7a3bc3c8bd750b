import { linesOf, onOneLine } from './characters.ts';
import type { Chunk } from './chunk.ts';
import type { Block, Split } from './draft.ts';
import { type HeaderLine, headersOn } from './header.ts';
import type { BlockKind, OutlineBlock } from './html-blocks.ts';
import type { HtmlLine } from './html-line.ts';
import { type Outline, type OutlineElement, outlineOf } from './html-outline.ts';
import { escapeHtml } from './markup.ts';
import { readPlain } from './plain.ts';
import { splitChunks } from './split.ts';
import { isTitleLike } from './title.ts';

/**
 * Reads a digest in HTML: items by header lines, repeated containers, headings, rules or short bold lines.
 * @throws {Failure} `too-deep`
 */
export function readHtml(source: string, rules: { readonly titlePattern: RegExp | null }): Split {
  const outline = outlineOf(source);
  const text = textIn(outline);
  if (text !== null) return readPlain(text, { split: null, titlePattern: rules.titlePattern });
  const chunks = withContainers(chunksOf(outline, lineCounter(source)), outline);
  const split = splitChunks(
    chunks.map(({ chunk }) => chunk),
    {
      titlePattern: rules.titlePattern,
      blocksOf: (body) =>
        body.flatMap((chunk) => chunk.block ?? blockOf('paragraph', 0, chunk.lines.map(asLine))),
    },
  );
  const { base } = outline;
  const title = onOneLine(outline.title);
  if (title === '') return { ...split, base };
  return { ...split, base, head: { ...split.head, title }, masthead: `${split.masthead}\n${title}` };
}

/** The text of a page that is one preformatted text and little else. */
function textIn({ blocks }: Outline): string | null {
  const sizes = blocks.map((block) => block.lines.reduce((sum, line) => sum + line.text.length, 0));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const main = blocks.find((block, index) => block.kind === 'code' && (sizes[index] ?? 0) > all * 0.8);
  return main === undefined ? null : main.lines.map((line) => line.text).join('\n');
}

/**
 * The blocks of HTML that is one item's body.
 * @throws {Failure} `too-deep`
 */
export function htmlBlocks(source: string): readonly Block[] {
  const blocks = outlineOf(source).blocks.filter((block) => block.kind !== 'rule');
  return blocks.map((block) => blockOf(block.kind, block.level, block.lines.map(foldLine)));
}

/** A chunk and the outline's block that it comes from. */
interface Placed {
  readonly chunk: Chunk;
  readonly index: number;
}

function chunksOf(outline: Outline, lineAt: (offset: number) => number): readonly Placed[] {
  return outline.blocks.flatMap((block, index) =>
    partsOf(block).map((part) => {
      const place = { from: lineAt(block.start), to: lineAt(block.end), gap: 0, container: 0 };
      return { index, chunk: { ...place, ...part } };
    }),
  );
}

type Part = Pick<Chunk, 'kind' | 'lines' | 'level' | 'headers' | 'link' | 'block'>;

/** A block as one part, or as several where header lines stand among its lines. */
function partsOf(block: OutlineBlock): readonly Part[] {
  const { kind, level } = block;
  if (kind === 'rule')
    return [{ kind: 'rule', lines: ['---'], level: 0, headers: [], link: null, block: null }];
  const lines = block.lines.map(foldLine);
  if (kind !== 'paragraph') return [textPart(kind, level, lines)];
  const parts: Part[] = [];
  let text: HtmlLine[] = [];
  const close = (): void => {
    if (text.length > 0) parts.push(textPart(kind, level, text));
    text = [];
  };
  for (const line of lines) {
    const headers = headersIn(line);
    if (headers === null) {
      text.push(line);
      continue;
    }
    close();
    parts.push({
      kind: 'headers',
      lines: [line.text],
      level: 0,
      headers,
      link: null,
      block: blockOf(kind, 0, [line]),
    });
  }
  close();
  return parts;
}

function foldLine(line: HtmlLine): HtmlLine {
  return { ...line, text: linesOf(line.text).join(' ').trim() };
}

/** `Link: read it there`, where the words are the link, names its address. */
function headersIn(line: HtmlLine): readonly HeaderLine[] | null {
  const isLink = line.link !== null && /^(?:link|url|permalink)\s*:/i.test(line.text);
  return headersOn(isLink ? `Link: ${line.link}` : line.text);
}

function textPart(kind: BlockKind, level: number, lines: readonly HtmlLine[]): Part {
  const [line] = lines;
  const link = lines.length === 1 && line?.isLink === true ? line.link : null;
  return {
    kind: 'text',
    lines: lines.map((part) => part.text),
    level,
    headers: [],
    link,
    block: blockOf(kind, level, lines),
  };
}

function asLine(text: string): HtmlLine {
  return { text, html: escapeHtml(text), link: null, isLink: false };
}

function blockOf(kind: BlockKind, level: number, lines: readonly HtmlLine[]): Block {
  const text = lines.map((line) => line.text).join('\n');
  const html = lines.map((line) => line.html).join('<br>\n');
  const rows = lines.map((line) => `<li>${line.html}</li>`).join('\n');
  switch (kind) {
    case 'heading':
      return { kind: 'heading', text, html: `<h${level}>${html}</h${level}>` };
    case 'bullets':
      return {
        kind: 'list',
        text: lines.map((line) => `• ${line.text}`).join('\n'),
        html: `<ul>\n${rows}\n</ul>`,
      };
    case 'numbers':
      return {
        kind: 'list',
        text: lines.map((line, at) => `${at + 1}. ${line.text}`).join('\n'),
        html: `<ol>\n${rows}\n</ol>`,
      };
    case 'quote':
      return { kind: 'quote', text, html: `<blockquote><p>${html}</p></blockquote>` };
    case 'code':
      return { kind: 'code', text, html: `<pre>${lines.map((line) => line.html).join('\n')}</pre>` };
    default:
      return { kind: 'paragraph', text, html: `<p>${html}</p>` };
  }
}

/** Numbers the chunks of the elements that look like the containers of the items. */
function withContainers(placed: readonly Placed[], outline: Outline): readonly Placed[] {
  const elements = repeatedElements(outline, placed);
  if (elements.length === 0) return placed;
  const numbers = new Map<number, number>();
  for (const [number, { first, last }] of elements.entries()) {
    for (let index = first; index < last; index++) numbers.set(index, number + 1);
  }
  return placed.map(({ chunk, index }) => ({
    index,
    chunk: { ...chunk, container: numbers.get(index) ?? 0 },
  }));
}

/** The most frequent kind of element that holds most of the text and mostly starts with a title. */
function repeatedElements(outline: Outline, placed: readonly Placed[]): readonly OutlineElement[] {
  const before = [0];
  for (const { lines } of outline.blocks) {
    before.push((before.at(-1) ?? 0) + lines.reduce((sum, line) => sum + line.text.length, 0));
  }
  const all = before.at(-1) ?? 0;
  const sizeOf = ({ first, last }: OutlineElement) => (before[last] ?? 0) - (before[first] ?? 0);
  const titled = new Set(placed.flatMap(({ chunk, index }) => (isTitleLike(chunk) ? [index] : [])));
  let best: readonly OutlineElement[] = [];
  for (const group of Map.groupBy(outline.elements, (element) => element.signature).values()) {
    if (group.length < 2 || group.length <= best.length) continue;
    const size = group.reduce((sum, element) => sum + sizeOf(element), 0);
    const withTitle = group.filter(({ first }) => titled.has(first)).length;
    if (size * 2 >= all && withTitle >= group.length * 0.6) best = group;
  }
  return best.toSorted((a, b) => a.first - b.first);
}

/** Offsets, in any order, to line numbers from 1. */
function lineCounter(source: string): (offset: number) => number {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
