import type { RawText } from '../model/entry.ts';
import { decodeText } from './decode.ts';
import type { Element } from './element.ts';
import { isHtmlElement } from './html-elements.ts';

/**
 * Text constructs (RFC 4287, 3.1 and 4.1.3; Atom 0.3, 3.1) and their looser kin in RSS, with the transport encoding
 * undone. `otherwise` is what an element without a type holds: Atom says text; RSS says nothing, so a title is looked at
 * (`unknown`) and a description is HTML.
 */
export function textConstruct(element: Element, otherwise: 'text' | 'html' | 'unknown'): RawText | undefined {
  const type = element.attributes.get('type')?.trim().toLowerCase();
  if (element.isMarkup) {
    const value = withoutOuterDiv(element.text.trim(), type);
    return value === '' ? undefined : { value, kind: 'html', base: element.base ?? undefined };
  }
  const raw = element.text.trim();
  const encoded = isBase64(element, type);
  const value = encoded ? decodeBase64(raw) : raw;
  if (value === '') return undefined;
  const kind = encoded ? guessKind(value) : kindOf(type, otherwise, value);
  return { value, kind, base: element.base ?? undefined };
}

function kindOf(
  type: string | undefined,
  otherwise: 'text' | 'html' | 'unknown',
  value: string,
): 'text' | 'html' {
  if (type === 'text' || type === 'text/plain') return otherwise === 'text' ? 'text' : guessKind(value);
  if (type !== undefined && /html|xml/.test(type)) return 'html';
  return otherwise === 'unknown' ? guessKind(value) : otherwise;
}

/** Does text of unknown kind make sense as HTML: an end tag or a reference, and no tag that HTML does not know? */
function guessKind(value: string): 'text' | 'html' {
  if (!/<\/[a-z]|<[a-z][^<>]*>|&#?\w{1,31};/i.test(value)) return 'text';
  for (const [, name] of value.matchAll(/<\/?([a-z][\w:-]*)/gi)) {
    if (name !== undefined && !isHtmlElement(name.toLowerCase())) return 'text';
  }
  return 'html';
}

/** RFC 4287, 3.1.1.3: the div that XHTML comes in is not part of it. */
function withoutOuterDiv(markup: string, type: string | undefined): string {
  if (type !== 'xhtml' || !markup.startsWith('<div') || !markup.endsWith('</div>')) return markup;
  const start = markup.indexOf('>') + 1;
  // Two divs side by side are no outer one.
  let depth = 0;
  for (const { 0: tag, index } of markup.matchAll(/<div\b|<\/div>/g)) {
    depth += tag === '</div>' ? -1 : 1;
    if (depth === 0 && index < markup.length - 6) return markup;
  }
  return markup.slice(start, -6).trim();
}

/** Atom 0.3 has a mode for it; in RFC 4287 (4.1.3.3) content whose type is neither text nor XML is base64. */
function isBase64(element: Element, type: string | undefined): boolean {
  const mode = element.attributes.get('mode');
  if (mode !== undefined) return mode.trim().toLowerCase() === 'base64';
  if (type === undefined || !type.includes('/')) return false;
  return !type.startsWith('text/') && !/[+/]xml\b/.test(type) && !type.includes('html');
}

function decodeBase64(encoded: string): string {
  if (!/^[\sA-Za-z0-9+/_=-]*$/.test(encoded)) return encoded;
  return decodeText(new Uint8Array(Buffer.from(encoded, 'base64')), null).text.trim();
}
