/** Finds the objects of a JSON text without reading it, so that a broken one costs no other and each has its lines. */

export interface ObjectSpan {
  readonly text: string;
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
  for (let at = 0; at < source.length; at++) {
    const sign = source[at];
    if (sign === '\n') line++;
    else if (sign === '"') {
      const end = endOfString(source, at);
      if (depth === 1) key = source.slice(at + 1, end);
      at = end;
    } else if (sign === '{' || sign === '[') {
      if (depth < 3) starts[depth] = { at, line };
      depth++;
    } else if ((sign === '}' || sign === ']') && depth > 0) {
      depth--;
      const start = depth < 3 ? starts[depth] : undefined;
      if (sign === ']' || start === undefined) continue;
      spans.push({ text: source.slice(start.at, at + 1), lines: [start.line, line], depth, key });
    }
  }
  return spans;
}

/** Index of the closing quote. Strings hold no line break: one that nothing closes ends before it. */
function endOfString(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    const sign = source[at];
    if (sign === '"') return at;
    if (sign === '\n') return at - 1;
    if (sign === '\\') at++;
  }
  return source.length;
}
