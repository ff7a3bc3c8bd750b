import type { RawLink } from '../model/entry.ts';
import { attribute, type Element, resolve } from './element.ts';

/** All links of a feed or an entry, Atom's with their attributes, RSS's with a text as `alternate`. */
export function linksOf(element: Element): readonly RawLink[] {
  const links: RawLink[] = [];
  for (const link of element.children) {
    if (link.name !== 'link') continue;
    const href = attribute(link, 'href') ?? attribute(link, 'rdf:resource');
    const text = link.text.trim();
    if (href === undefined && text === '' && !link.attributes.has('href')) continue;
    links.push({
      rel: relation(attribute(link, 'rel')),
      href: resolve(href ?? text, link.base),
      type: attribute(link, 'type')?.toLowerCase(),
      title: attribute(link, 'title'),
      hreflang: attribute(link, 'hreflang'),
    });
  }
  return links;
}

/** RFC 4287, 4.2.7.2: no relation means alternate, and registered ones may be written as addresses. */
function relation(rel: string | undefined): string {
  if (rel === undefined) return 'alternate';
  return rel.replace(/^https?:\/\/www\.iana\.org\/assignments\/relation\//i, '').toLowerCase();
}

/** The page that a person reads: the first alternate in HTML, else the first alternate of any type. */
export function alternateOf(links: readonly RawLink[]): string | undefined {
  let first: string | undefined;
  for (const { rel, href, type } of links) {
    if (rel !== 'alternate' || href === undefined || href === '') continue;
    if (type === undefined || type.includes('html')) return href;
    first ??= href;
  }
  return first;
}

/** Links other than the permalink and the enclosures, and what modules say that is a link: a licence, what is answered. */
export function furtherLinks(
  element: Element,
  links: readonly RawLink[],
  permalink: string | undefined,
): readonly RawLink[] | undefined {
  const further = links.filter(
    ({ rel, href }) =>
      href !== undefined &&
      href !== '' &&
      rel !== 'enclosure' &&
      !(rel === 'alternate' && href === permalink),
  );
  for (const { name, text, attributes, base } of element.children) {
    const meaning = LINK_ELEMENTS.get(name);
    if (meaning === undefined) continue;
    const written = meaning.attributes.map((key) => attributes.get(key)).find(Boolean);
    const href = written === undefined ? text.trim() : resolve(written, base);
    if (!/^https?:\/\/\S+$/i.test(href)) continue;
    if (further.some((known) => known.rel === meaning.rel && known.href === href)) continue;
    const type = attributes.get('type')?.toLowerCase();
    further.push({ rel: meaning.rel, href, type, title: undefined, hreflang: undefined });
  }
  return further.length === 0 ? undefined : further;
}

interface LinkElement {
  readonly rel: string;
  /** Where its address stands, in order of preference; else it is its text. What is no address is no link. */
  readonly attributes: readonly string[];
}

const LICENSE: LinkElement = { rel: 'license', attributes: ['rdf:resource', 'href'] };

/** Creative Commons' modules, Dublin Core; RFC 4685 (3), whose `ref` is an id and mostly an address too. */
const LINK_ELEMENTS: ReadonlyMap<string, LinkElement> = new Map<string, LinkElement>([
  ['cc:license', LICENSE],
  ['dcterms:license', LICENSE],
  ['dc:rights', LICENSE],
  ['thr:in-reply-to', { rel: 'in-reply-to', attributes: ['href', 'ref'] }],
]);
