import type { Chunk } from './chunk.ts';
import type { Start } from './starts.ts';
import { endsSentence, isNumbered, isTitleLike } from './title.ts';

/** Repeated elements of HTML: each is an item, its first heading or short text the title. */
export function byContainers(chunks: readonly Chunk[]): readonly Start[] {
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
export function byHeadings(chunks: readonly Chunk[]): readonly Start[] {
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
export function byRules(chunks: readonly Chunk[]): readonly Start[] {
  if (!chunks.some((chunk) => chunk.kind === 'rule')) return [];
  const starts: Start[] = [];
  let untitled = 0;
  for (const [at, chunk] of chunks.entries()) {
    const startsPiece = at === 0 || chunks[at - 1]?.kind === 'rule';
    if (!startsPiece || chunk.kind !== 'text') continue;
    const below = chunks[at + 1];
    if (below?.kind === 'text' && isTitleLike(chunk)) {
      // Above the first title there may be a masthead.
      const title = at === 0 && isTitleLike(below) && chunks[2]?.kind === 'text' ? 1 : at;
      starts.push({ at: title, title, confidence: 0.8 });
    } else if (endsSentence(chunk.lines.at(-1) ?? '')) {
      starts.push({ at, title: null, confidence: 0.4 });
      untitled++;
    }
  }
  return untitled * 2 <= starts.length ? starts : [];
}

/** Short lines that end no sentence, each above text that does; where some stand after a wider gap, only those. */
export function byTitles(chunks: readonly Chunk[]): readonly Start[] {
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
