import { isBlank } from './characters.ts';
import type { Block } from './draft.ts';
import { type HeaderLine, headersOn, headersOnTwo } from './header.ts';

/** A piece of a document that no item boundary runs through. Lines count from 1. */
export interface Chunk {
  readonly kind: 'text' | 'headers' | 'rule';
  /** As written, without white space at the end. */
  readonly lines: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Blank lines above. */
  readonly gap: number;
  /** Level of a heading, 1 to 6; 0 for anything else. */
  readonly level: number;
  /** Of a chunk of headers. */
  readonly headers: readonly HeaderLine[];
  /** Where the whole chunk leads, if it is one link. */
  readonly link: string | null;
  /** Number of the repeated element that it stands in (HTML); 0: in none. */
  readonly container: number;
  /** The body block that it is, where the form (HTML) has made one already. */
  readonly block: Block | null;
}

export interface ChunkRules {
  /** `#` lines are headings, fenced code is one chunk. */
  readonly markdown: boolean;
  /** A line that parts items, set by the user. */
  readonly split: RegExp | null;
}

/** Three of a sign that is no letter, digit, quote, bracket or mark of a question; also with scissors among them. */
const RULE =
  /^\s*([^\p{L}\p{M}\p{N}\s>?!"'`()[\]{}<‘’“”«»])\s*(?:\1\s*){2,}(?:(?:8<|>8|✂\ufe0f?|✄)\s*(?:\1\s*){2,})?$/u;
const UNDERLINE = /^\s*(?:={3,}|-{3,}|~{3,})\s*$/;
const HEADING = /^ {0,3}(#{1,6})\s+(\S.*?)\s*#*\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** A chunk of plain text or Markdown; spelled out, for there are as many as paragraphs. */
function chunkAt(
  from: number,
  gap: number,
  lines: readonly string[],
  { kind = 'text', level = 0, headers = [] }: Partial<Pick<Chunk, 'kind' | 'level' | 'headers'>>,
): Chunk {
  const to = from + lines.length - 1;
  return { kind, lines, from, to, gap, level, headers, link: null, container: 0, block: null };
}

/** Cuts lines at blank lines, rules and headings, and sets header lines apart. `first` is the number of the first line. */
export function chunksOf(lines: readonly string[], first: number, rules: ChunkRules): readonly Chunk[] {
  const chunks: Chunk[] = [];
  const lastFence = rules.markdown ? lines.findLastIndex((line) => FENCE.test(line)) : -1;
  let gap = 0;
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const number = first + at;
    const heading = rules.markdown ? HEADING.exec(line) : null;
    if (isBlank(line)) {
      gap++;
      at++;
    } else if (isRule(line, rules)) {
      chunks.push(chunkAt(number, gap, [line], { kind: 'rule' }));
      gap = 0;
      at++;
    } else if (heading !== null) {
      const level = heading[1]?.length ?? 1;
      chunks.push(chunkAt(number, gap, [heading[2] ?? ''], { level }));
      gap = 0;
      at++;
    } else {
      const end = endOfRun(lines, at, lastFence, rules);
      addParts(chunks, lines.slice(at, end), number, gap);
      gap = 0;
      at = end;
      const underline = lines[at] ?? '';
      const title = chunks.at(-1);
      if (
        title?.kind === 'text' &&
        UNDERLINE.test(underline) &&
        title.lines.length <= 3 &&
        isUnderlinable(title)
      ) {
        chunks[chunks.length - 1] = { ...title, level: underline.includes('=') ? 1 : 2, to: title.to + 1 };
        at++;
      }
    }
  }
  return chunks;
}

function isRule(line: string, rules: ChunkRules): boolean {
  if (rules.split?.test(line.slice(0, 1000))) return true;
  return line.length >= 3 && line.length <= 200 && RULE.test(line);
}

function isUnderlinable(chunk: Chunk): boolean {
  const text = chunk.lines.join(' ');
  return text.length <= 300 && !/[.;,]["”’)]*$/.test(text);
}

/** The line after the run of text that starts at `start`; a fence that nothing closes is text. */
function endOfRun(lines: readonly string[], start: number, lastFence: number, rules: ChunkRules): number {
  let end = start;
  let fence = '';
  for (; end < lines.length; end++) {
    const line = lines[end] ?? '';
    const mark = rules.markdown ? FENCE.exec(line)?.[1] : undefined;
    if (fence !== '') {
      if (mark?.startsWith(fence)) fence = '';
    } else if (mark !== undefined && end < lastFence) {
      fence = mark;
    } else if (
      isBlank(line) ||
      (end > start && isRule(line, rules)) ||
      (rules.markdown && HEADING.test(line))
    ) {
      return end;
    }
  }
  return end;
}

/** Adds a run of lines as text, headers, text …; a run of headers stands on lines of its own. */
function addParts(chunks: Chunk[], lines: readonly string[], from: number, gap: number): void {
  let start = 0;
  let headers: HeaderLine[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const own = headersOn(line);
    const found = own ?? headersOnTwo(line, lines[index + 1]);
    const isOther = (found === null) === headers.length > 0;
    if (isOther && index > start) {
      chunks.push(partOf(lines.slice(start, index), from + start, start === 0 ? gap : 0, headers));
      start = index;
      headers = [];
    }
    if (found !== null) headers.push(...found);
    if (own === null && found !== null) index++;
  }
  const last = start === 0 ? lines : lines.slice(start);
  chunks.push(partOf(last, from + start, start === 0 ? gap : 0, headers));
}

function partOf(lines: readonly string[], from: number, gap: number, headers: readonly HeaderLine[]): Chunk {
  if (headers.length > 0) return chunkAt(from, gap, lines, { kind: 'headers', headers });
  return chunkAt(from, gap, lines.some(endsInSpace) ? lines.map((line) => line.trimEnd()) : lines, {});
}

function endsInSpace(line: string): boolean {
  // Only plain white space is left in lines.
  const last = line.charCodeAt(line.length - 1);
  return last === 0x20 || last === 0x09 || last > 0x7f;
}
