import { LONGEST_MARKUP } from '../model/markup.ts';
import type { Attributes, Element } from './element.ts';
import { closeInline, isFull, newFragment, openInline, settle, write } from './fragment.ts';
import { attributeName, elementKind, isDeclaration, newScope, type Scope, scopeInside } from './names.ts';
import { isEndedBy, isInsideMarkup, isNeedlessDiv, type OpenElement, openElement } from './open-element.ts';
import { declaredEntities, decodeReferences } from './references.ts';
import type { Repairs } from './repairs.ts';
import { type Attribute, type Scanner, scan } from './scan.ts';
import { isUnknown, type Kind, kindOf } from './vocabulary.ts';

/**
 * Builds the canonical tree of a feed out of tokens, closing what was left open. An entry leaves the tree as soon as it
 * ends, so that only the feed's head and one entry are ever held.
 */

const MAX_DEPTH = 256;
/** Elements that are kept inside of one: entries leave the tree, and nothing else is so numerous. */
const MAX_CHILDREN = 4096;
const NO_ATTRIBUTES: Attributes = new Map();

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
  const root = openElement(kindOf('#document'), '', NO_ATTRIBUTES, newScope(), { base, language: null });
  const stack: OpenElement[] = [root];
  let top = root;
  let entities: ReadonlyMap<string, string> = new Map();
  /** Elements left out because of their depth that are still open. */
  let tooDeep = 0;
  /** How many elements of each name are open: a stray end tag costs one look. */
  const openNames = new Map<string, number>();
  /** Where the present token starts. */
  let position = 0;

  function report(code: string): void {
    repairs.note(code, position);
  }

  function reportPrefix(): void {
    repairs.note('undeclared-prefix', position);
  }

  function open(written: string, raw: readonly Attribute[], selfClosing: boolean, at: number): void {
    position = at;
    if (
      stack.length >= MAX_DEPTH &&
      !top.kind.isText &&
      !elementKind(top.scope, written, reportPrefix).isEntry
    ) {
      report('too-deep');
      if (!selfClosing) tooDeep++;
      return;
    }
    const scope = raw.length === 0 ? top.scope : scopeInside(top.scope, raw);
    const kind = elementKind(scope, written, reportPrefix);
    if (kind.isField || kind.isRoot) makeRoomFor(kind);
    if (top.kind.isText) {
      openInside(top, kind, written, raw, scope, selfClosing);
      return;
    }
    const element = openElement(kind, written, canonicalAttributes(raw, scope), scope, top);
    if (kind.isEntry) {
      if (selfClosing) onEntry(element, root);
    } else if (top.children.length < MAX_CHILDREN) top.children.push(element);
    else report('too-many-elements');
    if (!selfClosing) push(element);
  }

  function canonicalAttributes(raw: readonly Attribute[], scope: Scope): Attributes {
    if (raw.length === 0) return NO_ATTRIBUTES;
    const canonical = new Map<string, string>();
    for (const { name, value } of raw) {
      if (isDeclaration(name)) continue;
      const key = attributeName(scope, name);
      if (!canonical.has(key)) canonical.set(key, decodeReferences(value, entities, report));
    }
    return canonical;
  }

  function openInside(
    construct: OpenElement,
    kind: Kind,
    written: string,
    raw: readonly Attribute[],
    scope: Scope,
    selfClosing: boolean,
  ): void {
    if (construct.fragment === null) {
      if (isNeedlessDiv(construct, kind.name)) {
        construct.needlessDiv = written;
        return;
      }
      construct.fragment = newFragment();
      construct.isMarkup = true;
    }
    const attributes = raw.map(decoded);
    const tag = openInline(
      construct.fragment,
      kind.name,
      written,
      attributes,
      scope,
      selfClosing,
      construct.base,
    );
    if (tag === null) report('too-deep');
    else write(construct.fragment, tag);
  }

  function decoded({ name, value }: Attribute): Attribute {
    return { name, value: decodeReferences(value, entities, report) };
  }

  /** A field can not start inside of another text or value, nor an entry inside of an entry: those were left open. */
  function makeRoomFor(kind: Kind): void {
    if (top.isXhtml && isInsideMarkup(top)) return;
    if (kind.isEntry || kind.isRoot) {
      tooDeep = 0;
      while (!top.kind.isContainer) popUnclosed();
    } else if (isEndedBy(top, kind)) popUnclosed();
  }

  function close(written: string, at: number): void {
    position = at;
    if (top.fragment !== null && isInsideMarkup(top)) {
      const tags = closeInline(top.fragment, written);
      if (tags !== null) {
        write(top.fragment, tags);
        return;
      }
    }
    if (top.written === written) pop();
    else if (top.needlessDiv === written) top.needlessDiv = null;
    else if (tooDeep > 0) tooDeep--;
    else closeOuter(written);
  }

  /** An end tag that is not of the innermost element: it ends the ones inside too, or it is a stray. */
  function closeOuter(written: string): void {
    const { name } = elementKind(top.scope, written, reportPrefix);
    if ((openNames.get(name) ?? 0) === 0) {
      report('stray-end-tag');
      return;
    }
    while (top.name !== name) popUnclosed();
    pop();
  }

  function push(element: OpenElement): void {
    stack.push(element);
    top = element;
    openNames.set(element.name, (openNames.get(element.name) ?? 0) + 1);
  }

  function pop(): void {
    if (stack.length === 1) return;
    const element = top;
    stack.pop();
    top = stack[stack.length - 1] ?? root;
    const open = (openNames.get(element.name) ?? 1) - 1;
    if (open > 0) openNames.set(element.name, open);
    else openNames.delete(element.name);
    if (element.fragment !== null) {
      write(element.fragment, closeInline(element.fragment, null) ?? '');
      element.text += settle(element.fragment);
    }
    element.fragment = null;
    if (element.kind.isEntry) onEntry(element, root);
  }

  /** An element of no known kind that never ends was a stray start tag: what came after it belongs around it. */
  function popUnclosed(): void {
    report('unclosed-element');
    const { kind, children } = top;
    pop();
    if (isUnknown(kind)) top.children.push(...children.splice(0, MAX_CHILDREN - top.children.length));
  }

  const scanner = scan(source, {
    open,
    close,
    text(raw, at) {
      if (!top.keepsText || isBeyond(top)) return;
      position = at;
      const text = decodeReferences(raw, entities, report);
      if (top.fragment === null) top.text += text;
      else write(top.fragment, escapeText(text));
    },
    cdata(text) {
      // In markup that nobody declared as XHTML, a section holds HTML.
      if (!top.keepsText || isBeyond(top)) return;
      const bounded = text.slice(0, LONGEST_MARKUP);
      const markup = top.isXhtml ? escapeText(bounded) : bounded;
      if (top.fragment === null) top.text += markup;
      else write(top.fragment, markup);
    },
    doctype(text) {
      entities = declaredEntities(text);
    },
    repaired: repairs.note,
  });

  return {
    advance: scanner.advance,
    finish() {
      position = source.length;
      if (stack.length > 1) report('truncated');
      while (stack.length > 1) pop();
      return root;
    },
  };
}

/** Of a value that is no text for people, so many characters are kept. */
const LONGEST_VALUE = 262_144;

function isBeyond({ fragment, text, kind }: OpenElement): boolean {
  return fragment === null ? text.length >= (kind.isText ? LONGEST_MARKUP : LONGEST_VALUE) : isFull(fragment);
}

function escapeText(text: string): string {
  return /[&<>]/.test(text)
    ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    : text;
}
