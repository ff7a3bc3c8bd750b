import type { Chunk } from './chunk.ts';
import { foldName } from './fold.ts';
import type { Start } from './starts.ts';
import { couldBeTitle, isNumbered, isTitleLike } from './title.ts';

/**
 * `Title`, then header lines. A source that is named twice so vouches for items that lost theirs; so does a
 * document that opens with header lines.
 */
export function byHeaders(chunks: readonly Chunk[]): readonly Start[] {
  const groups = headerGroups(chunks);
  const opening = opensWithHeaders(chunks, groups);
  const votes = votesFor(chunks, groups);
  const starts = groups.flatMap((group) => {
    const start = opening
      ? startBelowHeaders(chunks, group)
      : startAtHeaders(chunks, group, votes.get(group.source ?? ''));
    return start ?? [];
  });
  // Header lines without any title near them are something else.
  if (!opening && !starts.some((start) => start.confidence >= 0.8)) return [];
  return withSiblings(chunks, starts);
}

/** How often a source is named right under a title, or under what could be one. */
interface Votes {
  strict: number;
  loose: number;
}

function votesFor(chunks: readonly Chunk[], groups: readonly Group[]): ReadonlyMap<string, Votes> {
  const votes = new Map<string, Votes>();
  for (const group of groups) {
    const { source } = group;
    const above = chunks[group.first - 1];
    if (source === null || above === undefined) continue;
    if (!group.isTitled && !couldBeTitle(above)) continue;
    const vote = votes.get(source) ?? { strict: 0, loose: 0 };
    vote[group.isTitled ? 'strict' : 'loose']++;
    votes.set(source, vote);
  }
  return votes;
}

interface Group {
  readonly first: number;
  readonly last: number;
  /** The first source that its lines name, folded; null: they name none. */
  readonly source: string | null;
  /** True where what looks like a title stands right above it. */
  readonly isTitled: boolean;
}

function headerGroups(chunks: readonly Chunk[]): readonly Group[] {
  const groups: Group[] = [];
  const folded = new Map<string, string>();
  for (let first = 0; first < chunks.length; first++) {
    if (chunks[first]?.kind !== 'headers') continue;
    let last = first;
    while (chunks[last + 1]?.kind === 'headers') last++;
    const named = sourceIn(chunks, first, last);
    const source = named === null ? null : (folded.get(named) ?? foldName(named));
    if (named !== null && source !== null) folded.set(named, source);
    const above = chunks[first - 1];
    groups.push({ first, last, source, isTitled: above !== undefined && isTitleLike(above) });
    first = last;
  }
  return groups;
}

function sourceIn(chunks: readonly Chunk[], first: number, last: number): string | null {
  for (let index = first; index <= last; index++) {
    for (const { name, value } of chunks[index]?.headers ?? []) if (name === 'source') return value;
  }
  return null;
}

/** True where header lines stand above the title, or the text, of each item; not where they are the document's own. */
function opensWithHeaders(chunks: readonly Chunk[], groups: readonly Group[]): boolean {
  const [first] = groups;
  if (first === undefined || groups.length < 2 || first.source === null) return false;
  const below = chunks[first.last + 1];
  const isHeadOfAll = below !== undefined && isTitleLike(below) && chunks[first.last + 2]?.kind === 'headers';
  if (isHeadOfAll) return false;
  const above = chunks.slice(0, first.first);
  if (above.every((chunk) => chunk.kind === 'rule')) return true;
  return (
    above.every((chunk) => chunk.kind === 'rule' || isTitleLike(chunk)) && haveTitlesBelow(chunks, groups)
  );
}

/** Under a masthead: nearly all have a title below them, and but for the first one none above. */
function haveTitlesBelow(chunks: readonly Chunk[], groups: readonly Group[]): boolean {
  if (groups.slice(1).some((group) => group.isTitled) || chunks.at(-1)?.kind === 'headers') return false;
  const titled = groups.filter(({ last }) => {
    const below = chunks[last + 1];
    return below !== undefined && isTitleLike(below) && chunks[last + 2]?.kind === 'text';
  });
  return titled.length >= groups.length * 0.8;
}

function startBelowHeaders(chunks: readonly Chunk[], { first, last }: Group): Start | null {
  const below = chunks[last + 1];
  if (below?.kind !== 'text') return null;
  if (isTitleLike(below)) return { at: first, title: last + 1, confidence: 0.8 };
  return { at: first, title: null, confidence: 0.5 };
}

