import type { Chunk } from './chunk.ts';
import { foldName } from './fold.ts';
import { couldBeTitle, endsSentence, isNumbered, isTitleLike } from './title.ts';

/** Where the items of a document start: five kinds of evidence, the surest first. */
export interface Start {
  /** Index of the first chunk that belongs to the item. */
  readonly at: number;
  /** Index of the chunk that is its title; null: it has none, or states it in a header. */
  readonly title: number | null;
  /** How sure, 0 to 1. */
  readonly confidence: number;
}

export function findStarts(chunks: readonly Chunk[], titlePattern: RegExp | null): readonly Start[] {
  if (titlePattern !== null) return byPattern(chunks, titlePattern);
  const anchored = byHeaders(chunks);
  if (anchored.length > 0) return anchored;
  for (const find of [byClosingHeaders, byContainers, byHeadings, byRules, byTitles]) {
    const starts = find(chunks);
    if (starts.length > 1) return starts;
  }
  return single(chunks);
}

function byPattern(chunks: readonly Chunk[], pattern: RegExp): readonly Start[] {
  const isTitle = (chunk: Chunk) =>
    chunk.kind === 'text' && pattern.test((chunk.lines[0] ?? '').slice(0, 1000));
  return chunks.flatMap((chunk, at) => (isTitle(chunk) ? [{ at, title: at, confidence: 1 }] : []));
}

/**
 * `Title`, then header lines. A source that is named twice under a title vouches for items that lost theirs; so does a
 * document that opens with header lines.
 */
function byHeaders(chunks: readonly Chunk[]): readonly Start[] {
  const groups = headerGroups(chunks);
  const sources = new Map<string, number>();
  for (const group of groups) {
    const source = sourceOf(chunks, group);
    const above = chunks[group.first - 1];
    if (source === null || above === undefined || !couldBeTitle(above)) continue;
    sources.set(source, (sources.get(source) ?? 0) + 1);
  }
  const opening = opensWithHeaders(chunks, groups);
  const starts = groups.flatMap((group) => {
    if (opening) return startBelowHeaders(chunks, group) ?? [];
    const source = sourceOf(chunks, group);
    return startAtHeaders(chunks, group, source !== null && (sources.get(source) ?? 0) >= 2) ?? [];
  });
  // Header lines without any title near them are something else.
  if (!opening && !starts.some((start) => start.confidence >= 0.8)) return [];
  return withSiblings(chunks, starts);
}

interface Group {
  readonly first: number;
  readonly last: number;
}

function headerGroups(chunks: readonly Chunk[]): readonly Group[] {
  const groups: { first: number; last: number }[] = [];
  for (const [index, chunk] of chunks.entries()) {
    if (chunk.kind !== 'headers') continue;
    const previous = groups.at(-1);
    if (previous?.last === index - 1) previous.last = index;
    else groups.push({ first: index, last: index });
  }
  return groups;
}

function sourceOf(chunks: readonly Chunk[], group: Group): string | null {
  for (let index = group.first; index <= group.last; index++) {
    const source = chunks[index]?.headers.find((header) => header.name === 'source');
    if (source !== undefined) return foldName(source.value);
  }
  return null;
}

/** True where header lines stand above the title, or the text, of each item; not where they are the document's own. */
function opensWithHeaders(chunks: readonly Chunk[], groups: readonly Group[]): boolean {
  const [first] = groups;
  if (first === undefined || groups.length < 2 || sourceOf(chunks, first) === null) return false;
  const below = chunks[first.last + 1];
  const isHeadOfAll = below !== undefined && isTitleLike(below) && chunks[first.last + 2]?.kind === 'headers';
  return !isHeadOfAll && chunks.slice(0, first.first).every((chunk) => chunk.kind === 'rule');
}

