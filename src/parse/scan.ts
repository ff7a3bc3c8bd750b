/**
 * Cuts markup into tags and text, and never gives up: the only XML grammar it insists on is `<` + name.
 * The hot path of the house. It leaps from `<` to `<` with indexOf (which runs at memory speed) instead of walking the
 * characters, hands text on as slices with references undecoded, and can stop after any token, so that a large
 * document is read in portions. All of it is linear: what a search did not find is not searched for again.
 */

/** An attribute under its name as written, references in its value not yet decoded. */
export interface Attribute {
  readonly name: string;
  readonly value: string;
}

export interface Tokens {
  open(name: string, attributes: readonly Attribute[], selfClosing: boolean, at: number): void;
  close(name: string, at: number): void;
  /** Character data with its references. */
  text(raw: string, at: number): void;
  cdata(text: string, at: number): void;
  /** What stands between `<!DOCTYPE` and its `>`. */
  doctype(text: string): void;
  /** Something was broken here and has been repaired. */
  repaired(code: string, at: number): void;
}

export interface Scanner {
  /** Reads on until at least `characters` more are consumed; false when the end has been reached. */
  advance(characters: number): boolean;
}

const NONE: readonly Attribute[] = [];
const MAX_ATTRIBUTES = 256;
/** Characters of one value that are kept: more than any address or text in one has. */
const MAX_VALUE = 131_072;
/** Characters of one tag beyond which it is only looked for its end: a picture may be written into one. */
const MAX_TAG = 4_194_304;

const LT = 60;
const GT = 62;
const SLASH = 47;
const EQUALS = 61;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const BANG = 33;
const QUESTION = 63;

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** A letter, `_`, `:` or anything beyond ASCII: what a tag's name may start with. */
function startsName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 58 || code > 127
  );
}

function endsValue(code: number): boolean {
  return Number.isNaN(code) || code === GT || code === SLASH || code === QUESTION || isSpace(code);
}

