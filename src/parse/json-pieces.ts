/**
 * Reads a large or a broken JSON document object by object: the native parser can neither be stopped in between nor be asked for what
 * stands before a break. Objects in lists of the outermost object (a feed's items) are cut out without being read, and a number
 * is left in their place; what is left over is small and read first.
 */
import { setImmediate } from 'node:timers/promises';

export interface Pieces {
  /** The outermost object, with a piece in place of each object in one of its lists. */
  readonly outline: Readonly<Record<string, unknown>>;
  /** False where the document breaks off, or is broken, and what stands whole before was read. */
  readonly whole: boolean;
}

/** Reads one object of a list. Undefined where it is not JSON, or is of so many parts that reading it would keep others waiting. */
export type Piece = () => unknown;

export const isPiece = (value: unknown): value is Piece => typeof value === 'function';

/** Parts of one object: more than a transcript with a time for each word has. */
const MOST_PARTS = 50_000;
/** Characters of what is left over, without the objects. */
const LONGEST_OUTLINE = 262_144;
/** Characters looked through between two breaths. */
const PORTION = 262_144;

/** Null where not even an outline can be made out. `most`: reading ends behind so many pieces. */
export async function readPieces(text: string, most: number): Promise<Pieces | null> {
  const pieces: Piece[] = [];
  const closers: string[] = [];
  let outline = '';
  let kept = 0;
  let start = 0;
  let parts = 0;
  /** What would close the outline after its last piece. */
  let tail: string | null = null;
  let breath = PORTION;
  let at = 0;
  for (; at < text.length && pieces.length <= most; at++) {
    if (at > breath) {
      await setImmediate();
      breath = at + PORTION;
    }
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case COMMA:
      case COLON:
        parts++;
        break;
      case OPEN_OBJECT:
      case OPEN_LIST: {
        const closer = text[at] === '{' ? '}' : ']';
        if (closers.length === 2 && closer === '}' && closers[1] === ']') {
          start = at;
          parts = 0;
        }
        parts++;
        closers.push(closer);
        break;
      }
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        if (closers.pop() !== text[at]) return end();
        if (closers.length === 2 && closers[1] === ']' && text[at] === '}') {
          outline += `${text.slice(kept, start)}{"":${pieces.length}}`;
          pieces.push(pieceOf(text.slice(start, at + 1), parts));
          kept = at + 1;
          tail = closers.toReversed().join('');
        }
        if (outline.length > LONGEST_OUTLINE) return null;
    }
  }
  return end();

  function end(): Pieces | null {
    const rest = text.slice(kept);
    const whole = closers.length === 0 && at >= text.length && rest.length <= LONGEST_OUTLINE;
    return (whole ? put(outline + rest, true) : null) ?? (tail === null ? null : put(outline + tail, false));
  }

  function put(json: string, isWhole: boolean): Pieces | null {
    try {
      const read: unknown = JSON.parse(json, (_, value) => {
        const number: unknown = value?.[''];
        return (typeof number === 'number' ? pieces[number] : null) ?? value;
      });
      return typeof read === 'object' && read !== null && !Array.isArray(read)
        ? { outline: read as Pieces['outline'], whole: isWhole }
        : null;
    } catch {
      return null;
    }
  }
}

/** `parts`: brackets, commas and colons in it. */
function pieceOf(text: string, parts: number): Piece {
  return () => {
    if (parts > MOST_PARTS) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  };
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const BACKSLASH = 92;

/** Index of the quote that ends the string which starts here; the text's length where there is none. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote;
  }
  return text.length;
}