function startBelowHeaders(chunks: readonly Chunk[], { first, last }: Group): Start | null {
  const below = chunks[last + 1];
  if (below?.kind !== 'text') return null;
  if (isTitleLike(below)) return { at: first, title: last + 1, confidence: 0.8 };
  return { at: first, title: null, confidence: 0.5 };
}

function startAtHeaders(chunks: readonly Chunk[], group: Group, known: boolean): Start | null {
  const { first, last } = group;
  const above = chunks[first - 1];
  const below = chunks[last + 1];
  const further = chunks[last + 2];
  if (
    chunks.slice(first, last + 1).some((chunk) => chunk.headers.some((header) => header.name === 'title'))
  ) {
    const isHeadOfAll =
      first === 0 && below !== undefined && isTitleLike(below) && further?.kind === 'headers';
    return isHeadOfAll ? null : { at: first, title: null, confidence: 1 };
  }
  if (below === undefined) return null;
  if (above !== undefined && isTitleLike(above)) return { at: first - 1, title: first - 1, confidence: 0.95 };
  // The only text of the item above is no title.
  const isFree = chunks[first - 2]?.kind !== 'headers';
  if (above !== undefined && known && isFree && couldBeTitle(above))
    return { at: first - 1, title: first - 1, confidence: 0.85 };
  const detached = above === undefined || above.kind === 'rule' || (chunks[first]?.gap ?? 0) >= 2;
  if (!known && (!detached || sourceOf(chunks, group) === null)) return null;
  return isTitleLike(below) && further?.kind === 'headers' ? null : startBelowHeaders(chunks, group);
}

/** Where titles are headings or numbered, those without header lines between them start items too. */
function withSiblings(chunks: readonly Chunk[], starts: readonly Start[]): readonly Start[] {
  const titles = starts.flatMap((start) => chunks[start.title ?? -1] ?? []);
  const levels = new Set(titles.map((chunk) => chunk.level).filter((level) => level > 0));
  const numbered = titles.length >= 2 && titles.every(isNumbered);
  const separated =
    starts.slice(1).every((start) => chunks[start.at - 1]?.kind === 'rule') && starts.length > 2;
  if (levels.size === 0 && !numbered && !separated) return starts;
  const taken = new Set(starts.flatMap((start) => [start.at, start.title ?? start.at]));
  const first = starts[0]?.at ?? 0;
  const siblings = chunks.flatMap((chunk, at): readonly Start[] => {
    if (taken.has(at) || !isTitleLike(chunk) || chunks[at + 1]?.kind !== 'text') return [];
    if (levels.has(chunk.level)) return [{ at, title: at, confidence: 0.9 }];
    if (at < first) return [];
    const isSibling = (numbered && isNumbered(chunk)) || (separated && chunks[at - 1]?.kind === 'rule');
    return isSibling ? [{ at, title: at, confidence: 0.7 }] : [];
  });
  return siblings.length === 0 ? starts : [...starts, ...siblings].sort((a, b) => a.at - b.at);
}

/** Header lines that close each item: the next one starts after them. */
function byClosingHeaders(chunks: readonly Chunk[]): readonly Start[] {
  const groups = headerGroups(chunks).filter((group) => group.first > 0 && sourceOf(chunks, group) !== null);
  let from = 0;
  const starts = groups.flatMap(({ first, last }): readonly Start[] => {
    let at = from;
    while (at < first && chunks[at]?.kind !== 'text') at++;
    from = last + 1;
    const chunk = chunks[at];
    if (at === first || chunk === undefined) return [];
    return [{ at, title: at + 1 < first && isTitleLike(chunk) ? at : null, confidence: 0.7 }];
  });
  return starts.filter((start) => start.title !== null).length * 2 > starts.length ? starts : [];
}

/** Repeated elements of HTML: each is an item, its first heading or short text the title. */
function byContainers(chunks: readonly Chunk[]): readonly Start[] {
  const starts: Start[] = [];
  for (let at = 0; at < chunks.length; ) {
    const container = chunks[at]?.container ?? 0;
    let end = at + 1;
    while (end < chunks.length && chunks[end]?.container === container) end++;
    if (container > 0) starts.push(inContainer(chunks, at, end));
    at = end;
  }
  return starts;
}

