/** Which elements have which nature. All names are canonical (names.ts). */

/** Each is one entry, wherever it stands. */
export const ENTRIES: ReadonlySet<string> = new Set(['item', 'entry']);

/** What entries stand in; an entry that starts closes everything up to here. */
export const CONTAINERS: ReadonlySet<string> = new Set([
  '#document',
  'rss',
  'feed',
  'channel',
  'rdf:rdf',
  'items',
  'xml',
]);

/** Roots that make a document a feed. */
export const ROOTS: ReadonlySet<string> = new Set(['rss', 'feed', 'channel', 'rdf:rdf']);

/** Their content is text or markup for people. */
export const TEXT_CONSTRUCTS: ReadonlySet<string> = new Set([
  'title',
  'subtitle',
  'tagline',
  'description',
  'summary',
  'content',
  'content:encoded',
  'info',
  'abstract',
  'copyright',
  'rights',
  'body',
  'fullitem',
  'xhtml:body',
  'xhtml:div',
  'dc:title',
  'dc:description',
  'dc:rights',
  'dcterms:abstract',
  'dcterms:alternative',
  'media:title',
  'media:description',
  'media:text',
  'itunes:title',
  'itunes:summary',
  'itunes:subtitle',
  'googleplay:description',
]);

/** Their content is one short value. When another field starts inside, the end tag has been forgotten. */
const VALUES: readonly string[] = [
  'link',
  'guid',
  'id',
  'url',
  'name',
  'email',
  'uri',
  'homepage',
  'pubdate',
  'lastbuilddate',
  'published',
  'updated',
  'issued',
  'modified',
  'created',
  'category',
  'comments',
  'enclosure',
  'language',
  'generator',
  'docs',
  'ttl',
  'managingeditor',
  'webmaster',
  'dc:date',
  'dc:subject',
  'dc:identifier',
  'dc:language',
  'dc:type',
  'dc:source',
  'dc:publisher',
  'dcterms:created',
  'dcterms:issued',
  'dcterms:modified',
  'slash:comments',
  'slash:section',
  'slash:department',
  'wfw:comment',
  'wfw:commentrss',
  'itunes:author',
  'itunes:duration',
  'itunes:explicit',
  'itunes:keywords',
  'media:thumbnail',
  'media:credit',
  'feedburner:origlink',
];

export const VALUE_ELEMENTS: ReadonlySet<string> = new Set(VALUES);

/** Elements that name somebody, as text or by these fields. */
export const PERSONS: ReadonlySet<string> = new Set([
  'author',
  'contributor',
  'dc:creator',
  'dc:contributor',
  'itunes:owner',
]);

export const PERSON_FIELDS: ReadonlySet<string> = new Set([
  'name',
  'email',
  'uri',
  'url',
  'homepage',
  'title',
  'itunes:name',
  'itunes:email',
]);

/** Fields of a feed or an entry. One that starts inside of an open text or value closes it. */
export const FIELDS: ReadonlySet<string> = new Set([
  ...VALUES,
  ...TEXT_CONSTRUCTS,
  'author',
  'contributor',
  'source',
  'image',
  'dc:creator',
  'dc:contributor',
  'media:group',
  'media:content',
  'itunes:image',
  'item',
  'entry',
]);

/** Fields whose names occur in HTML and its kin too; inside of markup they may be that. */
export const ALSO_HTML: ReadonlySet<string> = new Set([
  'title',
  'link',
  'summary',
  'source',
  'image',
  'content',
]);

export const VOID_HTML: ReadonlySet<string> = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
]);
