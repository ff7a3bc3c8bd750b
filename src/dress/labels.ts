/** The small things that come with an item: names of people, links, categories, languages. */
import type { Category, Link, Person, StoredItem } from '../model/item.ts';
import type { ShownItem } from '../model/output.ts';
import { shownAddress } from './address.ts';
import type { SourceName } from './attribution.ts';
import { mediaType } from './media.ts';

const EMAIL = /^[\w.+'-]+@(?:[a-z0-9-]+\.)+[a-z]{2,63}$/i;

/** Everyone with a name to show: their own, else what stands before the "@", else the host of their page; each once. */
export function authorsOf(people: readonly Person[]): ShownItem['authors'] {
  const authors = new Map<string, ShownItem['authors'][number]>();
  for (const person of people) {
    const email =
      [person.email, BRACKETED.exec(person.name ?? '')?.[1]].find((address) => EMAIL.test(address ?? '')) ??
      null;
    const url = shownAddress(person.url);
    const name =
      person.name?.replace(BRACKETED, ' ').trim() ||
      email?.split('@', 1)[0] ||
      (url !== null && URL.parse(url)?.hostname) ||
      '';
    if (name !== '' && !authors.has(name)) authors.set(name, { name, email, url });
  }
  return [...authors.values()];
}

/** "Ada <ada@example.org>": the address is not part of the name. */
const BRACKETED = /\s*<([^<>\s@]+@[^<>\s@]+)>\s*/;

/** Relations that a reader can follow; the others are about the feed's own machinery. */
const SHOWN_RELATIONS: ReadonlySet<string> = new Set(['related', 'via', 'replies', 'license']);

export function linksOf(links: readonly Link[]): readonly Link[] {
  return links.flatMap(({ rel, href, type, title, hreflang }) => {
    const address = shownAddress(href);
    if (address === null || !SHOWN_RELATIONS.has(rel)) return [];
    return [
      {
        rel,
        href: address,
        type: type === null || type === '' ? null : mediaType(type, ''),
        title: title?.trim() || null,
        hreflang: languageOf(hreflang),
      },
    ];
  });
}

/** Each term of a scheme once. A scheme that is no IRI (RFC 4287, 4.2.2.2) is left out. */
export function categoriesOf(categories: readonly Category[]): ShownItem['categories'] {
  const kept = new Map<string, Category>();
  for (const { term, label, scheme } of categories) {
    const shown = term.trim();
    if (shown === '') continue;
    const iri = scheme !== null && /^https?:\/\/[\w.~!$&'()*+,;=:@/?#%-]+$/i.test(scheme) ? scheme : null;
    const key = `${iri ?? ''}\n${shown}`;
    if (!kept.has(key)) kept.set(key, { term: shown, label: label?.trim() || null, scheme: iri });
  }
  return [...kept.values()];
}

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** What an item is written in: as it says, else as the feed says in which it was first met. */
export function shownLanguage(
  { item, sightings }: StoredItem,
  sources: ReadonlyMap<string, SourceName>,
): string | null {
  return languageOf(item.language ?? sources.get(sightings[0]?.source ?? '')?.language ?? null);
}

/** The tag in its canonical form (BCP 47), null for one that names no language. */
export function languageOf(tag: string | null): string | null {
  if (tag === null || !/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,4}$/i.test(tag)) return null;
  try {
    const [canonical = ''] = Intl.getCanonicalLocales(tag);
    return LANGUAGES.of(canonical.split('-', 1)[0] ?? '') === undefined ? null : canonical;
  } catch {
    return null; // RangeError: a tag that is shaped like one, but is none
  }
}
