import { datingOf } from '../model/dating.ts';
import type { Enclosure, Sighting, StoredItem } from '../model/item.ts';
import type { Markup } from '../model/markup.ts';
import type { Rule } from '../model/rule.ts';
import { type Text, textOf } from './pattern.ts';

/** What the rules need to know besides the items. */
export interface Surroundings {
  readonly tagsOf: (source: string) => readonly string[];
  readonly rulesOf: (source: string) => readonly Rule[];
  /** Plain text of markup, whole. */
  readonly plainText: (markup: Markup) => string;
}

/** An item as rules look at it; texts are made when a rule first reads them, once for all rules of all outputs. */
export interface View {
  readonly stored: StoredItem;
  readonly title: () => Text;
  readonly text: () => Text;
  readonly anywhere: () => Text;
  readonly authors: () => readonly Text[];
  readonly categories: () => readonly Text[];
  readonly enclosures: () => readonly Text[];
  /** How long before it was first met it is dated, ms. */
  readonly age: number;
}

export function viewOf(stored: StoredItem, { plainText }: Surroundings): View {
  const { item, firstSeenAt } = stored;
  const text = once(() =>
    textOf([item.summary, item.content].map((part) => (part === null ? '' : plainText(part))).join('\n')),
  );
  const names = once(() => item.authors.flatMap(({ name }) => name ?? []));
  return {
    stored,
    text,
    title: once(() => textOf(item.title ?? '')),
    anywhere: once(() => textOf([item.title ?? '', text().plain, ...names()].join('\n'))),
    authors: once(() => names().map(textOf)),
    categories: once(() => item.categories.flatMap(({ term, label }) => [term, label ?? ''].map(textOf))),
    enclosures: once(() => item.enclosures.map((enclosure) => textOf(nameOf(enclosure)))),
    age: firstSeenAt - datingOf(stored).at,
  };
}

const nameOf = ({ type, url }: Enclosure): string => `${type ?? ''} ${url}`;

/** The addresses that an item is read at, seen from these sightings. */
export function linksOf(sightings: readonly Sighting[]): readonly Text[] {
  return [...new Set(sightings.flatMap(({ url }) => url ?? []))].map(textOf);
}

function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
