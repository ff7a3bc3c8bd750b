/** Finds the objects of a JSON text without reading it, so that a broken one costs no other and each has its lines. */

export interface ObjectSpan {
  readonly text: string;
  /** Offset in the source. */
  readonly start: number;
  /** First and last line, from 1. */
  readonly lines: readonly [number, number];
  /** Arrays and objects around it. */
  readonly depth: number;
  /** The key, on the outermost level, of what it stands in; empty if there is none. */
  readonly key: string;
}

/** The objects with fewer than three levels around them, in order of their ends. Linear, also in broken JSON. */
export function objectsIn(source: string): readonly ObjectSpan[] {
  const spans: ObjectSpan[] = [];
  const starts: { at: number; line: number }[] = [];
  let depth = 0;
  let line = 1;
  let key = '';
  let strayUntil = 0;
  for (let at = 0; at < source.length; at++) {
    const sign = source[at];
    if (sign === '\n') line++;
    else if (sign === '"') {
      // A quote that nothing closes on its line is a slip of the pen: what follows counts as if it were not there.
      if (at < strayUntil) continue;
      const end = endOfString(source, at);
      if (source[end] === '"') {
        if (depth === 1) key = source.slice(at + 1, end);
        at = end;
      } else strayUntil = end;
    } else if (sign === '{' || sign === '[') {
      if (depth < 3) starts[depth] = { at, line };
      depth++;
    } else if ((sign === '}' || sign === ']') && depth > 0) {
      depth--;
      const start = depth < 3 ? starts[depth] : undefined;
      if (sign === ']' || start === undefined) continue;
      spans.push({
        text: source.slice(start.at, at + 1),
        start: start.at,
        lines: [start.line, line],
        depth,
        key,
      });
    }
  }
  return spans;
}

/** Index of the closing quote, or of the line break where there is none: strings hold no line break (RFC 8259, 7). */
function endOfString(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    const sign = source[at];
    if (sign === '"') return at;
    if (sign === '\n') return at;
    if (sign === '\\') at++;
  }
  return source.length;
}
