import { type Attributes, type Element, resolveBase } from './element.ts';
import { type Fragment, newFragment } from './fragment.ts';
import type { Scope } from './names.ts';
import type { Kind } from './vocabulary.ts';

/** An element under construction, and what its being open means for what starts inside. */
export interface OpenElement extends Element {
  readonly kind: Kind;
  /** Name as written: what its end tag will say. */
  readonly written: string;
  readonly children: OpenElement[];
  text: string;
  isMarkup: boolean;
  readonly scope: Scope;
  /** False: only elements are of interest in it. */
  readonly keepsText: boolean;
  /** A text construct that is declared to hold markup, not escaped. */
  readonly isXhtml: boolean;
  /** Markup inside of a text construct, from its first element on. */
  fragment: Fragment | null;
  /** Start tag, as written, of a div that was left out and is still open. */
  needlessDiv: string | null;
}

export function openElement(
  kind: Kind,
  written: string,
  attributes: Attributes,
  scope: Scope,
  outer: Pick<Element, 'base' | 'language'>,
): OpenElement {
  // CDF has a base of its own.
  const base = attributes.get('xml:base') ?? (kind.isRoot ? attributes.get('base') : undefined);
  const isXhtml = kind.isText && holdsXhtml(kind.name, attributes);
  return {
    kind,
    name: kind.name,
    written,
    attributes,
    children: [],
    text: '',
    isMarkup: isXhtml,
    base: base === undefined ? outer.base : resolveBase(base, outer.base),
    language: attributes.get('xml:lang') ?? outer.language,
    scope,
    keepsText: !kind.isContainer && !kind.isEntry,
    isXhtml,
    fragment: isXhtml ? newFragment() : null,
    needlessDiv: null,
  };
}

function holdsXhtml(name: string, attributes: Attributes): boolean {
  if (name.startsWith('xhtml:') || name === 'body') return true;
  const type = attributes.get('type');
  return type !== undefined && /^xhtml$|[+/]xml\b/i.test(type.trim()) && attributes.get('mode') !== 'escaped';
}

/** Is it a text construct with markup of its own open? */
export function isInsideMarkup(element: OpenElement): boolean {
  return element.fragment !== null && element.fragment.open.length > 0;
}

/** Does a field that starts inside of this element show that its end tag has been forgotten? */
export function isEndedBy(element: OpenElement, field: Kind): boolean {
  const { kind } = element;
  if (kind.isValue) return true;
  if (kind.isPerson) return !field.isPersonField;
  if (!kind.isText || field.name.startsWith('xhtml:') || field.name === 'body') return false;
  return !isInsideMarkup(element) || !field.isAlsoHtml;
}

/** Some wrap escaped HTML into a div, as if it were XHTML; the div is no part of it then. */
export function isNeedlessDiv(construct: OpenElement, name: string): boolean {
  if (name !== 'xhtml:div' || construct.text.trim() !== '') return false;
  return /^(?:text\/)?html$/i.test(construct.attributes.get('type') ?? '');
}
