import type { Chunk } from './chunk.ts';
import type { Draft } from './draft.ts';
import { isTitleLike } from './title.ts';

/** Sources that stand in no header line: in a line of their own under each title, or at an end of it. */

/** `(NATO)`, `[NATO]`, `via NATO`, `— NATO`. */
const BYLINE =
  /^\s*(?:\(([^()]{2,60})\)|\[([^[\]]{2,60})\]|(?:via|from)\s+([\p{Lu}\p{N}][^.!?:]{1,58})|[—–]\s*([\p{Lu}\p{N}][^.!?:]{1,58}))\s*$/u;
/** `Title (NATO)`, `Title – NATO`, `Title | NATO`. */
const BEHIND = /^(.+?)\s*(?:\(([^()]{2,40})\)|\s[-–—|·•]\s+([\p{Lu}\p{N}][^-–—|·•.!?:]{1,38}))$/u;
/** `[NATO] Title`. */
const BEFORE = /^\[([^[\]]{2,40})\]\s+(.+)$/u;

/** Lines right under titles that name a source without saying so are header lines, where several do. */
export function withBylinesAsHeaders(chunks: readonly Chunk[]): readonly Chunk[] {
  let count = 0;
  const cut = chunks.flatMap((chunk, at) => {
    if (chunk.kind !== 'text') return [chunk];
    const above = chunks[at - 1];
    const [line = '', next = ''] = chunk.lines;
    const own = chunk.lines.length === 1 ? bylineIn(line) : null;
    if (own !== null && above?.kind === 'text' && above.lines.length === 1 && isTitleLike(above)) {
      count++;
      return [headerChunk(chunk, line, own, 0)];
    }
    const glued = chunk.block === null ? bylineIn(next) : null;
    const title = { ...chunk, lines: [line], to: chunk.from };
    if (glued === null || !isTitleLike(title)) return [chunk];
    count++;
    const rest = { ...chunk, lines: chunk.lines.slice(2), from: chunk.from + 2, gap: 0, level: 0 };
    const header = headerChunk(chunk, next, glued, 1);
    return rest.lines.length === 0 ? [title, header] : [title, header, rest];
  });
  return count >= 2 ? cut : chunks;
}

function bylineIn(line: string): string | null {
  const match = line.length > 64 ? null : BYLINE.exec(line);
  return match === null ? null : (match.slice(1).find((name) => name !== undefined) ?? null);
}

function headerChunk(chunk: Chunk, line: string, source: string, below: number): Chunk {
  const place = { from: chunk.from + below, to: chunk.from + below, gap: below === 0 ? chunk.gap : 0 };
  const headers = [{ name: 'source' as const, value: source.trim() }];
  return { ...chunk, ...place, kind: 'headers', lines: [line], level: 0, headers };
}

/** Where every title names its source in the same way, and sources come again, they are no part of the titles. */
export function withSourcesFromTitles(drafts: readonly Draft[]): readonly Draft[] {
  if (drafts.length < 3 || drafts.some(({ headers }) => headers.source !== undefined)) return drafts;
  for (const part of [partBehind, partBefore]) {
    const parts: Parts[] = [];
    for (const { title } of drafts) {
      const found = part(title);
      if (found === null) break;
      parts.push(found);
    }
    const sources = new Set(parts.map(({ source }) => source));
    if (parts.length < drafts.length || sources.size * 2 > drafts.length) continue;
    return drafts.map((draft, at) => {
      const { title = draft.title, source = '' } = parts[at] ?? {};
      return { ...draft, title, headers: { ...draft.headers, source } };
    });
  }
  return drafts;
}

interface Parts {
  readonly title: string;
  readonly source: string;
}

function partBehind(written: string): Parts | null {
  const [, title = '', bracketed, parted] = BEHIND.exec(written) ?? [];
  const source = bracketed ?? parted;
  return source === undefined ? null : { title, source: source.trim() };
}

function partBefore(written: string): Parts | null {
  const [, source, title = ''] = BEFORE.exec(written) ?? [];
  return source === undefined ? null : { title, source: source.trim() };
}
