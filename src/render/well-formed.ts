/**
 * A strict reader of the XML that we write (XML 1.0 with namespaces, without doctype, comments and instructions): it
 * knows nothing of the writers and takes nothing on trust. Linear, by sticky patterns; about 10 ms a megabyte.
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
  /** Called at each end, innermost first; the root's `depth` is 1. `start` and `end` enclose what is between the tags. */
  readonly onEnd: (name: string, depth: number, start: number, end: number) => void;
}

const START =
  /<([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)((?: [A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?="[^"<]*")*)(\/?)>/y;
const END = /<\/([\w.:-]+)>/y;
const ATTRIBUTE = / ([\w.:-]+)="([^"]*)"/g;
const BAD_REFERENCE = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)/i;
const BAD_CHARACTER = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** The name of the root element. Throws NotWellFormed. */
export function readElements(text: string, { prolog, voids, onEnd }: ReadingRules): string {
  const bad = BAD_CHARACTER.exec(text);
  if (bad !== null) throw new NotWellFormed('a character that XML forbids', bad.index);
  if (!text.isWellFormed()) throw new NotWellFormed('a lone surrogate', 0);
  if (!text.startsWith(`${prolog}<`)) throw new NotWellFormed(`no ${prolog.trim()} at the start`, 0);

  const open: { readonly name: string; readonly start: number }[] = [];
  const prefixes = new Set(['xml']);
  let root = '';
  let at = prolog.length;
  for (;;) {
    const tag = text.indexOf('<', at);
    checkText(text, at, tag < 0 ? text.length : tag, open.length > 0);
    if (tag < 0) break;
    if (text.startsWith('<![CDATA[', tag)) {
      const end = text.indexOf(']]>', tag);
      if (end < 0 || open.length === 0)
        throw new NotWellFormed('a CDATA section without an end or a parent', tag);
      at = end + 3;
    } else if (text.charCodeAt(tag + 1) === SLASH) {
      END.lastIndex = tag;
      const [end, name = ''] = END.exec(text) ?? [];
      const element = open.pop();
      if (end === undefined || element?.name !== name)
        throw new NotWellFormed(`</${name}> ends <${element?.name}>`, tag);
      onEnd(name, open.length + 1, element.start, tag);
      at = tag + end.length;
    } else {
      START.lastIndex = tag;
      const [start, name = '', attributes = '', empty] = START.exec(text) ?? [];
      if (start === undefined) throw new NotWellFormed(`not a tag: ${text.slice(tag, tag + 40)}`, tag);
      if (open.length === 0 && root !== '') throw new NotWellFormed(`a second root, <${name}>`, tag);
      root ||= name;
      at = tag + start.length;
      checkAttributes(name, attributes, prefixes, tag);
      if (empty === '' && !voids.has(name)) open.push({ name, start: at });
      else onEnd(name, open.length + 1, at, at);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw new NotWellFormed(`<${unclosed.name}> is never closed`, unclosed.start);
  return root;
}

const SLASH = 47;

function checkText(text: string, start: number, end: number, inside: boolean): void {
  if (start === end) return;
  const part = text.slice(start, end);
  if (!inside && part.trim() !== '') throw new NotWellFormed('text outside of the root element', start);
  if (part.includes('&') && BAD_REFERENCE.test(part)) throw new NotWellFormed('a bare "&"', start);
  if (part.includes(']]>')) throw new NotWellFormed('"]]>" outside of a CDATA section', start);
}

/** Each name once, references whole, and every prefix declared: ours all are, on the root. */
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
