import type { Warning } from '../../model/failure.ts';
import { withSourcesFromTitles } from './byline.ts';
import { onOneLine } from './characters.ts';
import type { Chunk } from './chunk.ts';
import type { Block, Draft, Outside, Split } from './draft.ts';
import { type HeaderLine, headersOf, linkIn, repeatedIn } from './header.ts';
import { readMasthead } from './masthead.ts';
import { findStarts, type Start } from './starts.ts';
import { areLettered, readTitle, type Title, titleFrom } from './title.ts';
import { unglued } from './unglue.ts';

export interface SplitRules {
  /** Lines that are titles, set by the user; the first group is the title. */
  readonly titlePattern: RegExp | null;
  /** The blocks of a body. */
  readonly blocksOf: (chunks: readonly Chunk[]) => readonly Block[];
}

/** Most items that one document is taken apart into; the rest is reported. */
export const MOST_ITEMS = 100_000;

/** Takes a document apart into items. Never throws; every chunk ends in a draft or outside. Linear. */
export function splitChunks(glued: readonly Chunk[], rules: SplitRules): Split {
  const chunks = unglued(glued, rules.titlePattern);
  const starts = findStarts(chunks, rules.titlePattern).slice(0, MOST_ITEMS + 1);
  const isLettered = areLettered(starts.flatMap((start) => chunks[start.title ?? -1]?.lines[0] ?? []));
  const cutRules = { ...rules, isLettered };
  const drafts: Draft[] = [];
  const warnings: Warning[] = [];
  const front = chunks.slice(0, starts[0]?.at ?? chunks.length);
  const outside: (readonly Chunk[])[] = [];
  const closing = closesWithRule(chunks, starts);
  for (const [index, start] of starts.entries()) {
    if (index === MOST_ITEMS) {
      outside.push(chunks.slice(start.at));
      warnings.push(tooMany(chunks[start.at]?.from ?? 1));
      break;
    }
    const end = starts[index + 1]?.at ?? chunks.length;
    const limit = index === starts.length - 1 && closing !== null ? closing : end;
    const { draft, next } = cutItem(chunks, start, limit, cutRules, warnings);
    drafts.push(draft);
    if (next < limit) outside.push(chunks.slice(next, limit));
    if (limit < end) outside.push(chunks.slice(limit, end));
  }
  if (starts.length === 1 && starts[0]?.confidence === 0.3) warnings.push(notSplit());
  const { head, dateline, claimed, left } = readMasthead(
    front,
    drafts.map((draft) => draft.title),
  );
  return {
    head,
    dateline,
    masthead: textOf(front),
    mastheadLines: claimed.map(({ from, to }) => [from, to]),
    drafts: withSourcesFromTitles(drafts),
    outside: [...runsOf(front, left), ...outside].flatMap((piece) => outsideOf(piece, rules)),
    warnings,
  };
}

/** Where every item is closed by a rule, what follows the last rule is no item's: its index. */
function closesWithRule(chunks: readonly Chunk[], starts: readonly Start[]): number | null {
  const last = starts.at(-1);
  if (last === undefined || starts.length < 2) return null;
  if (!starts.slice(1).every((start) => chunks[start.at - 1]?.kind === 'rule')) return null;
  const rule = chunks.findLastIndex((chunk) => chunk.kind === 'rule');
  return rule > last.at ? rule : null;
}

interface CutRules extends SplitRules {
  /** True where the titles are numbered with letters. */
  readonly isLettered: boolean;
}

interface CutItem {
  readonly draft: Draft;
  /** Index of the first chunk that is not the item's: headings of a higher rank at the end belong to what follows. */
  readonly next: number;
}

/** Cuts the item that starts there and ends before `end`; doubts are added to `warnings`. */
function cutItem(
  chunks: readonly Chunk[],
  start: Start,
  end: number,
  rules: CutRules,
  warnings: Warning[],
): CutItem {
  const title = start.title === null ? undefined : chunks[start.title];
  const last = lastOwn(chunks, start.at, end, title);
  const { headers, body } = partsOf(
    chunks.slice(start.at, last + 1).filter((chunk) => chunk !== title && chunk.kind !== 'rule'),
  );
  const stated = headersOf(headers);
  const blocks = rules.blocksOf(body);
  const named = title === undefined ? null : titleOf(title, rules);
  const from = chunks[start.at]?.from ?? 1;
  if (named === null && stated.title === undefined) warnings.push(titleMissing(from));
  for (const header of repeatedIn(headers)) warnings.push(repeated(header, from));
  const source = stated.source ?? named?.source ?? null;
  const link = stated.link ?? named?.link ?? title?.link ?? closingLink(blocks);
  const draft: Draft = {
    title: named?.title ?? stated.title ?? titleFrom(blocks[0]?.text ?? ''),
    headers: { ...stated, ...(source === null ? {} : { source }), ...(link === null ? {} : { link }) },
    blocks,
    lines: [from, chunks[last]?.to ?? from],
    confidence: start.confidence,
  };
  return { draft, next: last + 1 };
}

