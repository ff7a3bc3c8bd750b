import type { Enclosure, Item, StoredItem } from '../../../src/model/item.ts';
import type { Markup, SafeHtml, Sanitiser } from '../../../src/model/markup.ts';

export const SEEN = Date.UTC(2026, 5, 9, 12);

const NOTHING: Item = {
  guid: null,
  url: null,
  title: null,
  summary: null,
  content: null,
  published: null,
  updated: null,
  estimated: null,
  authors: [],
  categories: [],
  enclosures: [],
  media: [],
  image: null,
  links: [],
  comments: null,
  rights: null,
  language: null,
  source: null,
  podcast: null,
  digest: null,
};

export const item = (differing: Partial<Item> = {}): Item => ({ ...NOTHING, ...differing });

export function stored(of: Partial<Item> = {}, differing: Partial<StoredItem> = {}): StoredItem {
  return {
    id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
    firstSeenAt: SEEN,
    changedAt: SEEN,
    revision: 0,
    item: item(of),
    sightings: [{ source: 'paper', guid: null, url: null, origin: of.source ?? null, firstSeenAt: SEEN }],
    ...differing,
  };
}

export const markup = (html: string): Markup => ({ html, base: null });

export const file = (url: string, type: string | null = null): Enclosure => ({
  url,
  type,
  length: null,
  title: null,
  medium: null,
  duration: null,
  width: null,
  height: null,
});

/** Enough of a sanitiser to see what is asked of one. */
export const SANITISER: Sanitiser = {
  html: ({ html }) => (html.includes('unseen') ? null : (html as SafeHtml)),
  text: ({ html }, limit) =>
    html.includes('unseen')
      ? ''
      : html
          .replace(/<[^>]*>/g, '')
          .trim()
          .slice(0, limit),
};
