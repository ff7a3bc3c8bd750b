import { type Element, resolve } from './element.ts';
import { closeInline, type Fragment, newFragment, openInline } from './fragment.ts';
import {
  attributeName,
  bind,
  elementName,
  isDeclaration,
  NO_BINDINGS,
  newScope,
  type Scope,
} from './names.ts';
import { declaredEntities, decodeReferences } from './references.ts';
import type { Repairs } from './repairs.ts';
import { type Attributes, type Scanner, scan } from './scan.ts';
import {
  ALSO_HTML,
  CONTAINERS,
  ENTRIES,
  FIELDS,
  PERSON_FIELDS,
  PERSONS,
  ROOTS,
  TEXT_CONSTRUCTS,
  VALUE_ELEMENTS,
} from './vocabulary.ts';

/**
 * Builds the canonical tree of a feed out of tokens, closing what was left open. An entry leaves the tree as soon as it
 * ends, so that only the feed's head and one entry are ever held.
 */

const MAX_DEPTH = 256;
const NO_ATTRIBUTES: Attributes = new Map();

/** An element under construction: the frame of an open one. */
interface Open extends Element {
  readonly name: string;
  /** Name as written: what its end tag will say. */
  readonly written: string;
  readonly children: Open[];
  text: string;
  isMarkup: boolean;
  readonly scope: Scope;
  /** False: only elements are of interest in it. */
  readonly keepsText: boolean;
  /** Markup inside of a text construct, from its first element on. */
  fragment: Fragment | null;
  /** Start tag, as written, of a div that was left out and that is still open. */
  needlessDiv: string | null;
}

export interface TreeReader extends Scanner {
  /** After the last portion: closes what is open and returns the document, entries taken out. */
  finish(): Element;
}

/**
 * @param base What the document's relative addresses are relative to.
 * @param onEntry Called with each entry at its end, in the document's order, and the document as far as it is read.
 */
export function readTree(
  source: string,
  base: string | null,
  repairs: Repairs,
  onEntry: (entry: Element, document: Element) => void,
): TreeReader {
  const root = newOpen('#document', '', NO_ATTRIBUTES, newScope(NO_BINDINGS), base, null);
  let entities: ReadonlyMap<string, string> = new Map();
  const stack: Open[] = [root];
  let top = root;
  let tooDeep = 0;
  /** How many elements of each name are open: a stray end tag costs one look. */
  const openNames = new Map<string, number>();

  let position = 0;
  const reportAtPosition = (code: string): void => repairs.note(code, position);
  const undeclaredPrefix = (): void => repairs.note('undeclared-prefix', position);

  function scopeWith(attributes: Attributes): Scope {
    let bindings = top.scope.bindings;
    for (const [name, value] of attributes) if (isDeclaration(name)) bindings = bind(bindings, name, value);
    return bindings === top.scope.bindings ? top.scope : newScope(bindings);
  }

  function canonicalAttributes(attributes: Attributes, scope: Scope): Attributes {
    const canonical = new Map<string, string>();
    for (const [name, value] of attributes) {
      if (isDeclaration(name)) continue;
      canonical.set(attributeName(scope, name), decodeReferences(value, entities, reportAtPosition));
    }
    return canonical;
  }

  function open(written: string, raw: Attributes, selfClosing: boolean, at: number): void {
    position = at;
    const scope = raw.size === 0 ? top.scope : scopeWith(raw);
    const name = elementName(scope, written, undeclaredPrefix);
    if (FIELDS.has(name) || ROOTS.has(name)) makeRoomFor(name, at);
    if (TEXT_CONSTRUCTS.has(top.name)) {
      openInside(top, name, written, raw, scope, selfClosing);
      return;
    }
    if (stack.length >= MAX_DEPTH) {
      repairs.note('too-deep', at);
      if (!selfClosing) tooDeep++;
      return;
    }
    const attributes = raw.size === 0 ? NO_ATTRIBUTES : canonicalAttributes(raw, scope);
    const ownBase = attributes.get('xml:base') ?? (name === 'channel' ? attributes.get('base') : undefined);
    const element = newOpen(
      name,
      written,
      attributes,
      scope,
      ownBase === undefined ? top.base : resolveBase(ownBase, top.base),
      attributes.get('xml:lang') ?? top.language,
    );
    if (isXhtml(element)) element.fragment = newFragment();
    if (!ENTRIES.has(name)) top.children.push(element);
    if (selfClosing) {
      if (ENTRIES.has(name)) onEntry(element, root);
      return;
    }
    stack.push(element);
    top = element;
    openNames.set(name, (openNames.get(name) ?? 0) + 1);
  }

  function openInside(
    construct: Open,
    name: string,
    written: string,
    raw: Attributes,
    scope: Scope,
    selfClosing: boolean,
  ): void {
    if (construct.fragment === null) {
      if (isNeedlessDiv(construct, name)) {
        construct.needlessDiv = written;
        return;
      }
      construct.fragment = newFragment();
      construct.isMarkup = true;
    }
    const attributes = raw.size === 0 ? NO_ATTRIBUTES : decodedAttributes(raw);
    const added = openInline(
      construct.fragment,
      name,
      written,
      attributes,
      scope,
      selfClosing,
      construct.base,
    );
    if (added === null) repairs.note('too-deep', position);
    else construct.text += added;
  }

  function decodedAttributes(raw: Attributes): Attributes {
    const decoded = new Map<string, string>();
    for (const [name, value] of raw) decoded.set(name, decodeReferences(value, entities, reportAtPosition));
    return decoded;
  }

  /** A field can not start inside of another text or value, nor an entry inside of an entry: those were left open. */
  function makeRoomFor(name: string, at: number): void {
    if ((top.fragment?.open.length ?? 0) > 0 && isXhtml(top)) return;
    const outermost = ENTRIES.has(name) || ROOTS.has(name);
    while (outermost ? !CONTAINERS.has(top.name) : isEndedBy(top, name)) {
      repairs.note('unclosed-element', at);
      pop();
      if (!outermost) return;
    }
  }

  function close(written: string, at: number): void {
    position = at;
    const fragment = top.fragment;
    if (fragment !== null && fragment.open.length > 0) {
      const closed = closeInline(fragment, written);
      if (closed !== null) {
        top.text += closed;
        return;
      }
    }
    if (top.written === written) {
      pop();
      return;
    }
    if (top.needlessDiv === written) {
      top.needlessDiv = null;
      return;
    }
    if (tooDeep > 0) {
      tooDeep--;
      return;
    }
    const name = elementName(top.scope, written, undeclaredPrefix);
    if ((openNames.get(name) ?? 0) === 0) {
      repairs.note('stray-end-tag', at);
      return;
    }
    while (top.name !== name) {
      repairs.note('unclosed-element', at);
      pop();
    }
    pop();
  }

  function pop(): void {
    const element = stack.pop();
    if (element === undefined || element === root) return;
    if (element.fragment !== null) element.text += closeInline(element.fragment, null) ?? '';
    element.fragment = null;
    openNames.set(element.name, (openNames.get(element.name) ?? 1) - 1);
    top = stack[stack.length - 1] ?? root;
    if (ENTRIES.has(element.name)) onEntry(element, root);
  }

  const scanner = scan(source, {
    open,
    close,
    text(raw, at) {
      if (!top.keepsText) return;
      position = at;
      const text = decodeReferences(raw, entities, reportAtPosition);
      top.text += top.fragment === null ? text : escapeText(text);
    },
    cdata(text) {
      if (!top.keepsText) return;
      // In markup that nobody declared as XHTML, a section holds HTML.
      top.text += top.fragment === null || !isXhtml(top) ? text : escapeText(text);
    },
    doctype(text) {
      entities = declaredEntities(text);
    },
    repaired: (code, at) => repairs.note(code, at),
  });

  return {
    advance: (characters) => scanner.advance(characters),
    finish() {
      if (stack.length > 1) repairs.note('truncated', source.length);
      while (stack.length > 1) pop();
      return root;
    },
  };
}

