/** What each element is to the reader of a feed. All names are canonical (names.ts). */

export interface Kind {
  /** Canonical name. */
  readonly name: string;
  /** It is one entry, wherever it stands. */
  readonly isEntry: boolean;
  /** Entries stand in it; an entry that starts closes everything up to here. */
  readonly isContainer: boolean;
  /** As a root it makes a document a feed. */
  readonly isRoot: boolean;
  /** A field of a feed or an entry. One that starts inside of an open text or value closes it. */
  readonly isField: boolean;
  /** Its content is text or markup for people. */
  readonly isText: boolean;
  /** Its content is one short value. When another field starts inside, the end tag has been forgotten. */
  readonly isValue: boolean;
  /** It names somebody, as text or by fields of its own. */
  readonly isPerson: boolean;
  readonly isPersonField: boolean;
  /** A field whose name occurs in HTML and its kin too; inside of markup it may be that. */
  readonly isAlsoHtml: boolean;
}

const ENTRIES: ReadonlySet<string> = new Set(['item', 'entry']);

const CONTAINERS: ReadonlySet<string> = new Set([
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

const TEXT_CONSTRUCTS: ReadonlySet<string> = new Set([
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

const VALUES: ReadonlySet<string> = new Set([
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
]);

const PERSONS: ReadonlySet<string> = new Set([
  'author',
  'contributor',
  'dc:creator',
  'dc:contributor',
  'itunes:owner',
]);

const PERSON_FIELDS: ReadonlySet<string> = new Set([
  'name',
  'email',
  'uri',
  'url',
  'homepage',
  'title',
  'itunes:name',
  'itunes:email',
]);

const FIELDS: ReadonlySet<string> = new Set([
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

const ALSO_HTML: ReadonlySet<string> = new Set(['title', 'link', 'summary', 'source', 'image', 'content']);

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

const NAMES = [...FIELDS, ...CONTAINERS, ...ROOTS, ...PERSON_FIELDS];
const KINDS: ReadonlyMap<string, Kind> = new Map(NAMES.map((name): [string, Kind] => [name, newKind(name)]));

const UNKNOWN = newKind('');

/** Of any name; those of the vocabulary come with the same string each time, which makes comparing them cheap. */
export function kindOf(name: string): Kind {
  return KINDS.get(name) ?? { ...UNKNOWN, name };
}

/** Not of the vocabulary that feeds are built of. */
export function isUnknown(kind: Kind): boolean {
  return !KINDS.has(kind.name);
}

function newKind(name: string): Kind {
  return {
    name,
    isEntry: ENTRIES.has(name),
    isContainer: CONTAINERS.has(name),
    isRoot: ROOTS.has(name),
    isField: FIELDS.has(name),
    isText: TEXT_CONSTRUCTS.has(name),
    isValue: VALUES.has(name),
    isPerson: PERSONS.has(name),
    isPersonField: PERSON_FIELDS.has(name),
    isAlsoHtml: ALSO_HTML.has(name),
  };
}
