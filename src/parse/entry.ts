import type { Format, RawCategory, RawEntry, RawOrigin, RawText } from '../model/entry.ts';
import { attribute, child, children, type Element, resolve, textOf } from './element.ts';
import { alternateOf, furtherLinks, linksOf } from './link.ts';
import { locationOf } from './location.ts';
import { enclosuresOf, imageOf, mediaOf } from './media.ts';
import { persons } from './person.ts';
import { podcastOf } from './podcast.ts';
import { textConstruct } from './text-construct.ts';

/**
 * One entry out of its element, whatever the dialect: the vocabularies of RSS, RDF, Atom and CDF hardly collide, and
 * feeds mix them. Where several elements say the same thing, the dialect's own goes before the modules'. Keys always
 * come in the same order, so that equal entries are equal to the letter when written as JSON.
 */
export function entryOf(element: Element, format: Format): RawEntry {
  const links = linksOf(element);
  const guid = child(element, 'guid');
  const id =
    textOf(element, 'guid', 'id') ?? attribute(element, 'rdf:about') ?? textOf(element, 'dc:identifier');
  const url =
    alternateOf(links) ?? permalinkOf(element, guid) ?? webAddress(id) ?? addressAttribute(element, 'href');
  const media = mediaOf(element);
  const published = textOf(
    element,
    'published',
    'pubdate',
    'issued',
    'dcterms:issued',
    'created',
    'dcterms:created',
  );
  const date = textOf(element, 'dc:date', 'dcterms:date');
  const updated = textOf(element, 'updated', 'modified', 'dcterms:modified') ?? attribute(element, 'lastmod');
  const { summary, content } = bodiesOf(element, format);
  return {
    id,
    url,
    title: titleOf(element, format),
    summary,
    content,
    published: published ?? date,
    updated: updated ?? (published === undefined ? undefined : date),
    authors:
      persons(element, 'author', 'dc:creator', 'dc:author') ??
      persons(element, 'itunes:author', 'googleplay:author'),
    contributors: persons(element, 'contributor', 'dc:contributor'),
    categories: categoriesOf(element),
    enclosures: enclosuresOf(element),
    media,
    image: imageOf(element, media),
    links: furtherLinks(element, links, url),
    comments: commentsOf(element),
    commentCount: commentCountOf(element),
    rights: textOf(element, 'rights', 'copyright', 'dc:rights'),
    language: textOf(element, 'language', 'dc:language') ?? element.language ?? undefined,
    source: originOf(element, format),
    podcast: podcastOf(element),
    location: locationOf(element),
  };
}

/** Summary and content. Of an RSS item with a description and a summary, the first is the summary, the other the content. */
function bodiesOf(element: Element, format: Format): Pick<RawEntry, 'summary' | 'content'> {
  const otherwise = format === 'atom' ? 'text' : 'html';
  const summary = firstText(element, SUMMARIES, otherwise);
  const content = firstText(element, CONTENTS, otherwise);
  if (content !== undefined || otherwise === 'text') return { summary, content };
  const parts = element.children.filter(({ name }) => name === 'description' || name === 'summary');
  const [first, second] = parts.flatMap((part) => textConstruct(part, 'html') ?? []);
  return second === undefined ? { summary, content } : { summary: first, content: second };
}

/** In order of preference: the dialect's own element first. */
const SUMMARIES = [
  'summary',
  'description',
  'abstract',
  'dc:description',
  'dcterms:abstract',
  'itunes:summary',
  'googleplay:description',
  'itunes:subtitle',
  'media:description',
];
const CONTENTS = ['content:encoded', 'content', 'xhtml:body', 'body', 'fullitem', 'xhtml:div'];

export function titleOf(element: Element, format: Format): RawText | undefined {
  return firstText(
    element,
    ['title', 'dc:title', 'media:title', 'itunes:title'],
    format === 'atom' ? 'text' : 'unknown',
  );
}

