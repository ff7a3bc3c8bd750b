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

/** Links other than the permalink and the enclosures, each once. */
export function furtherLinks(
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
  return further.length === 0 ? undefined : further;
}
