import type { Chunk } from './chunk.ts';
import type { Draft } from './draft.ts';
import type { HeaderLine } from './header.ts';
import { isTitleLike } from './title.ts';

/** Sources and addresses that stand in no header line: in a line of their own under each title, or at an end of it. */

/** `(NATO)`, `[NATO]`, `via NATO`, `— NATO`. */
const BYLINE =
  /^\s*(?:\(([^()]{2,60})\)|\[([^[\]]{2,60})\]|(?:via|from)\s+([\p{Lu}\p{N}][^.!?:]{1,58})|[—–]\s*([\p{Lu}\p{N}][^.!?:]{1,58}))\s*$/u;
const EMPHASISED = /^\s*([*_]{1,2})(\S.*?)\1\s*$/;
/** Of a title. */
const MOST_LINES = 4;
/** `Title (NATO)`, `Title – NATO`, `Title | NATO`. */
const BEHIND = /^(.+?)\s*(?:\(([^()]{2,40})\)|\s[-–—|·•]\s+([\p{Lu}\p{N}][^-–—|·•.!?:]{1,38}))$/u;
/** `[NATO] Title`. */
const BEFORE = /^\[([^[\]]{2,40})\]\s+(.+)$/u;

/** Lines right under titles that name a source without saying so are header lines, where several do. */
export function withBylinesAsHeaders(chunks: readonly Chunk[]): readonly Chunk[] {
  return withLinesAsHeaders(chunks, bylineIn);
}

/** Where no header lines stand, but addresses right under titles, those are the links of the items. */
export function withAddressesAsHeaders(chunks: readonly Chunk[]): readonly Chunk[] {
  return withLinesAsHeaders(chunks, addressIn);
}

type ReadLine = (line: string) => HeaderLine | null;

function withLinesAsHeaders(chunks: readonly Chunk[], read: ReadLine): readonly Chunk[] {
  let count = 0;
  const cut = chunks.flatMap((chunk, at) => {
    const found = chunk.kind === 'text' ? lineIn(chunk, chunks[at - 1], read) : null;
    if (found === null) return [chunk];
    count++;
    return partsOf(chunk, found);
  });
  return count >= 2 ? cut : chunks;
}

interface Found {
  /** Index of the line. */
  readonly at: number;
  readonly header: HeaderLine;
}

/** The line that `read` knows, under a title in the same chunk or in the one above. */
function lineIn(chunk: Chunk, above: Chunk | undefined, read: ReadLine): Found | null {
  const most = chunk.block === null ? Math.min(chunk.lines.length, MOST_LINES + 1) : 1;
  for (let at = 0; at < most; at++) {
    const header = read(chunk.lines[at] ?? '');
    if (header === null) continue;
    const title = at === 0 ? above : { ...chunk, lines: chunk.lines.slice(0, at) };
    const isAlone = at > 0 || chunk.lines.length === 1;
    return isAlone && title !== undefined && isTitleLike(title) ? { at, header } : null;
  }
  return null;
}

/** The title, the header line and the rest; what is empty is left out. */
function partsOf(chunk: Chunk, { at, header }: Found): readonly Chunk[] {
  const { lines, from, gap } = chunk;
  const title = { ...chunk, lines: lines.slice(0, at), to: from + at - 1 };
  const line: Chunk = {
    ...chunk,
    kind: 'headers',
    lines: lines.slice(at, at + 1),
    from: from + at,
    to: from + at,
    gap: at === 0 ? gap : 0,
    level: 0,
    headers: [header],
  };
  const rest = { ...chunk, lines: lines.slice(at + 1), from: from + at + 1, gap: 0, level: 0 };
  return [title, line, rest].filter((part) => part.lines.length > 0);
}

function bylineIn(line: string): HeaderLine | null {
  const match = line.length > 68 ? null : BYLINE.exec(line.replace(EMPHASISED, '$2'));
  const value = match?.slice(1).find((name) => name !== undefined);
  return value === undefined ? null : { name: 'source', value: value.trim() };
}

function addressIn(line: string): HeaderLine | null {
  const value = /^\s*<?(https?:\/\/[^\s<>]+)>?\s*$/i.exec(line)?.[1];
  return value === undefined ? null : { name: 'link', value };
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
