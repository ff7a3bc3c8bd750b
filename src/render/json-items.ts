/** Reads a JSON Feed piece by piece: its items are handed out one by one, and never held together. */

export interface JsonFeedReader {
  push(piece: string): void;
  /** After the last piece: the document with `0` in the place of each item. Throws SyntaxError. */
  end(): unknown;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Items are objects in a list in an object: two brackets deep. */
const LIST_DEPTH = 2;

/**
 * `onItem` is given each object in the list "items" of the top level, parsed. Here brackets and strings are looked at only;
 * whether they are JSON is for JSON.parse to say, of each item and of what is left. Throws SyntaxError.
 */
export function jsonFeedReader(onItem: (item: unknown) => void): JsonFeedReader {
  let around = '';
  let item = '';
  let depth = 0;
  let inItems = false;
  let inString = false;
  let escaping = false;

  function push(piece: string): void {
    /** From where on nothing is kept yet. */
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (inString) {
        if (escaping) escaping = false;
        else if (code === BACKSLASH) escaping = true;
        else if (code === QUOTE) inString = false;
      } else if (code === QUOTE) inString = true;
      else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        if (depth === 1 && code === OPEN_BRACKET)
          inItems = /"items"\s*:\s*$/.test(around.slice(-64) + piece.slice(from, at));
        if (inItems && depth === LIST_DEPTH) {
          around += piece.slice(from, at);
          from = at;
        }
        depth++;
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        depth--;
        if (!inItems || depth !== LIST_DEPTH) continue;
        onItem(JSON.parse(item + piece.slice(from, at + 1)));
        item = '';
        around += '0';
        from = at + 1;
      }
    }
    if (inItems && depth > LIST_DEPTH) item += piece.slice(from);
    else around += piece.slice(from);
  }

  return { push, end: () => JSON.parse(around + item) };
}
