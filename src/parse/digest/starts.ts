import type { Chunk } from './chunk.ts';
import { countEntries, foldEntry } from './contents.ts';
import { byClosingHeaders, byHeaders } from './starts-by-headers.ts';
import { byContainers, byHeadings, byRules, byTitles } from './starts-by-layout.ts';
import { isTitleLike } from './title.ts';

/** Where an item starts. */
export interface Start {
  /** Index of the first chunk that belongs to the item. */
  readonly at: number;
  /** Index of the chunk that is its title; null: it has none, or states it in a header. */
  readonly title: number | null;
  /** How sure, 0 to 1. */
  readonly confidence: number;
}

/** Where the items of a document start: by the surest kind of evidence that shows several, else one for all. */
export function findStarts(chunks: readonly Chunk[], titlePattern: RegExp | null): readonly Start[] {
  if (titlePattern !== null) return withHeadersAbove(chunks, byPattern(chunks, titlePattern));
  const anchored = byHeaders(chunks);
  if (anchored.length > 0) return withHeadersAbove(chunks, anchored);
  for (const find of [byClosingHeaders, byContainers, byHeadings, byRules, byTitles]) {
    const starts = withoutContents(chunks, find(chunks));
    if (starts.length > 1) return withHeadersAbove(chunks, starts);
  }
  return single(chunks);
}

/**
 * Where header lines (a `Date:` mostly) stand above every title, the first included, and none at the end of the document,
 * they belong to what is below them.
 */
function withHeadersAbove(chunks: readonly Chunk[], starts: readonly Start[]): readonly Start[] {
  const isAbove = ({ at, title }: Start) => at === title && chunks[at - 1]?.kind === 'headers';
  if (starts.length < 2 || chunks.at(-1)?.kind === 'headers' || !starts.every(isAbove)) return starts;
  return starts.map((start) => ({ ...start, at: start.at - 1 }));
}

function byPattern(chunks: readonly Chunk[], pattern: RegExp): readonly Start[] {
  const isTitle = (chunk: Chunk) =>
    chunk.kind === 'text' && pattern.test((chunk.lines[0] ?? '').slice(0, 1000));
  return chunks.flatMap((chunk, at) => (isTitle(chunk) ? [{ at, title: at, confidence: 1 }] : []));
}

/** A table of contents is a title too, but its text is the titles of the others. */
function withoutContents(chunks: readonly Chunk[], starts: readonly Start[]): readonly Start[] {
  const [first, second] = starts;
  if (first === undefined || second === undefined) return starts;
  const titles = new Set(starts.map((start) => foldEntry(chunks[start.title ?? -1]?.lines.join(' ') ?? '')));
  const lines = chunks.slice(first.at + 1, second.at).flatMap((chunk) => chunk.lines);
  const listed = countEntries(lines, titles);
  return listed >= 2 && listed >= Math.min(lines.length, 1000) * 0.6 ? starts.slice(1) : starts;
}

function single(chunks: readonly Chunk[]): readonly Start[] {
  const at = chunks.findIndex((chunk) => chunk.kind === 'text');
  const chunk = chunks[at];
  if (chunk === undefined) return [];
  const hasBody = chunks.some((other, index) => index > at && other.kind === 'text');
  return [{ at, title: hasBody && isTitleLike(chunk) ? at : null, confidence: 0.3 }];
}
