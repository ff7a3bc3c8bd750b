import { blocksOfRun, joinLists, wrapWidthOf } from './body.ts';
import { isBlank, linesOf } from './characters.ts';
import { type Chunk, chunksOf } from './chunk.ts';
import type { Block, Headers, Split } from './draft.ts';
import { withoutForwarding } from './forwarded.ts';
import { headersOf, headersOn } from './header.ts';
import { splitChunks } from './split.ts';

export interface PlainRules {
  readonly split: RegExp | null;
  readonly titlePattern: RegExp | null;
}

/** Reads a digest in plain text. Linear; never throws. */
export function readPlain(text: string, rules: PlainRules): Split {
  const { lines: fronted, first, head } = withoutFrontMatter(linesOf(text));
  const { lines, head: sent } = withoutForwarding(unquoted(fronted));
  const chunks = chunksOf(lines, first, { markdown: false, split: rules.split });
  const width = wrapWidthOf(runsOf(chunks));
  const split = splitChunks(chunks, {
    titlePattern: rules.titlePattern,
    blocksOf: (body) => joinLists(body.flatMap((chunk) => blocksOfRun(chunk.lines, width))),
  });
  return { ...split, head: { ...split.head, ...sent, ...head } };
}

/** The blocks of a text that is one item's body, whatever stands in it. */
export function plainBlocks(text: string): readonly Block[] {
  const chunks = chunksOf(linesOf(text), 1, { markdown: false, split: null });
  const width = wrapWidthOf(runsOf(chunks));
  return joinLists(chunks.flatMap((chunk) => (chunk.kind === 'rule' ? [] : blocksOfRun(chunk.lines, width))));
}

function* runsOf(chunks: readonly Chunk[]): Iterable<readonly string[]> {
  for (const chunk of chunks) if (chunk.kind === 'text') yield chunk.lines;
}

/** A document that is quoted as a whole, once or several times, is read without its marks. */
function unquoted(lines: readonly string[]): readonly string[] {
  let plain = lines;
  for (let depth = 0; depth < 5 && plain.every((line) => line.startsWith('>') || isBlank(line)); depth++)
    plain = plain.map((line) => line.replace(/^> ?/, ''));
  return plain;
}

interface Fronted {
  readonly lines: readonly string[];
  /** Number of the first line that is left. */
  readonly first: number;
  readonly head: Headers;
}

/** Front matter (`---`, `key: value` lines, `---`) states things about the digest as a whole. */
export function withoutFrontMatter(lines: readonly string[]): Fronted {
  const end =
    lines[0]?.trimEnd() === '---'
      ? lines.slice(0, 60).findIndex((line, at) => at > 0 && /^(?:---|\.\.\.)\s*$/.test(line))
      : -1;
  const matter = lines.slice(1, Math.max(end, 1));
  const isMatter =
    matter.some((line) => /^[\w-]+:\s/.test(line)) &&
    matter.every((line) => /^(?:[\w-]+:|\s*-\s|\s*#|\s*$)/.test(line));
  if (!isMatter) return { lines, first: 1, head: {} };
  const headers = matter.flatMap(
    (line) => headersOn(line.replace(/^([\w-]+:\s*)["'[](.*?)["'\]]\s*$/, '$1$2')) ?? [],
  );
  return { lines: lines.slice(end + 1), first: end + 2, head: headersOf(headers) };
}
