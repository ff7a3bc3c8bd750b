import type { Warning } from '../model/failure.ts';

/** Counts what was repaired in one document, by kind, and remembers where each kind was first met. */
export interface Repairs {
  note(code: string, at: number): void;
  warnings(source: string): readonly Warning[];
}

const SENTENCES: Readonly<Record<string, string>> = {
  'bare-ampersand': 'An & that is not escaped',
  'bare-less-than': 'A < that is not escaped',
  'broken-tag': 'A tag without its end',
  'leading-junk': 'Something before the first tag',
  'stray-end-tag': 'An end tag of an element that is not open',
  'too-deep': 'Elements nested deeper than anybody needs, left out',
  'too-many-elements': 'More elements inside of one than anybody needs, left out',
  truncated: 'The document ends before its elements do',
  'unclosed-cdata': 'A CDATA section without its end',
  'unclosed-comment': 'A comment without its end',
  'unclosed-element': 'An element without its end tag',
  'unclosed-quote': 'An attribute without its closing quote',
  'undeclared-entity': 'An entity that the document does not declare',
  'undeclared-prefix': 'A namespace prefix that the document does not declare',
};

export function newRepairs(): Repairs {
  const met = new Map<string, { count: number; at: number }>();
  return {
    note(code, at) {
      const known = met.get(code);
      if (known === undefined) met.set(code, { count: 1, at });
      else known.count++;
    },
    warnings(source) {
      const warnings: Warning[] = [];
      for (const [code, { count, at }] of met) {
        const sentence = SENTENCES[code] ?? code;
        const message = count === 1 ? `${sentence}.` : `${sentence} (${count} times).`;
        warnings.push({ code, message, line: lineOf(source, at) });
      }
      return warnings;
    },
  };
}

function lineOf(source: string, at: number): number {
  let line = 1;
  for (let next = source.indexOf('\n'); next >= 0 && next < at; next = source.indexOf('\n', next + 1)) line++;
  return line;
}