/** Header lines at the start, and at the end what they did not say yet; the rest is the body. */
function partsOf(chunks: readonly Chunk[]): {
  readonly headers: readonly HeaderLine[];
  readonly body: readonly Chunk[];
} {
  let opening = 0;
  while (chunks[opening]?.kind === 'headers') opening++;
  let closing = chunks.length;
  while (closing > opening && chunks[closing - 1]?.kind === 'headers') closing--;
  const headers = chunks.slice(0, opening).flatMap((chunk) => chunk.headers);
  if (closing === chunks.length) return { headers, body: chunks.slice(opening) };
  const last = chunks.slice(closing).flatMap((chunk) => chunk.headers);
  const saysAgain = last.some(({ name }) => headers.some((header) => header.name === name));
  return saysAgain
    ? { headers, body: chunks.slice(opening) }
    : { headers: [...headers, ...last], body: chunks.slice(opening, closing) };
}

/**
 * Index of the last chunk before `end` that is the item's: it ends before a heading of a higher rank than its own and with
 * the container that it started in, and not with a rule.
 */
function lastOwn(chunks: readonly Chunk[], start: number, end: number, title: Chunk | undefined): number {
  const rank = title?.level ?? 0;
  const container = chunks[start]?.container ?? 0;
  const isForeign = ({ level, container: other }: Chunk): boolean =>
    (rank > 1 && level > 0 && level < rank) || (container > 0 && other !== container);
  let last = start;
  for (; last + 1 < end; last++) {
    const next = chunks[last + 1];
    if (next === undefined || isForeign(next)) break;
  }
  for (; last > start; last--) {
    const chunk = chunks[last];
    if (chunk === undefined || chunk === title) break;
    const isSection = chunk.level > 0 && title !== undefined && rank === 0;
    if (chunk.kind !== 'rule' && !isSection) break;
  }
  return last;
}

/** `Title (Source: Gazette)`, `Title – Source: Gazette`, `Title (via Gazette)`. */
const SOURCE_BEHIND =
  /\s*(?:[([]|[-–—|·•]\s)\s*(?:(?:source|quelle|fuente|fonte|bron)\s*:|via\b:?)\s*([^()[\]]{1,80}?)\s*[)\]]?$/i;

const SOURCE_CUE = /\b(?:source|quelle|fuente|fonte|bron)\s*:|\bvia\b/i;

function titleOf(chunk: Chunk, rules: CutRules): Title & { readonly source: string | null } {
  const written = chunk.lines.join(' ');
  const { title, link } = readTitle(
    rules.titlePattern?.exec(written.slice(0, 1000))?.[1] ?? written,
    rules.isLettered,
  );
  const behind = SOURCE_CUE.test(title) ? SOURCE_BEHIND.exec(title) : null;
  if (behind === null) return { title, link, source: null };
  return { title: title.slice(0, behind.index), link, source: behind[1]?.trim() ?? null };
}

/** "Read more: https://…" as the last block. */
function closingLink(blocks: readonly Block[]): string | null {
  const last = blocks.at(-1)?.text ?? '';
  if (!last.includes('://')) return null;
  return /^(?:[\p{L} ]{2,30}[:→›»]?\s*)?<?https?:\/\/\S+$/iu.test(last) ? linkIn(last) : null;
}

function titleMissing(line: number): Warning {
  return { code: 'digest-title-missing', message: 'The item has no title; its first words stand in.', line };
}

function repeated({ name, value }: HeaderLine, line: number): Warning {
  return {
    code: 'digest-header-repeated',
    message: `The item says its ${name} twice; left out: ${value}`,
    line,
  };
}

export function tooMany(line: number): Warning {
  const message = `The document holds more than ${MOST_ITEMS} items; those from here on are left out.`;
  return { code: 'digest-too-many', message, line };
}

function notSplit(): Warning {
  const message = 'No header lines, headings, rules or titles were found; the document is read as one item.';
  return { code: 'digest-not-split', message, line: 1 };
}

/** The chosen ones of these chunks, in runs: a new one wherever another text stands between. */
function runsOf(chunks: readonly Chunk[], chosen: readonly Chunk[]): readonly (readonly Chunk[])[] {
  const wanted = new Set(chosen);
  const runs: Chunk[][] = [];
  let run: Chunk[] | null = null;
  for (const chunk of chunks) {
    if (!wanted.has(chunk)) {
      if (chunk.kind === 'text') run = null;
      continue;
    }
    if (run === null) {
      run = [];
      runs.push(run);
    }
    run.push(chunk);
  }
  return runs;
}

function outsideOf(chunks: readonly Chunk[], rules: SplitRules): readonly Outside[] {
  const text = chunks.filter((chunk) => chunk.kind === 'text');
  const [first] = text;
  const last = text.at(-1);
  if (first === undefined || last === undefined) return [];
  const opening = onOneLine(first.lines[0] ?? '').slice(0, 60);
  return [{ lines: [first.from, last.to], opening, blocks: rules.blocksOf(text) }];
}

function textOf(chunks: readonly Chunk[]): string {
  return chunks
    .filter((chunk) => chunk.kind === 'text')
    .map((chunk) => chunk.lines.join(' '))
    .join('\n');
}
