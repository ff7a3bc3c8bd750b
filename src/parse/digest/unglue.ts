import { withAddressesAsHeaders, withBylinesAsHeaders } from './byline.ts';
import type { Chunk } from './chunk.ts';
import { titleLinesAtEnd } from './title.ts';

/** Titles that no blank line parts from what stands around them are set apart. */
export function unglued(chunks: readonly Chunk[], titlePattern: RegExp | null): readonly Chunk[] {
  if (titlePattern !== null) return withTitlesApart(chunks, titlePattern);
  const named = chunks.some(namesSource) ? chunks : withBylinesAsHeaders(chunks);
  if (named.some((chunk) => chunk.kind === 'headers')) return withoutGluedTitles(named);
  return withAddressesAsHeaders(named);
}

function namesSource({ headers }: Chunk): boolean {
  return headers.some(({ name }) => name === 'source');
}

/** Header lines mark the line above them as a title also where it is glued to the text before it. */
function withoutGluedTitles(chunks: readonly Chunk[]): readonly Chunk[] {
  const pieces: (readonly Chunk[])[] = [];
  let done = 0;
  for (let index = 0; index + 1 < chunks.length; index++) {
    const chunk = chunks[index];
    if (chunk === undefined || chunks[index + 1]?.kind !== 'headers') continue;
    const { kind, block, lines, level, from } = chunk;
    const mayHold = kind === 'text' && block === null && lines.length > 1 && level === 0;
    const at = mayHold ? lines.length - titleLinesAtEnd(lines) : 0;
    if (at === 0) continue;
    const text = { ...chunk, lines: lines.slice(0, at), to: from + at - 1 };
    const title = { ...chunk, lines: lines.slice(at), from: from + at, gap: 0 };
    pieces.push(chunks.slice(done, index), [text, title]);
    done = index + 1;
  }
  return done === 0 ? chunks : [...pieces, chunks.slice(done)].flat();
}

/** Lines that the user's pattern takes for titles stand by themselves. */
function withTitlesApart(chunks: readonly Chunk[], pattern: RegExp): readonly Chunk[] {
  return chunks.flatMap((chunk) => {
    if (chunk.kind !== 'text' || chunk.block !== null) return [chunk];
    const titles = chunk.lines.flatMap((line, at) => (pattern.test(line.slice(0, 1000)) ? [at, at + 1] : []));
    const cuts = [...new Set([0, ...titles, chunk.lines.length])];
    return cuts.slice(1).map((end, index) => {
      const start = cuts[index] ?? 0;
      return {
        ...chunk,
        lines: chunk.lines.slice(start, end),
        from: chunk.from + start,
        to: chunk.from + end - 1,
      };
    });
  });
}
