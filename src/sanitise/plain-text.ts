/** Plain text out of markup: what is left when only words count. */
import type { ElementRule } from './policy.ts';
import type { TokenSink } from './visible-tokens.ts';

/** Gathers words until there are more than enough of them. */
export class PlainText implements TokenSink {
  #text = '';
  readonly #enough: number;

  constructor(limit: number) {
    // White space collapses later; this much more makes it near certain that the cut falls inside what was read.
    this.#enough = limit * 2 + 200;
  }

  get full(): boolean {
    return this.#text.length > this.#enough;
  }

  get value(): string {
    return this.#text;
  }

  open(rule: ElementRule): void {
    this.#part(rule);
  }

  close(rule: ElementRule): void {
    this.#part(rule);
  }

  text(text: string): void {
    this.#text += text;
  }

  embed(): void {}
  noscript(): void {}

  /** Blocks part words; `b` in a word does not. */
  #part({ kind, name }: ElementRule): void {
    if (kind === 'formatting' || kind === 'phrasing' || name === 'wbr') return;
    this.#text += ' ';
  }
}

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** A cut this far back at a space is better than one through a word. */
const WORD_REACH = 40;

/** At most `limit` UTF-16 units: the text itself, or its start up to a word's end, else a grapheme's, and an ellipsis. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const room = Math.max(0, limit - 1);
  const space = text.lastIndexOf(' ', room);
  const end = space > 0 && space >= room - WORD_REACH ? space : graphemeStart(text, room);
  return `${text.slice(0, end).replace(/[\s,;:.–—-]+$/u, '')}…`;
}

/** Index of the start of the grapheme that holds `index`. */
function graphemeStart(text: string, index: number): number {
  const from = Math.max(0, index - 64);
  return (
    from + (GRAPHEMES.segment(text.slice(from, index + 64)).containing(index - from)?.index ?? index - from)
  );
}
