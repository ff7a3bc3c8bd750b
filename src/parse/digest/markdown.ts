import MarkdownIt, { type Env, type Token } from 'markdown-it';
import { linesOf } from './characters.ts';
import { type Chunk, chunksOf } from './chunk.ts';
import type { Block, Split } from './draft.ts';
import { type PlainRules, plainBlocks, withoutFrontMatter } from './plain.ts';
import { splitChunks } from './split.ts';

/** Raw HTML is text; only bare http(s) addresses become links by themselves. */
const markdown = new MarkdownIt({ html: false, linkify: true });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
markdown.validateLink = (address) => /^(?:https?:|mailto:)/i.test(address) || !/^[^/?#]*:/.test(address);

/** Bullets that word processors write. */
const FOREIGN_BULLET = /^(\s*)[•‣▪◦●]\s+/;
/** A longer body is read as plain text, in characters: what markup costs should be spent on items, not on books. */
const LONGEST_BODY = 200_000;
const DEFINITION = /^ {0,3}\[[^\]]+\]:\s+\S/;

/** Reads a digest in Markdown (CommonMark and tables): the lines decide on items, the parser makes their bodies. */
export function readMarkdown(text: string, rules: PlainRules): Split {
  const { lines, first, head } = withoutFrontMatter(linesOf(text));
  // Definitions of links may stand anywhere in the document.
  const environment: Env = {};
  markdown.parse(lines.filter((line) => DEFINITION.test(line)).join('\n'), environment);
  const chunks = chunksOf(lines, first, { markdown: true, split: rules.split });
  const split = splitChunks(chunks, {
    titlePattern: rules.titlePattern,
    blocksOf: (body) => blocksOf(body, lines, first, environment),
  });
  return { ...split, head: { ...split.head, ...head } };
}

function blocksOf(
  body: readonly Chunk[],
  lines: readonly string[],
  first: number,
  environment: Env,
): readonly Block[] {
  const from = body[0]?.from;
  const to = body.at(-1)?.to;
  if (from === undefined || to === undefined) return [];
  const source = lines
    .slice(from - first, to - first + 1)
    .map((line) => line.replace(FOREIGN_BULLET, '$1- '))
    .join('\n');
  if (source.length > LONGEST_BODY) return plainBlocks(source);
  const tokens = markdown.parse(source, environment);
  return topLevel(tokens).flatMap((group) => blockOf(group, environment));
}

/** Tokens of each block on the outermost level. */
function topLevel(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const groups: Token[][] = [];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0) groups.push([]);
    groups.at(-1)?.push(token);
    depth += token.nesting;
  }
  return groups;
}

const KINDS: Readonly<Record<string, Block['kind']>> = {
  heading_open: 'heading',
  bullet_list_open: 'list',
  ordered_list_open: 'list',
  blockquote_open: 'quote',
  fence: 'code',
  code_block: 'code',
  table_open: 'table',
};

function blockOf(tokens: readonly Token[], environment: Env): readonly Block[] {
  const type = tokens[0]?.type ?? 'hr';
  if (type === 'hr') return [];
  const html = markdown.renderer.render([...tokens], markdown.options, environment).trimEnd();
  return [{ kind: KINDS[type] ?? 'paragraph', text: textOf(tokens), html }];
}

function textOf(tokens: readonly Token[]): string {
  const rows: string[] = [];
  const numbers: number[] = [];
  for (const token of tokens) {
    if (token.type === 'ordered_list_open') numbers.push(Number(token.attrGet('start') ?? 1));
    else if (token.type === 'bullet_list_open') numbers.push(Number.NaN);
    else if (token.type.endsWith('_list_close')) numbers.pop();
    else if (token.type === 'list_item_open') rows.push(bulletOf(numbers));
    else if (token.type === 'inline') addRow(rows, inlineText(token.children ?? []));
    else if (token.type === 'fence' || token.type === 'code_block') rows.push(token.content.trimEnd());
  }
  return rows.join('\n');
}

function bulletOf(numbers: number[]): string {
  const number = numbers.at(-1) ?? Number.NaN;
  if (Number.isNaN(number)) return '• ';
  numbers[numbers.length - 1] = number + 1;
  return `${number}. `;
}

/** The first text of a list item goes behind its bullet. */
function addRow(rows: string[], text: string): void {
  const last = rows.at(-1);
  if (last !== undefined && /^(?:•|\d+\.) $/.test(last)) rows[rows.length - 1] = last + text;
  else rows.push(text);
}

function inlineText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'softbreak') return ' ';
      if (token.type === 'hardbreak') return '\n';
      return token.content;
    })
    .join('');
}
