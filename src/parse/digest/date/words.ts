/**
 * The words beside a place in a text, by character codes. Each day in a digest asks for its neighbours, and a regular expression
 * would make an object for every one of them.
 */

/** A word in lower case, or a sign that ends a clause: `.`, `;`, `,`, `:`. */
export interface Token {
  readonly word: string;
  /** Characters between it and the place. */
  readonly distance: number;
}

/** The words before a place, the nearest first; none that starts further away than `most` characters. */
export function wordsBefore(text: string, place: number, most: number): readonly Token[] {
  const tokens: Token[] = [];
  const first = Math.max(0, place - most);
  for (let end = place; end > first; ) {
    let start = end;
    while (start > first && isInWord(text, start - 1)) start--;
    if (start < end) tokens.push({ word: folded(text, start, end), distance: place - end });
    else {
      start--;
      if (isSign(text.charCodeAt(start))) tokens.push({ word: text.charAt(start), distance: place - end });
    }
    end = start;
  }
  return tokens;
}

/** The words from a place on, the nearest first; none that starts `most` characters behind it. */
export function wordsAfter(text: string, place: number, most: number): readonly Token[] {
  const tokens: Token[] = [];
  const last = Math.min(text.length, place + most);
  for (let start = place; start < last; ) {
    let end = start;
    while (end < text.length && isInWord(text, end)) end++;
    if (end > start) tokens.push({ word: folded(text, start, end), distance: start - place });
    else {
      if (isSign(text.charCodeAt(start))) tokens.push({ word: text.charAt(start), distance: start - place });
      end++;
    }
    start = end;
  }
  return tokens;
}

function folded(text: string, start: number, end: number): string {
  return text.slice(start, end).toLowerCase().replace('’', "'");
}

/** A letter, or an apostrophe before one: `jusqu'au`. */
function isInWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return isLetter(code) || ((code === 0x27 || code === 0x2019) && isLetter(text.charCodeAt(at + 1)));
}

/** Near enough for words: the letters of ASCII, and what stands above Latin-1's signs and is no punctuation. */
function isLetter(code: number): boolean {
  if (code < 0xc0) return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
  return code !== 0xd7 && code !== 0xf7 && (code < 0x2000 || code > 0x303f);
}

function isSign(code: number): boolean {
  return code === 0x2e || code === 0x2c || code === 0x3b || code === 0x3a;
}
