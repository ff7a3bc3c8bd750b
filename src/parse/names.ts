import type { Attribute } from './scan.ts';
import { type Kind, kindOf } from './vocabulary.ts';

/**
 * One name for each thing: `prefix:local` in lower case, whatever prefix a document binds to a namespace. What belongs
 * to the vocabularies of RSS, Atom and CDF themselves has no prefix.
 */

/** Namespace name, in lower case without a final slash or `#` and without the scheme, to our prefix. */
const NAMESPACES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '': [
      'www.w3.org/2005/atom',
      'purl.org/atom/ns',
      'purl.org/atom',
      'purl.org/echo',
      'purl.org/pie',
      'example.com/newformat',
      'example.com/necho',
      'uri/of/echo/namespace',
      'purl.org/rss/1.0',
      'purl.org/net/rss1.1',
      'purl.org/rss',
      'purl.org/rss/2.0',
      'my.netscape.com/rdf/simple/0.9',
      'channel.netscape.com/rdf/simple/0.9',
      'my.netscape.com/publish/formats/rss-0.91.dtd',
      'backend.userland.com/rss',
      'backend.userland.com/rss2',
      'backend.userland.com/rss091',
      'backend.userland.com/rss191',
      'backend.userland.com/rss092',
      'backend.userland.com/rss0.92',
      'blogs.law.harvard.edu/tech/rss',
      'cyber.law.harvard.edu/rss/rss.html',
      'www.microsoft.com/standards/channels.dtd',
    ],
    rdf: ['www.w3.org/1999/02/22-rdf-syntax-ns'],
    dc: ['purl.org/dc/elements/1.1', 'purl.org/dc/elements/1.0', 'purl.org/metadata/dublin_core'],
    dcterms: ['purl.org/dc/terms'],
    content: ['purl.org/rss/1.0/modules/content'],
    sy: ['purl.org/rss/1.0/modules/syndication'],
    slash: ['purl.org/rss/1.0/modules/slash'],
    media: [
      'search.yahoo.com/mrss',
      'search.yahoo.com/mrss/rss.xml',
      'video.search.yahoo.com/mrss',
      'tools.search.yahoo.com/mrss',
      'www.rssboard.org/media-rss',
    ],
    itunes: [
      'www.itunes.com/dtds/podcast-1.0.dtd',
      'example.com/dtds/podcast-1.0.dtd',
      'itunes.com/dtds/podcast-1.0.dtd',
    ],
    podcast: [
      'podcastindex.org/namespace/1.0',
      'github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md',
    ],
    googleplay: ['www.google.com/schemas/play-podcasts/1.0'],
    georss: ['www.georss.org/georss'],
    geo: ['www.w3.org/2003/01/geo/wgs84_pos'],
    gml: ['www.opengis.net/gml'],
    thr: ['purl.org/syndication/thread/1.0'],
    cc: [
      'backend.userland.com/creativecommonsrssmodule',
      'cyber.law.harvard.edu/rss/creativecommonsrssmodule.html',
      'web.resource.org/cc',
      'creativecommons.org/ns',
    ],
    wfw: ['wellformedweb.org/commentapi'],
    feedburner: ['rssnamespace.org/feedburner/ext/1.0'],
    admin: ['webns.net/mvcb'],
    foaf: ['xmlns.com/foaf/0.1'],
    fh: ['purl.org/syndication/history/1.0'],
    xhtml: ['www.w3.org/1999/xhtml'],
    svg: ['www.w3.org/2000/svg'],
    math: ['www.w3.org/1998/math/mathml'],
    xlink: ['www.w3.org/1999/xlink'],
    xml: ['www.w3.org/xml/1998/namespace'],
  }).flatMap(([prefix, names]) => names.map((name): [string, string] => [name, prefix])),
);

