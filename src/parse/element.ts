/** Values by canonical name. */
export type Attributes = ReadonlyMap<string, string>;

/** One element of the canonical tree. Names are canonical (names.ts), references are decoded. */
export interface Element {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly Element[];
  /** Character data; for a text construct with elements inside, all of it as one HTML fragment. */
  readonly text: string;
  /** True: `text` is such a fragment. */
  readonly isMarkup: boolean;
  /** What relative addresses inside are relative to (xml:base); null where nothing is known. */
  readonly base: string | null;
  /** xml:lang in scope. */
  readonly language: string | null;
}

/** The first child of that name, names in order of preference. */
export function child(element: Element, ...names: readonly string[]): Element | undefined {
  for (const name of names) {
    for (const candidate of element.children) if (candidate.name === name) return candidate;
  }
  return undefined;
}

/** All children of that name, in the document's order. */
export function children(element: Element, name: string): readonly Element[] {
  return element.children.filter((candidate) => candidate.name === name);
}

/** The trimmed text of the first child of that name that has any. */
export function textOf(element: Element, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const candidate of element.children) {
      if (candidate.name !== name) continue;
      const text = candidate.text.trim();
      if (text !== '') return text;
    }
  }
  return undefined;
}

/** The trimmed value of an attribute, undefined if it is empty. */
export function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.attributes.get(name)?.trim() || undefined;
}

/** Longer than any server takes; what is inside would repeat it. */
const LONGEST_BASE = 4096;

/** What addresses inside of an element with this xml:base are relative to. */
export function resolveBase(reference: string, base: string | null): string | null {
  if (reference.length > LONGEST_BASE) return base;
  const absolute = resolve(reference, base);
  return absolute.length <= LONGEST_BASE && URL.canParse(absolute) ? absolute : base;
}

/** A reference made absolute where that is possible; as it is otherwise. */
export function resolve(reference: string, base: string | null): string {
  const trimmed = reference.trim();
  if (base === null || /^[a-z][a-z0-9+.-]*:/i.test(trimmed)) return trimmed;
  return URL.parse(trimmed, base)?.href ?? trimmed;
}