function newOpen(
  name: string,
  written: string,
  attributes: Attributes,
  scope: Scope,
  base: string | null,
  language: string | null,
): Open {
  const keepsText = !CONTAINERS.has(name) && !ENTRIES.has(name);
  return {
    name,
    written,
    attributes,
    children: [],
    text: '',
    isMarkup: false,
    base,
    language,
    scope,
    keepsText,
    fragment: null,
    needlessDiv: null,
  };
}

function isXhtml(element: Element): boolean {
  if (!TEXT_CONSTRUCTS.has(element.name)) return false;
  if (element.name.startsWith('xhtml:') || element.name === 'body') return true;
  const type = element.attributes.get('type');
  return (
    type !== undefined &&
    /^xhtml$|[+/]xml\b/i.test(type.trim()) &&
    element.attributes.get('mode') !== 'escaped'
  );
}

/** Some wrap escaped HTML into a div, as if it were XHTML; the div is no part of it then. */
function isNeedlessDiv(construct: Open, name: string): boolean {
  if (name !== 'xhtml:div' || construct.text.trim() !== '') return false;
  return /^(?:text\/)?html$/i.test(construct.attributes.get('type') ?? '');
}

/** Does a field of that name, starting inside of this element, show that its end tag has been forgotten? */
function isEndedBy(element: Open, name: string): boolean {
  if (VALUE_ELEMENTS.has(element.name)) return true;
  if (PERSONS.has(element.name)) return !PERSON_FIELDS.has(name);
  if (!TEXT_CONSTRUCTS.has(element.name) || name.startsWith('xhtml:') || name === 'body') return false;
  return (element.fragment?.open.length ?? 0) === 0 || !ALSO_HTML.has(name);
}

function escapeText(text: string): string {
  return /[&<>]/.test(text)
    ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    : text;
}

function resolveBase(reference: string, base: string | null): string | null {
  const absolute = resolve(reference, base);
  return URL.canParse(absolute) ? absolute : base;
}