export function scan(source: string, tokens: Tokens): Scanner {
  const end = source.length;
  let at = 0;
  let nextTag = -1;
  let lastOpened = '';
  let sawSubset = false;
  const cdataStart = search(source, '<![CDATA[');
  const cdataEnd = search(source, ']]>');
  const commentEnd = search(source, '-->');
  const entryStarts = [search(source, '<item'), search(source, '<entry')];
  const entryEnds = [search(source, '</item>'), search(source, '</entry>')];
  const instructionEnd = search(source, '?>');

  function readTag(lt: number): number {
    const code = source.charCodeAt(lt + 1);
    if (code === SLASH) return readClose(lt);
    if (startsName(code)) return readOpen(lt);
    if (code === BANG) return readDeclaration(lt);
    if (code === QUESTION) {
      const stop = instructionEnd(lt + 2);
      return stop >= 0 ? stop + 2 : endOfTag(lt + 1);
    }
    tokens.repaired('bare-less-than', lt);
    tokens.text('&lt;', lt);
    return lt + 1;
  }

  function readClose(lt: number): number {
    const nameEnd = endOfName(lt + 2);
    if (nameEnd === lt + 2) {
      tokens.repaired('broken-tag', lt);
      return endOfTag(lt + 1);
    }
    tokens.close(source.slice(lt + 2, nameEnd), lt);
    return endOfTag(nameEnd);
  }

  function readOpen(lt: number): number {
    const nameEnd = endOfName(lt + 1);
    const name = source.slice(lt + 1, nameEnd);
    lastOpened = name;
    const code = source.charCodeAt(nameEnd);
    if (code === GT) {
      tokens.open(name, NONE, false, lt);
      return nameEnd + 1;
    }
    return readAttributes(lt, name, nameEnd);
  }

  function readAttributes(lt: number, name: string, from: number): number {
    const attributes: Attribute[] = [];
    let index = from;
    let selfClosing = false;
    for (;;) {
      if (attributes.length === MAX_ATTRIBUTES || index > from + MAX_TAG) {
        index = endOfOverfullTag(index);
        break;
      }
      let code = source.charCodeAt(index);
      while (isSpace(code) && index <= from + MAX_TAG) code = source.charCodeAt(++index);
      if (index >= end) {
        // The document ends inside of the tag: nothing is known to be meant.
        tokens.repaired('truncated', lt);
        return end;
      }
      if (code === GT) {
        index++;
        break;
      }
      if (code === LT) {
        tokens.repaired('broken-tag', lt);
        break;
      }
      if (code === SLASH) {
        selfClosing = source.charCodeAt(index + 1) === GT;
        index++;
        continue;
      }
      index = readAttribute(index, attributes, lt);
    }
    tokens.open(name, attributes, selfClosing, lt);
    return index;
  }

  /** Behind the next `>`, whatever quotes say: nobody means so many attributes, and a search is cheap. */
  function endOfOverfullTag(from: number): number {
    const gt = source.indexOf('>', from);
    return gt < 0 ? end : gt + 1;
  }

  function readAttribute(from: number, attributes: Attribute[], lt: number): number {
    let index = from;
    let code = source.charCodeAt(index);
    while (index < end && code !== EQUALS && code !== GT && code !== LT && code !== SLASH && !isSpace(code)) {
      code = source.charCodeAt(++index);
    }
    const name = source.slice(from, index);
    while (isSpace(code)) code = source.charCodeAt(++index);
    if (code !== EQUALS) {
      keep(attributes, name, '');
      return index === from ? index + 1 : index;
    }
    do code = source.charCodeAt(++index);
    while (isSpace(code));
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      const close = source.indexOf(code === DOUBLE_QUOTE ? '"' : "'", index + 1);
      const value = source.slice(index + 1, close);
      // A value with a tag in it that ends in the middle of nowhere has lost its own closing quote.
      if (close >= 0 && (!value.includes('<') || endsValue(source.charCodeAt(close + 1)))) {
        keep(attributes, name, value);
        return close + 1;
      }
      tokens.repaired('unclosed-quote', lt);
      index++;
    }
    const valueFrom = index;
    code = source.charCodeAt(index);
    while (index < end && code !== GT && code !== LT && !isSpace(code)) code = source.charCodeAt(++index);
    keep(attributes, name, source.slice(valueFrom, index).replace(/["']$/, ''));
    return index;
  }

  function readDeclaration(lt: number): number {
    if (source.startsWith('<![CDATA[', lt)) return readCdata(lt);
    if (source.startsWith('<!--', lt)) {
      const stop = commentEnd(lt + 4);
      if (stop >= 0 && !swallowsEnd(lt, stop)) return stop + 3;
      tokens.repaired('unclosed-comment', lt);
      return lt + 4;
    }
    const stop = endOfDeclaration(lt);
    if (/^<!doctype/i.test(source.slice(lt, lt + 9))) tokens.doctype(source.slice(lt + 9, stop - 1));
    return stop;
  }

  /** A comment with an entry's end in it, but not its start, has lost its own end. */
  function swallowsEnd(from: number, to: number): boolean {
    return entryEnds.some((entryEnd, index) => {
      const at = entryEnd(from);
      const start = entryStarts[index]?.(from) ?? -1;
      return at >= 0 && at < to && (start < 0 || start > at);
    });
  }

  /**
   * A section that has lost its `]]>` ends before the closing tag of its element. That it has lost it shows in another
   * section's start before the next `]]>`.
   */
  function readCdata(lt: number): number {
    const from = lt + 9;
    const stop = cdataEnd(from);
    const next = cdataStart(from);
    if (stop >= 0 && (next < 0 || next > stop)) {
      tokens.cdata(source.slice(from, stop), lt);
      return stop + 3;
    }
    const closing = source.slice(from, next < 0 ? end : next).indexOf(`</${lastOpened}`);
    if (closing < 0 && stop >= 0) {
      tokens.cdata(source.slice(from, stop), lt);
      return stop + 3;
    }
    tokens.repaired('unclosed-cdata', lt);
    const cut = closing < 0 ? end : from + closing;
    tokens.cdata(source.slice(from, cut), lt);
    return cut;
  }

  function endOfName(from: number): number {
    let index = from;
    for (; index < end; index++) {
      const code = source.charCodeAt(index);
      if (code === GT || code === SLASH || code === LT || isSpace(code)) break;
    }
    return index;
  }

  /** Behind the next `>`, but not beyond the next `<`. */
  function endOfTag(from: number): number {
    for (let index = from; index < end; index++) {
      const code = source.charCodeAt(index);
      if (code === GT) return index + 1;
      if (code === LT) return index;
    }
    return end;
  }

  /** Behind the `>` of `<!…>`. The internal subset of the first document type, in brackets, may hold further ones. */
  function endOfDeclaration(lt: number): number {
    const gt = source.indexOf('>', lt);
    if (gt < 0) return end;
    const bracket = source.slice(lt, gt).indexOf('[');
    if (bracket < 0 || sawSubset) return gt + 1;
    sawSubset = true;
    const close = /\]\s*>/.exec(source.slice(lt + bracket, lt + bracket + MAX_SUBSET));
    return close === null ? gt + 1 : lt + bracket + close.index + close[0].length;
  }

  return {
    advance(characters) {
      const until = at + characters;
      while (at < end && at < until) {
        if (nextTag < at) nextTag = source.indexOf('<', at);
        if (nextTag < 0) nextTag = end;
        if (nextTag === at) {
          at = readTag(at);
          continue;
        }
        const stop = endOfText(source, at, nextTag);
        tokens.text(source.slice(at, stop), at);
        at = stop;
      }
      return at < end;
    },
  };
}

/** Longest piece that character data is handed on in, so that a huge one is no long piece of work. */
const MAX_TEXT = 131_072;

/** At the next tag, or earlier where that is far; never within a reference. */
function endOfText(source: string, from: number, nextTag: number): number {
  if (nextTag - from <= MAX_TEXT) return nextTag;
  const stop = from + MAX_TEXT;
  const ampersand = source.slice(stop - 40, stop).lastIndexOf('&');
  return ampersand < 0 ? stop : stop - 40 + ampersand;
}

/** Longest internal subset of a document type that is looked through. */
const MAX_SUBSET = 65_536;

function keep(attributes: Attribute[], name: string, value: string): void {
  if (name !== '') attributes.push({ name, value: value.slice(0, MAX_VALUE) });
}

/** Like indexOf for ascending positions, but looks at each character of the source once over all calls. */
function search(source: string, wanted: string): (from: number) => number {
  let found = -2; // not yet searched; -1: there is none
  return (from) => {
    if (found === -1 || found >= from) return found;
    found = source.indexOf(wanted, from);
    return found;
  };
}
