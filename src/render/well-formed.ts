/**
 * A strict reader of the XML that we write (XML 1.0 with namespaces, without doctype, comments and instructions): it
 * knows nothing of the writers and takes nothing on trust. It is fed piece by piece and keeps no more than an unfinished
 * tag or section. Linear, by sticky patterns; about 10 ms a megabyte.
 */

/** What is wrong with a text, and at which offset. */
export class NotWellFormed extends Error {
  override readonly name = 'NotWellFormed';
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

export interface ReadingRules {
  /** What stands before the root element, to the letter. */
  readonly prolog: string;
  /** Elements that are never closed: HTML's. */
  readonly voids: ReadonlySet<string>;
  /** Called at each end, innermost first; the root's `depth` is 1. `text`: what stands before the end, after the tag before it. */
  readonly onEnd: (name: string, depth: number, text: string) => void;
}

export interface ElementReader {
  /** The next piece; no character may be divided between two. Throws NotWellFormed. */
  push(piece: string): void;
  /** After the last piece: the name of the root element. Throws NotWellFormed. */
  end(): string;
}

const START =
  /<([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)((?: [A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?="[^"<]*")*)(\/?)>/y;
const END = /<\/([\w.:-]+)>/y;
const ATTRIBUTE = / ([\w.:-]+)="([^"]*)"/g;
const BAD_REFERENCE = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)/i;
const BAD_CHARACTER = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const CDATA = '<![CDATA[';
const SLASH = 47;
/** Characters; ours are shorter. */
const LONGEST_REFERENCE = 16;

export function elementReader({ prolog, voids, onEnd }: ReadingRules): ElementReader {
  const open: string[] = [];
  const prefixes = new Set(['xml']);
  let root = '';
  let begun = false;
  /** What was pushed and not read yet, and the offset of its start in the whole. */
  let pending = '';
  let offset = 0;
  /** Since the last tag. */
  let text = '';
  let inSection = false;

  function push(piece: string): void {
    const bad = BAD_CHARACTER.exec(piece);
    if (bad !== null)
      throw new NotWellFormed('a character that XML forbids', offset + pending.length + bad.index);
    if (!piece.isWellFormed()) throw new NotWellFormed('a lone surrogate', offset + pending.length);
    pending = pending === '' ? piece : pending + piece;
    let at = 0;
    if (!begun && pending.length > prolog.length) {
      if (!pending.startsWith(`${prolog}<`)) throw new NotWellFormed(`no ${prolog.trim()} at the start`, 0);
      begun = true;
      at = prolog.length;
    }
    if (begun) at = readAsFarAs(at);
    pending = pending.slice(at);
    offset += at;
  }

  /** Reads what is whole; gives where it stopped. */
  function readAsFarAs(from: number): number {
    let at = from;
    for (;;) {
      if (inSection) at = readInSection(at);
      if (inSection) return at;
      const tag = pending.indexOf('<', at);
      if (tag < 0) return readOpenText(at);
      if (tag > at) readText(at, tag);
      const after = readMarkup(tag);
      if (after === null) return tag;
      at = after;
    }
  }

  /** Text whose end is not there yet, but for what may be cut in the middle: a reference, or a part of "]]>". */
  function readOpenText(from: number): number {
    const ampersand = pending.lastIndexOf('&');
    const stop = ampersand >= pending.length - LONGEST_REFERENCE ? ampersand : pending.length - 2;
    if (stop <= from) return from;
    readText(from, stop);
    return stop;
  }

  function readText(start: number, end: number): void {
    const part = pending.slice(start, end);
    if (open.length === 0 && part.trim() !== '')
      throw new NotWellFormed('text outside of the root element', offset + start);
    if (part.includes('&') && BAD_REFERENCE.test(part)) throw new NotWellFormed('a bare "&"', offset + start);
    if (part.includes(']]>')) throw new NotWellFormed('"]]>" outside of a CDATA section', offset + start);
    text = text === '' ? part : text + part;
  }

  /** Where the markup at `tag` ends; null when it is not whole yet. */
  function readMarkup(tag: number): number | null {
    const second = pending.charCodeAt(tag + 1);
    if (Number.isNaN(second)) return null;
    if (second === SLASH) return readEnd(tag);
    return pending[tag + 1] === '!' ? readSection(tag) : readStart(tag);
  }

  function readSection(tag: number): number | null {
    if (!pending.startsWith(CDATA, tag)) {
      if (CDATA.startsWith(pending.slice(tag))) return null;
      throw notATag(tag);
    }
    if (open.length === 0) throw new NotWellFormed('a CDATA section without a parent', offset + tag);
    inSection = true;
    return tag + CDATA.length;
  }

  /** As far as the section is there; what may be a part of its end is left. */
  function readInSection(from: number): number {
    const end = pending.indexOf(']]>', from);
    const stop = end < 0 ? Math.max(from, pending.length - 2) : end;
    text += pending.slice(from, stop);
    inSection = end < 0;
    return inSection ? stop : end + 3;
  }

  function readEnd(tag: number): number | null {
    END.lastIndex = tag;
    const found = END.exec(pending);
    if (found === null) return unlessCut(tag);
    const [end, name = ''] = found;
    const element = open.pop();
    if (element !== name) throw new NotWellFormed(`</${name}> ends <${element}>`, offset + tag);
    onEnd(name, open.length + 1, text);
    text = '';
    return tag + end.length;
  }

  function readStart(tag: number): number | null {
    START.lastIndex = tag;
    const found = START.exec(pending);
    if (found === null) return unlessCut(tag);
    const [start, name = '', attributes = '', empty] = found;
    if (open.length === 0 && root !== '') throw new NotWellFormed(`a second root, <${name}>`, offset + tag);
    root ||= name;
    checkAttributes(name, attributes, prefixes, offset + tag);
    text = '';
    if (empty === '' && !voids.has(name)) open.push(name);
    else onEnd(name, open.length + 1, '');
    return tag + start.length;
  }

  /** A tag holds no "<" and no ">" outside of a value: where one follows, it is not only cut. */
  function unlessCut(tag: number): null {
    if (pending.includes('<', tag + 1) || /^<[^"]*>/.test(pending.slice(tag))) throw notATag(tag);
    return null;
  }

  const notATag = (tag: number) =>
    new NotWellFormed(`not a tag: ${pending.slice(tag, tag + 40)}`, offset + tag);

  return {
    push,
    end() {
      if (!begun) throw new NotWellFormed(`no ${prolog.trim()} at the start`, 0);
      if (inSection) throw new NotWellFormed('a CDATA section that never ends', offset);
      if (pending.includes('<')) throw notATag(pending.indexOf('<'));
      readText(0, pending.length);
      const unclosed = open.at(-1);
      if (unclosed !== undefined)
        throw new NotWellFormed(`<${unclosed}> is never closed`, offset + pending.length);
      return root;
    },
  };
}

/** Each name once, references whole, and every prefix declared: ours all are, on the root or where they are used. */
function checkAttributes(element: string, attributes: string, prefixes: Set<string>, offset: number): void {
  const names = new Set<string>();
  for (const [, name = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
    if (names.has(name)) throw new NotWellFormed(`${name} twice on <${element}>`, offset);
    names.add(name);
    if (name.startsWith('xmlns:')) prefixes.add(name.slice('xmlns:'.length));
    if (value.includes('&') && BAD_REFERENCE.test(value))
      throw new NotWellFormed(`a bare "&" in ${name}`, offset);
  }
  for (const name of [element, ...names]) {
    const [prefix = '', local] = name.split(':');
    if (local !== undefined && prefix !== 'xmlns' && !prefixes.has(prefix)) {
      throw new NotWellFormed(`the prefix ${prefix}: is not declared`, offset);
    }
  }
}
