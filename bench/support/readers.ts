/** The readers that the parse scores compare, brought to the shape of our public view. */
import { parseFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { parseDate } from '../../src/clean/date.ts';
import { cleanDocument } from '../../src/clean/reading.ts';
import { viewOf } from '../../src/clean/view.ts';
import { readDocument } from '../../src/parse/document.ts';

export interface Person {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly url?: string | null;
}

export interface ReadItem {
  readonly id?: string | null;
  readonly title?: string | null;
  readonly url?: string | null;
  readonly published?: string | null;
  readonly updated?: string | null;
  readonly summary?: string | null;
  readonly content?: string | null;
  readonly authors?: readonly Person[];
  readonly categories?: readonly string[];
  readonly enclosures?: readonly { readonly url?: string | null }[];
  readonly media?: readonly { readonly url?: string | null }[];
}

export interface ReadFeed {
  readonly title?: string | null;
  readonly link?: string | null;
  readonly description?: string | null;
  readonly id?: string | null;
  readonly updated?: string | null;
  readonly language?: string | null;
  readonly image?: string | null;
  readonly authors?: readonly Person[];
  readonly items: readonly ReadItem[];
}

export type Reader = (bytes: Uint8Array, url: string, contentType: string | null) => Promise<ReadFeed>;

export const readers: Readonly<Record<string, Reader>> = {
  feedriver: async (bytes, location, contentType) =>
    viewOf(await cleanDocument(await readDocument(bytes, { location, contentType }), { location })),
  'rss-parser': async (bytes) =>
    fromRssParser(await new RssParser().parseString(new TextDecoder().decode(bytes))),
  feedsmith: async (bytes) => fromFeedsmith(parseFeed(new TextDecoder().decode(bytes)).feed),
};

function fromRssParser(feed: unknown): ReadFeed {
  return {
    title: text(at(feed, 'title')),
    link: text(at(feed, 'link')),
    description: text(at(feed, 'description')),
    updated: date(at(feed, 'lastBuildDate') ?? at(feed, 'pubDate')),
    language: text(at(feed, 'language')),
    image: text(at(feed, 'image', 'url')),
    authors: [{ name: text(at(feed, 'creator') ?? at(feed, 'managingEditor')) }],
    items: list(at(feed, 'items')).map((item) => ({
      id: text(at(item, 'guid') ?? at(item, 'id') ?? at(item, 'rdf:about')),
      title: text(at(item, 'title')),
      url: text(at(item, 'link')),
      published: date(at(item, 'isoDate') ?? at(item, 'pubDate')),
      summary: text(at(item, 'summary') ?? at(item, 'content')),
      content: text(at(item, 'content:encoded') ?? at(item, 'content')),
      authors: [{ name: text(at(item, 'creator') ?? at(item, 'author')) }],
      categories: list(at(item, 'categories')).map(
        (category) => text(at(category, '$', 'term') ?? value(category)) ?? '',
      ),
      enclosures: list(at(item, 'enclosure')).map((enclosure) => ({ url: text(at(enclosure, 'url')) })),
    })),
  };
}

function fromFeedsmith(feed: unknown): ReadFeed {
  const dates =
    at(feed, 'updated') ?? at(feed, 'lastBuildDate') ?? at(feed, 'pubDate') ?? at(feed, 'dc', 'dates', '0');
  return {
    title: value(at(feed, 'title')),
    link: text(at(feed, 'link') ?? at(feed, 'home_page_url')) ?? alternate(at(feed, 'links')),
    description: value(at(feed, 'subtitle') ?? at(feed, 'description')),
    id: text(at(feed, 'id')),
    updated: date(dates),
    language: text(at(feed, 'language') ?? at(feed, 'dc', 'languages', '0')),
    image: text(
      at(feed, 'image', 'url') ?? at(feed, 'logo') ?? at(feed, 'icon') ?? at(feed, 'itunes', 'image'),
    ),
    authors: [at(feed, 'authors'), at(feed, 'dc', 'creators'), at(feed, 'managingEditor')].flatMap(persons),
    items: list(at(feed, 'items') ?? at(feed, 'entries')).map(fromFeedsmithItem),
  };
}

function fromFeedsmithItem(item: unknown): ReadItem {
  const published =
    at(item, 'published') ??
    at(item, 'pubDate') ??
    at(item, 'date_published') ??
    at(item, 'dc', 'dates', '0');
  const content =
    at(item, 'content', 'encoded') ??
    at(item, 'content') ??
    at(item, 'content_html') ??
    at(item, 'content_text');
  const enclosureLinks = list(at(item, 'links')).filter((link) => at(link, 'rel') === 'enclosure');
  return {
    id: text(at(item, 'guid', 'value') ?? at(item, 'id') ?? at(item, 'rdf', 'about')),
    title: value(at(item, 'title')),
    url: text(at(item, 'link') ?? at(item, 'url')) ?? alternate(at(item, 'links')),
    published: date(published),
    updated: date(at(item, 'updated') ?? at(item, 'date_modified')),
    summary: value(at(item, 'summary') ?? at(item, 'description')),
    content: value(content),
    authors: [at(item, 'authors'), at(item, 'dc', 'creators')].flatMap(persons),
    categories: [...list(at(item, 'categories')), ...list(at(item, 'tags'))].map(
      (category) => text(at(category, 'term') ?? at(category, 'name') ?? category) ?? '',
    ),
    enclosures: [
      ...list(at(item, 'enclosures')).map((enclosure) => ({ url: text(at(enclosure, 'url')) })),
      ...enclosureLinks.map((link) => ({ url: text(at(link, 'href')) })),
    ],
  };
}

/** A place in a tree of records and lists that has no type. */
function at(given: unknown, ...path: readonly string[]): unknown {
  let place = given;
  for (const key of path) {
    if (typeof place !== 'object' || place === null) return undefined;
    place = Reflect.get(place, key);
  }
  return place;
}

function text(given: unknown): string | null {
  return typeof given === 'string' ? given : null;
}

function value(given: unknown): string | null {
  return text(given) ?? text(at(given, 'value')) ?? text(at(given, '_'));
}

function date(given: unknown): string | null {
  return typeof given === 'string' ? parseDate(given) : null;
}

function list(given: unknown): readonly unknown[] {
  return given === undefined ? [] : Array.isArray(given) ? given : [given];
}

function alternate(links: unknown): string | null {
  const relation = (link: unknown): unknown => at(link, 'rel') ?? 'alternate';
  return text(
    at(
      list(links).find((link) => relation(link) === 'alternate'),
      'href',
    ),
  );
}

function persons(given: unknown): readonly Person[] {
  return list(given).map((person) =>
    typeof person === 'string'
      ? { name: person }
      : { name: text(at(person, 'name')), email: text(at(person, 'email')), url: text(at(person, 'uri')) },
  );
}