/** The first of these elements that holds something. Without a type, only Atom's own elements are plain text. */
export function firstText(
  element: Element,
  names: readonly string[],
  otherwise: 'text' | 'html' | 'unknown',
): RawText | undefined {
  for (const name of names) {
    for (const candidate of element.children) {
      if (candidate.name !== name) continue;
      const ofModule = otherwise === 'text' && !ATOM_TEXTS.has(name);
      const text = textConstruct(candidate, ofModule ? 'html' : otherwise);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

const ATOM_TEXTS: ReadonlySet<string> = new Set([
  'title',
  'summary',
  'content',
  'subtitle',
  'tagline',
  'info',
]);

/** A guid is the permalink unless it says that it is not (RSS 2.0), if it looks like an address at all. */
function permalinkOf(element: Element, guid: Element | undefined): string | undefined {
  const text = guid?.text.trim() ?? '';
  if (guid === undefined || text === '' || attribute(guid, 'ispermalink')?.toLowerCase() === 'false')
    return undefined;
  if (webAddress(text) !== undefined) return text;
  return /^[\w.~%/?#&=+-]+$/.test(text) && /[/.]/.test(text) ? resolve(text, element.base) : undefined;
}

function webAddress(text: string | undefined): string | undefined {
  return text !== undefined && /^https?:\/\//i.test(text) ? text : undefined;
}

function addressAttribute(element: Element, name: string): string | undefined {
  const value = attribute(element, name);
  return value === undefined ? undefined : resolve(value, element.base);
}

export function categoriesOf(element: Element): readonly RawCategory[] | undefined {
  const found: RawCategory[] = [];
  for (const part of element.children) {
    const read = CATEGORY_READERS.get(part.name);
    if (read === undefined) continue;
    for (const category of read(part)) {
      if (found.length < MAX_CATEGORIES && !found.some((known) => isSameCategory(known, category)))
        found.push(category);
    }
  }
  return found.length === 0 ? undefined : found;
}

/** More than any entry has; it keeps the comparison of each with each short. */
const MAX_CATEGORIES = 200;

type CategoryReader = (element: Element) => readonly RawCategory[];

const CATEGORY_READERS: ReadonlyMap<string, CategoryReader> = new Map<string, CategoryReader>([
  [
    'category',
    (part) => category(attribute(part, 'term') ?? wordsOf(part), attribute(part, 'label'), schemeOf(part)),
  ],
  ['media:category', (part) => category(wordsOf(part), attribute(part, 'label'), schemeOf(part))],
  ['dc:subject', (part) => (wordsOf(part) === undefined ? listItems(part) : category(wordsOf(part)))],
  ['slash:section', (part) => category(wordsOf(part))],
  ['itunes:category', nestedCategories],
  ['googleplay:category', nestedCategories],
  ['itunes:keywords', keywords],
  ['media:keywords', keywords],
  ['tags', keywords],
]);

function category(term: string | undefined, label?: string, scheme?: string): readonly RawCategory[] {
  return term === undefined && label === undefined ? [] : [{ term: term ?? label, label, scheme }];
}

function isSameCategory(left: RawCategory, right: RawCategory): boolean {
  return left.term === right.term && left.scheme === right.scheme;
}

function wordsOf(element: Element): string | undefined {
  return element.text.trim() || attribute(element, 'text');
}

function schemeOf(element: Element): string | undefined {
  return attribute(element, 'scheme') ?? attribute(element, 'domain');
}

function nestedCategories(element: Element): readonly RawCategory[] {
  const scheme = 'http://www.itunes.com/';
  return [
    ...category(attribute(element, 'text'), undefined, scheme),
    ...element.children.flatMap(nestedCategories),
  ];
}

function keywords(element: Element): readonly RawCategory[] {
  const text = element.text.trim();
  return text
    .split(text.includes(',') ? ',' : /\s+/, MAX_CATEGORIES)
    .flatMap((word) => category(word.trim() || undefined));
}

/** The parts of an RDF container. */
function listItems(element: Element): readonly RawCategory[] {
  return element.children.flatMap((part) => {
    const text = part.text.trim();
    return text === '' ? listItems(part) : category(text);
  });
}

function commentsOf(element: Element): string | undefined {
  const text = textOf(element, 'comments');
  if (text !== undefined) return resolve(text, element.base);
  for (const link of children(element, 'link')) {
    const href = attribute(link, 'href');
    const type = attribute(link, 'type') ?? 'text/html';
    if (attribute(link, 'rel') === 'replies' && href !== undefined && type.includes('html'))
      return resolve(href, link.base);
  }
  return undefined;
}

/** The slash module; RFC 4685, 4 and 5. */
function commentCountOf(element: Element): string | undefined {
  const total = textOf(element, 'slash:comments', 'thr:total');
  if (total !== undefined) return total;
  for (const link of element.children) {
    const count = link.name === 'link' ? attribute(link, 'thr:count') : undefined;
    if (count !== undefined) return count;
  }
  return undefined;
}

function originOf(element: Element, format: Format): RawOrigin | undefined {
  const source = child(element, 'source');
  if (source === undefined) return undefined;
  const links = linksOf(source);
  const address = attribute(source, 'url') ?? attribute(source, 'href');
  const self = links.find(({ rel }) => rel === 'self')?.href;
  const origin = {
    id: textOf(source, 'id'),
    title: titleOf(source, format)?.value ?? (source.text.trim() || undefined),
    url: address === undefined ? self : resolve(address, source.base),
    link: alternateOf(links),
  };
  return Object.values(origin).some((value) => value !== undefined) ? origin : undefined;
}