function inContainer(chunks: readonly Chunk[], at: number, end: number): Start {
  const within = chunks.slice(at, end);
  const heading = within.findIndex((chunk) => chunk.level > 0);
  const short = within.findIndex((chunk, index) => index + 1 < within.length && isTitleLike(chunk));
  const title = heading >= 0 ? heading : short;
  return { at, title: title < 0 ? null : at + title, confidence: title < 0 ? 0.6 : 0.85 };
}

/** Headings of the highest rank that has several, most of them with text of their own under them. */
function byHeadings(chunks: readonly Chunk[]): readonly Start[] {
  for (let level = 1; level <= 6; level++) {
    const at = chunks.flatMap((chunk, index) =>
      chunk.kind === 'text' && chunk.level === level ? [index] : [],
    );
    const withText = at.filter((index) => {
      const below = chunks[index + 1];
      return below !== undefined && below.kind !== 'rule' && below.level === 0;
    });
    if (at.length >= 2 && withText.length >= at.length * 0.6) {
      return withText.map((index) => ({ at: index, title: index, confidence: 0.9 }));
    }
  }
  return [];
}

/** Pieces between rules, most of which start with what looks like a title. */
function byRules(chunks: readonly Chunk[]): readonly Start[] {
  if (!chunks.some((chunk) => chunk.kind === 'rule')) return [];
  const starts: Start[] = [];
  let untitled = 0;
  for (const [at, chunk] of chunks.entries()) {
    const startsPiece = at === 0 || chunks[at - 1]?.kind === 'rule';
    if (!startsPiece || chunk.kind !== 'text') continue;
    if (chunks[at + 1]?.kind === 'text' && isTitleLike(chunk)) {
      starts.push({ at, title: at, confidence: 0.8 });
    } else if (endsSentence(chunk.lines.at(-1) ?? '')) {
      starts.push({ at, title: null, confidence: 0.4 });
      untitled++;
    }
  }
  return untitled * 2 <= starts.length ? starts : [];
}

/** Short lines that end no sentence, each above text that does; where some stand after a wider gap, only those. */
function byTitles(chunks: readonly Chunk[]): readonly Start[] {
  const isTitle = (chunk: Chunk, at: number): boolean => {
    const below = chunks[at + 1];
    return below?.kind === 'text' && !isTitleLike(below) && isTitleLike(chunk);
  };
  const candidates: number[] = [];
  const wide: number[] = [];
  const numbered: number[] = [];
  for (const [at, chunk] of chunks.entries()) {
    if (!isTitle(chunk, at)) continue;
    candidates.push(at);
    if (chunk.gap >= 2) wide.push(at);
    if (isNumbered(chunk)) numbered.push(at);
  }
  const [chosen, confidence] =
    numbered.length >= 2
      ? [numbered, 0.7]
      : wide.length >= 2
        ? [withFirst(candidates, wide), 0.65]
        : [candidates, 0.5];
  return chosen.map((at) => ({ at, title: at, confidence }));
}

/** The first title has nothing above it, so no gap either. */
function withFirst(candidates: readonly number[], wide: readonly number[]): readonly number[] {
  const first = candidates[0];
  return first === undefined || first === wide[0] || first > 0 ? wide : [first, ...wide];
}

function single(chunks: readonly Chunk[]): readonly Start[] {
  const at = chunks.findIndex((chunk) => chunk.kind === 'text');
  const chunk = chunks[at];
  if (chunk === undefined) return [];
  const hasBody = chunks.some((other, index) => index > at && other.kind === 'text');
  return [{ at, title: hasBody && isTitleLike(chunk) ? at : null, confidence: 0.3 }];
}