/** What a prefix means where a document forgets to declare it. */
const CUSTOMARY: ReadonlyMap<string, string> = new Map([
  ...[...new Set(NAMESPACES.values())].map((prefix): [string, string] => [prefix, prefix]),
  ['atom', ''],
  ['atom03', ''],
  ['atom10', ''],
  ['a10', ''],
  ['rss', ''],
  ['rss1', ''],
  ['creativecommons', 'cc'],
  ['mrss', 'media'],
  ['html', 'xhtml'],
  ['mathml', 'math'],
]);

/** The bindings in force at some place of a document, and what was found out under them so far. */
export interface Scope {
  readonly bindings: ReadonlyMap<string, string>;
  readonly elements: Map<string, Kind>;
  readonly attributes: Map<string, string>;
  /** Scopes inside of this one, by the declarations that make them. */
  readonly inner: Map<string, Scope>;
}

/** A hostile document may hold more names and declarations than it is worth to remember. */
const MAX_REMEMBERED = 1024;
const MAX_BINDINGS = 64;

export function newScope(bindings: ReadonlyMap<string, string> = new Map()): Scope {
  return { bindings, elements: new Map(), attributes: new Map(), inner: new Map() };
}

/** Is this attribute a declaration of a namespace? */
export function isDeclaration(attribute: string): boolean {
  return attribute.charCodeAt(0) === 120 && (attribute === 'xmlns' || attribute.startsWith('xmlns:'));
}

/** The scope inside of an element with these attributes. */
export function scopeInside(scope: Scope, attributes: readonly Attribute[]): Scope {
  let key = '';
  for (const { name, value } of attributes) if (isDeclaration(name)) key += `${name}=${value}\n`;
  if (key === '') return scope;
  const known = scope.inner.get(key);
  if (known !== undefined) return known;
  const bindings = new Map(scope.bindings);
  for (const { name, value } of attributes) {
    if (isDeclaration(name) && bindings.size < MAX_BINDINGS)
      bindings.set(name.slice(6), meaningOfNamespace(name.slice(6), value));
  }
  const inside = newScope(bindings);
  if (scope.inner.size < MAX_REMEMBERED) scope.inner.set(key, inside);
  return inside;
}

/** Our prefix. An unknown default namespace counts as the feed's own, as many are misspelt. */
function meaningOfNamespace(prefix: string, namespace: string): string {
  const name = namespace.trim().toLowerCase();
  const known = NAMESPACES.get(name.replace(/^https?:\/\//, '').replace(/[/#]{1,9}$/, ''));
  if (known !== undefined || prefix === '') return known ?? '';
  // A well-known prefix on an unknown namespace is somebody else's vocabulary.
  return CUSTOMARY.has(prefix) ? `x-${prefix}` : prefix.toLowerCase();
}

/** What an element of that name, as written, is. */
export function elementKind(scope: Scope, written: string, onUndeclared: () => void): Kind {
  const known = scope.elements.get(written);
  if (known !== undefined) return known;
  const kind = kindOf(canonicalName(scope, written, onUndeclared));
  if (scope.elements.size < MAX_REMEMBERED) scope.elements.set(written, kind);
  return kind;
}

/** Canonical name of an attribute: one without a prefix belongs to its element. */
export function attributeName(scope: Scope, written: string): string {
  const known = scope.attributes.get(written);
  if (known !== undefined) return known;
  const name = written.includes(':') ? canonicalName(scope, written, () => {}) : written.toLowerCase();
  if (scope.attributes.size < MAX_REMEMBERED) scope.attributes.set(written, name);
  return name;
}

function canonicalName(scope: Scope, written: string, onUndeclared: () => void): string {
  const colon = written.indexOf(':');
  const local = written.slice(colon + 1).toLowerCase();
  const meaning = meaningOf(scope, written.slice(0, Math.max(0, colon)), onUndeclared);
  return meaning === '' ? local : `${meaning}:${local}`;
}

function meaningOf(scope: Scope, prefix: string, onUndeclared: () => void): string {
  const bound = scope.bindings.get(prefix);
  if (bound !== undefined) return bound;
  if (prefix === '') return '';
  if (prefix !== 'xml') onUndeclared();
  return CUSTOMARY.get(prefix.toLowerCase()) ?? prefix.toLowerCase();
}
