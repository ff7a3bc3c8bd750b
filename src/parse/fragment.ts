import { LONGEST_MARKUP } from '../model/markup.ts';
import { resolve, resolveBase } from './element.ts';
import { attributeName, isDeclaration, type Scope } from './names.ts';
import type { Attribute } from './scan.ts';
import { VOID_HTML } from './vocabulary.ts';

/** The markup of a text construct, written down again as HTML: prefixes gone, empty elements closed, addresses in scope. */
export interface Fragment {
  readonly open: Inline[];
  /** How many elements of each written name are open: a stray end tag costs one look. */
  readonly counts: Map<string, number>;
  /** What is written so far, but for the latest pieces: joined by the thousand, millions of them are no burden. */
  text: string;
  readonly latest: string[];
}

interface Inline {
  /** As written: what its end tag will say. */
  readonly written: string;
  readonly local: string;
  /** Of an xml:base on this element or one around it, inside of the construct; null if there is none. */
  readonly base: string | null;
}

const MAX_DEPTH = 256;

/** Attributes that hold one address. */
const ADDRESSES: ReadonlySet<string> = new Set([
  'href',
  'src',
  'cite',
  'action',
  'background',
  'longdesc',
  'poster',
  'data',
  'usemap',
  'codebase',
  'classid',
  'formaction',
]);

export function newFragment(): Fragment {
  return { open: [], counts: new Map(), text: '', latest: [] };
}

const PIECES_JOINED = 1024;

export function write(fragment: Fragment, piece: string): void {
  fragment.latest.push(piece);
  if (fragment.latest.length >= PIECES_JOINED) settle(fragment);
}

/** All that has been written. */
export function settle(fragment: Fragment): string {
  fragment.text += fragment.latest.join('');
  fragment.latest.length = 0;
  return fragment.text;
}

/** Nothing more of it would be looked at. */
export function isFull(fragment: Fragment): boolean {
  return fragment.text.length >= LONGEST_MARKUP;
}

/** The start tag as HTML; null where the nesting is too deep, or the fragment full, and the tag was left out. */
export function openInline(
  fragment: Fragment,
  name: string,
  written: string,
  attributes: readonly Attribute[],
  scope: Scope,
  selfClosing: boolean,
  base: string | null,
): string | null {
  if (fragment.open.length >= MAX_DEPTH || isFull(fragment)) return null;
  const local = written.slice(written.indexOf(':') + 1);
  const outer = fragment.open.at(-1)?.base ?? null;
  const own = attributes.find(({ name: attribute }) => attribute === 'xml:base')?.value;
  const inner = own === undefined ? outer : resolveBase(own, outer ?? base);
  let tag = `<${local}`;
  const foreign = foreignNamespace(name, fragment);
  if (foreign !== null) tag += ` xmlns="${foreign}"`;
  for (const { name: attribute, value } of attributes) {
    if (isDeclaration(attribute) || attribute === 'xml:base') continue;
    const address = inner !== null && ADDRESSES.has(attributeName(scope, attribute));
    tag += ` ${attribute}="${escapeAttribute(address ? resolve(value, inner) : value)}"`;
  }
  if (VOID_HTML.has(local)) return `${tag} />`;
  if (selfClosing) return `${tag}></${local}>`;
  fragment.open.push({ written, local, base: inner });
  fragment.counts.set(written, (fragment.counts.get(written) ?? 0) + 1);
  return `${tag}>`;
}

/**
 * End tags up to the innermost open element of that name, or, for null, of all that are open. Null where no such element
 * is open.
 */
export function closeInline(fragment: Fragment, written: string | null): string | null {
  if (written !== null && (fragment.counts.get(written) ?? 0) === 0) return null;
  let tags = '';
  for (let inline = fragment.open.pop(); inline !== undefined; inline = fragment.open.pop()) {
    fragment.counts.set(inline.written, (fragment.counts.get(inline.written) ?? 1) - 1);
    tags += `</${inline.local}>`;
    if (inline.written === written) break;
  }
  return tags;
}

/** HTML knows MathML and SVG by their root's name; the declaration is kept for those who read XML. */
function foreignNamespace(name: string, fragment: Fragment): string | null {
  if (name === 'svg:svg') return 'http://www.w3.org/2000/svg';
  if (name === 'math:math' && fragment.open.every((inline) => inline.local !== 'math')) {
    return 'http://www.w3.org/1998/Math/MathML';
  }
  return null;
}

function escapeAttribute(value: string): string {
  return /[&"<]/.test(value)
    ? value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
    : value;
}
