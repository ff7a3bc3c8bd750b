import { decodeHTMLStrict } from 'entities/decode';

const HASH = 35;
/** The longest name in HTML's table is `CounterClockwiseContourIntegral`. */
const LONGEST_NAME = 32;

const XML: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Joined at a time: millions of pieces at hand would make one long pause of the garbage collector. */
const MOST_PIECES = 8192;

/** Hears of `bare-ampersand` and `undeclared-entity`. */
export type ReferenceListener = (code: string) => void;

/**
 * Decodes character references, XML's five, HTML's names (which feeds use without declaring them) and `declared` ones,
 * once and without recursion: a replacement is never decoded again, so nothing can grow. An `&` that starts none of
 * these stays as it is.
 */
export function decodeReferences(
  raw: string,
  declared: ReadonlyMap<string, string>,
  report: ReferenceListener,
): string {
  let at = raw.indexOf('&');
  if (at < 0) return raw;
  const pieces: string[] = [];
  let decoded = '';
  let from = 0;
  while (at >= 0) {
    const quick = quickReference(raw, at);
    const semicolon = quick === null ? endOfReference(raw, at + 1) : at + quick.length;
    const value =
      quick?.value ?? (semicolon < 0 ? null : replacement(raw.slice(at + 1, semicolon), declared, report));
    if (value === null) {
      report('bare-ampersand');
      at = raw.indexOf('&', at + 1);
      continue;
    }
    pieces.push(raw.slice(from, at), value);
    if (pieces.length >= MOST_PIECES) {
      decoded += pieces.join('');
      pieces.length = 0;
    }
    from = semicolon + 1;
    at = raw.indexOf('&', from);
  }
  if (from === 0) return raw;
  pieces.push(raw.slice(from));
  return decoded + pieces.join('');
}

interface Quick {
  readonly value: string;
  /** From the ampersand to the semicolon. */
  readonly length: number;
}

const LESS_THAN: Quick = { value: '<', length: 3 };
const GREATER_THAN: Quick = { value: '>', length: 3 };
const AMPERSAND: Quick = { value: '&', length: 4 };
const QUOTE: Quick = { value: '"', length: 5 };

/** The four that escaped HTML is full of, told by their letters. */
function quickReference(raw: string, at: number): Quick | null {
  switch (raw.charCodeAt(at + 1)) {
    case 108:
      return raw.startsWith('lt;', at + 1) ? LESS_THAN : null;
    case 103:
      return raw.startsWith('gt;', at + 1) ? GREATER_THAN : null;
    case 97:
      return raw.startsWith('amp;', at + 1) ? AMPERSAND : null;
    case 113:
      return raw.startsWith('quot;', at + 1) ? QUOTE : null;
    default:
      return null;
  }
}

/** Where the semicolon stands, if only letters, digits and `#` come before it; -1 otherwise. */
function endOfReference(raw: string, from: number): number {
  const limit = Math.min(raw.length, from + LONGEST_NAME);
  for (let index = from; index < limit; index++) {
    const code = raw.charCodeAt(index);
    if (code === 59) return index === from ? -1 : index;
    const isWord = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
    if (!isWord && code !== HASH && code !== 46 && code !== 95 && code !== 45) return -1;
  }
  return -1;
}

function replacement(
  name: string,
  declared: ReadonlyMap<string, string>,
  report: ReferenceListener,
): string | null {
  const known = XML[name];
  if (known !== undefined) return known;
  const own = declared.get(name);
  if (own !== undefined) return own;
  const reference = `&${name};`;
  const value = decodeHTMLStrict(reference);
  if (value === reference) return null;
  if (name.charCodeAt(0) !== HASH) report('undeclared-entity');
  return value;
}

/**
 * The general entities that a document type declares with a plain text as value. External ones, parameter entities and
 * values that refer to other entities are left out: they stay in the text as written.
 */
export function declaredEntities(doctype: string): ReadonlyMap<string, string> {
  const entities = new Map<string, string>();
  for (const match of doctype.matchAll(
    /<!ENTITY\s+([A-Za-z_][\w.-]{0,63})\s+(?:"([^"&%<]{0,64})"|'([^'&%<]{0,64})')\s*>/g,
  )) {
    const [, name, double, single] = match;
    if (name === undefined || name in XML || entities.size >= 256) continue;
    entities.set(name, double ?? single ?? '');
  }
  return entities;
}
