import type { Format, RawLink, RawText } from '../model/entry.ts';
import { attribute, child, children, type Element, resolve, textOf } from './element.ts';
import { categoriesOf, firstText, titleOf } from './entry.ts';
import { alternateOf, furtherLinks, linksOf } from './link.ts';
import { coverOf } from './media.ts';
import { persons } from './person.ts';
import { kindOf } from './vocabulary.ts';

/**
 * The head of a feed of any dialect, written down as the channel of a well-formed RSS 2.0 document without items: what
 * rss-parser then reads (head.ts). Texts carry their kind and base as attributes.
 */
export function canonicalChannel(document: Element, format: Format): string {
  const channel = headOf(document);
  const links = linksOf(channel);
  const id = textOf(channel, 'id') ?? attribute(channel, 'rdf:about');
  const ownId = textOf(channel, 'id');
  const link = alternateOf(links) ?? attribute(channel, 'href') ?? (isAddress(ownId) ? ownId : undefined);
  const parts = [
    text('title', titleOf(channel, format)),
    text('description', firstText(channel, DESCRIPTIONS, format === 'atom' ? 'text' : 'html')),
    value('link', link),
    value('language', textOf(channel, 'language', 'dc:language') ?? channel.language ?? undefined),
    value('copyright', textOf(channel, 'rights', 'copyright', 'dc:rights')),
    value('lastBuildDate', textOf(channel, ...UPDATED) ?? attribute(channel, 'lastmod')),
    value('pubDate', textOf(channel, ...PUBLISHED)),
    value('generator', textOf(channel, 'generator')),
    picture(channel),
    value('atom:id', id),
    value('atom:icon', addressOf(channel, 'icon')),
    value('atom:logo', addressOf(channel, 'logo')),
    ...hints(channel),
    ...(furtherLinks(channel, links, link) ?? []).map((further) =>
      element('atom:link', linkAttributes(further)),
    ),
    ...people(channel).map(({ name, email, url }) => element('atom:author', { name, email, url })),
    ...(categoriesOf(channel) ?? []).map(({ term, label, scheme }) =>
      element('category', { term, label, scheme }),
    ),
  ];
  const namespaces =
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"';
  return `<rss version="2.0" ${namespaces}><channel>${parts.join('')}</channel></rss>`;
}

const DESCRIPTIONS = [
  'subtitle',
  'tagline',
  'description',
  'dc:description',
  'abstract',
  'info',
  'itunes:summary',
  'googleplay:description',
  'itunes:subtitle',
];
const UPDATED = ['updated', 'modified', 'lastbuilddate', 'dc:date', 'dcterms:modified'];
const PUBLISHED = ['published', 'pubdate', 'issued', 'dcterms:issued', 'created', 'dcterms:created'];

/**
 * All that is said about the feed as a whole, under one element: its channel first, then what stands beside it (RDF puts
 * the image there, broken feeds anything).
 */
function headOf(document: Element): Element {
  const roots = document.children.filter(({ name }) => kindOf(name).isContainer);
  const holders = roots.flatMap((root) => [...children(root, 'channel'), ...children(root, 'feed'), root]);
  const first = holders[0] ?? document;
  const parts = holders.flatMap((holder) => holder.children);
  return { ...first, children: parts.length === 0 ? document.children : parts };
}

function people(channel: Element): ReturnType<typeof persons> & {} {
  return (
    persons(channel, 'author', 'dc:creator', 'dc:author', 'managingeditor') ??
    persons(channel, 'itunes:author', 'googleplay:author') ??
    persons(channel, 'itunes:owner', 'dc:publisher', 'webmaster') ??
    []
  );
}

function picture(channel: Element): string {
  const url = coverOf(channel);
  return url === undefined ? '' : `<image>${value('url', url)}</image>`;
}

function hints(channel: Element): readonly string[] {
  const list = (holder: string, item: string): string => {
    const values = children(child(channel, holder) ?? channel, item).map((part) =>
      value(item, part.text.trim()),
    );
    return values.length === 0 ? '' : `<${HINT_NAMES[holder]}>${values.join('')}</${HINT_NAMES[holder]}>`;
  };
  return [
    value('ttl', textOf(channel, 'ttl')),
    list('skiphours', 'hour'),
    list('skipdays', 'day'),
    value('sy:updatePeriod', textOf(channel, 'sy:updateperiod')),
    value('sy:updateFrequency', textOf(channel, 'sy:updatefrequency')),
  ];
}

const HINT_NAMES: Readonly<Record<string, string>> = { skiphours: 'skipHours', skipdays: 'skipDays' };

function linkAttributes({ rel, href, type, title, hreflang }: RawLink): Attributes {
  return { rel, href, type, title, hreflang };
}

function addressOf(channel: Element, name: string): string | undefined {
  const holder = child(channel, name);
  const url = holder?.text.trim();
  return holder === undefined || url === undefined || url === '' ? undefined : resolve(url, holder.base);
}

function isAddress(text: string | undefined): boolean {
  return text !== undefined && /^https?:\/\//i.test(text);
}

type Attributes = Readonly<Record<string, string | undefined>>;

function text(name: string, content: RawText | undefined): string {
  if (content === undefined) return '';
  return element(name, { kind: content.kind, base: content.base }, content.value);
}

function value(name: string, content: string | undefined): string {
  return content === undefined || content === '' ? '' : element(name, {}, content);
}

function element(name: string, attributes: Attributes, content = ''): string {
  let tag = `<${name}`;
  for (const [key, given] of Object.entries(attributes))
    if (given !== undefined) tag += ` ${key}="${escaped(given)}"`;
  return `${tag}>${escaped(content)}</${name}>`;
}

/** Legal XML out of any string (XML 1.0, 2.2); white space as references, so that attributes keep it. */
function escaped(content: string): string {
  return content
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