function startAtHeaders(chunks: readonly Chunk[], group: Group, votes: Votes | undefined): Start | null {
  const isKnown = votes !== undefined && votes.strict + votes.loose >= 2;
  // Titles with full stops, or as list items, where most are so.
  const isLoose = isKnown && votes.loose >= votes.strict;
  const { first, last } = group;
  const above = chunks[first - 1];
  const below = chunks[last + 1];
  const further = chunks[last + 2];
  if (statesTitle(chunks, first, last)) {
    const isHeadOfAll =
      first === 0 && below !== undefined && isTitleLike(below) && further?.kind === 'headers';
    return isHeadOfAll ? null : { at: first, title: null, confidence: 1 };
  }
  if (below === undefined) return null;
  if (group.isTitled) return { at: first - 1, title: first - 1, confidence: 0.95 };
  // The only text of the item above is no title.
  const isFree = chunks[first - 2]?.kind !== 'headers';
  if (above !== undefined && isLoose && isFree && couldBeTitle(above))
    return { at: first - 1, title: first - 1, confidence: 0.85 };
  const gap = chunks[first]?.gap ?? 0;
  const detached = above === undefined || above.kind === 'rule' || (gap >= 2 && gap > below.gap);
  if (!isKnown && (!detached || group.source === null)) return null;
  return isTitleLike(below) && further?.kind === 'headers' ? null : startBelowHeaders(chunks, group);
}

function statesTitle(chunks: readonly Chunk[], first: number, last: number): boolean {
  for (let index = first; index <= last; index++) {
    for (const { name } of chunks[index]?.headers ?? []) if (name === 'title') return true;
  }
  return false;
}

/** Where titles are headings or numbered, those without header lines between them start items too. */
function withSiblings(chunks: readonly Chunk[], starts: readonly Start[]): readonly Start[] {
  const titles = starts.flatMap((start) => chunks[start.title ?? -1] ?? []);
  const levels = new Set(titles.map((chunk) => chunk.level).filter((level) => level > 0));
  const numbered = titles.length >= 2 && titles.every(isNumbered);
  const separated =
    starts.slice(1).every((start) => chunks[start.at - 1]?.kind === 'rule') && starts.length > 2;
  const isSpaced = (at: number): boolean => {
    const gap = chunks[at]?.gap ?? 0;
    return gap >= 2 && gap > (chunks[at + 1]?.gap ?? 0);
  };
  const spaced = starts.length > 2 && starts.slice(1).every((start) => isSpaced(start.at));
  if (levels.size === 0 && !numbered && !separated && !spaced) return starts;
  const taken = new Set(starts.flatMap((start) => [start.at, start.title ?? start.at]));
  const first = starts[0]?.at ?? 0;
  const siblings = chunks.flatMap((chunk, at): readonly Start[] => {
    if (taken.has(at) || !isTitleLike(chunk) || chunks[at + 1]?.kind !== 'text') return [];
    if (levels.has(chunk.level)) return [{ at, title: at, confidence: 0.9 }];
    if (at < first) return [];
    const isSibling =
      (numbered && isNumbered(chunk)) ||
      (separated && chunks[at - 1]?.kind === 'rule') ||
      (spaced && isSpaced(at));
    return isSibling ? [{ at, title: at, confidence: 0.7 }] : [];
  });
  return siblings.length === 0 ? starts : [...starts, ...siblings].sort((a, b) => a.at - b.at);
}

/** Header lines that close each item: the next one starts after them. */
export function byClosingHeaders(chunks: readonly Chunk[]): readonly Start[] {
  const groups = headerGroups(chunks).filter((group) => group.first > 0 && group.source !== null);
  let from = 0;
  const starts = groups.flatMap(({ first, last }): readonly Start[] => {
    let at = from;
    while (at < first && chunks[at]?.kind !== 'text') at++;
    // A masthead is above the first title.
    if (from === 0) while (at + 2 < first && areTitles(chunks, at)) at++;
    from = last + 1;
    const chunk = chunks[at];
    if (at === first || chunk === undefined) return [];
    return [{ at, title: at + 1 < first && isTitleLike(chunk) ? at : null, confidence: 0.7 }];
  });
  return starts.filter((start) => start.title !== null).length * 2 > starts.length ? starts : [];
}

function areTitles(chunks: readonly Chunk[], at: number): boolean {
  return [chunks[at], chunks[at + 1]].every((chunk) => chunk !== undefined && isTitleLike(chunk));
}
