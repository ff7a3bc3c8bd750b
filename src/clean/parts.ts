import type { RawCategory, RawEnclosure, RawLink, RawOrigin, RawPerson, RawPodcast } from '../model/entry.ts';
import type { Category, Enclosure, Link, Origin, Person, Podcast } from '../model/item.ts';
import { oneLine, plainLine } from './text.ts';
import { cleanUrl } from './url.ts';

/** The smaller parts of items and heads. Each list is capped: beyond that nobody means it. */

const MAX_PERSONS = 50;
const MAX_CATEGORIES = 100;
const MAX_FILES = 100;
const MAX_LINKS = 50;
const NAME_LENGTH = 300;

/** Most lists are empty: all of those are one. */
const NONE: readonly never[] = Object.freeze([]);

export function cleanPersons(raw: readonly RawPerson[] | undefined): readonly Person[] {
  if (raw === undefined) return NONE;
  const persons: Person[] = [];
  for (const { name, email, url } of raw.slice(0, MAX_PERSONS)) {
    const person = {
      name: name === undefined ? null : plainLine(name, 'html', NAME_LENGTH),
      email: cleanEmail(email),
      url: cleanUrl(url),
    };
    if (person.name === null && person.email === null && person.url === null) continue;
    persons.push(person);
  }
  return persons;
}

function cleanEmail(email: string | undefined): string | null {
  const address = oneLine(email ?? '').replace(/^mailto:/i, '');
  return /^[^\s@<>()"]{1,64}@[^\s@<>()"]{1,255}$/.test(address) ? address : null;
}

export function cleanCategories(raw: readonly RawCategory[] | undefined): readonly Category[] {
  if (raw === undefined) return NONE;
  const categories: Category[] = [];
  for (const { term, label, scheme } of raw.slice(0, MAX_CATEGORIES)) {
    const name = plainLine(label ?? '', 'html', NAME_LENGTH);
    const key = plainLine(term ?? '', 'html', NAME_LENGTH) ?? name;
    if (key === null) continue;
    const category = { term: key, label: name === key ? null : name, scheme: oneLine(scheme ?? '') || null };
    if (categories.some((known) => known.term === category.term && known.scheme === category.scheme))
      continue;
    categories.push(category);
  }
  return categories;
}

export function cleanFiles(raw: readonly RawEnclosure[] | undefined): readonly Enclosure[] {
  if (raw === undefined) return NONE;
  const files: Enclosure[] = [];
  for (const file of raw.slice(0, MAX_FILES)) {
    const url = cleanUrl(file.url);
    if (url === null || files.some((known) => known.url === url && known.type === mediaType(file.type)))
      continue;
    files.push({
      url,
      type: mediaType(file.type),
      length: count(file.length),
      title: file.title === undefined ? null : plainLine(file.title, 'html'),
      medium:
        /^(?:image|audio|video|document|executable)$/i.exec(file.medium ?? '')?.[0].toLowerCase() ?? null,
      duration: seconds(file.duration),
      width: count(file.width),
      height: count(file.height),
    });
  }
  return files;
}

function mediaType(type: string | undefined): string | null {
  return (
    /^\s*([a-z0-9][\w.+-]{0,126}\/[\w.+-]{1,127})\s*(?:;|$)/i.exec(type ?? '')?.[1]?.toLowerCase() ?? null
  );
}

/** Digits, perhaps grouped, as a number that a double can hold. */
export function count(text: string | undefined): number | null {
  const digits = (text ?? '').trim().replace(/[\s,._](?=\d{3}\b)/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/** `3725`, `62:05`, `1:02:05` or `1h2m5s`, in seconds. */
function seconds(text: string | undefined): number | null {
  const trimmed = (text ?? '').trim();
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(trimmed)) return Math.round(Number(trimmed));
  const clock = /^(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2})(?:\.\d+)?$/.exec(trimmed);
  if (clock !== null) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const units = /^(?:(\d{1,4})\s*h\w*\s*)?(?:(\d{1,4})\s*m\w*\s*)?(?:(\d{1,4})\s*s\w*)?$/i.exec(trimmed);
  if (trimmed === '' || units === null) return null;
  return Number(units[1] ?? 0) * 3600 + Number(units[2] ?? 0) * 60 + Number(units[3] ?? 0);
}

export function cleanLinks(raw: readonly RawLink[] | undefined): readonly Link[] {
  if (raw === undefined) return NONE;
  const links: Link[] = [];
  for (const { rel, href, type, title, hreflang } of raw.slice(0, MAX_LINKS)) {
    const address = cleanUrl(href);
    if (address === null) continue;
    links.push({
      rel: oneLine(rel ?? '', NAME_LENGTH) || 'alternate',
      href: address,
      type: mediaType(type),
      title: title === undefined ? null : plainLine(title, 'html'),
      hreflang: cleanLanguage(hreflang),
    });
  }
  return links;
}

/** A language tag of the form of BCP 47; `en_US` becomes `en-US`. */
export function cleanLanguage(tag: string | undefined): string | null {
  if (tag === undefined) return null;
  const written = tag.trim().replaceAll('_', '-');
  return /^[a-z]{1,8}(?:-[a-z0-9]{1,8}){0,6}$/i.test(written) ? written : null;
}

export function cleanOrigin(raw: RawOrigin | undefined): Origin | null {
  if (raw === undefined) return null;
  const origin = {
    id: oneLine(raw.id ?? '') || null,
    title: plainLine(raw.title ?? '', 'html'),
    url: cleanUrl(raw.url),
    link: cleanUrl(raw.link),
  };
  return Object.values(origin).every((value) => value === null) ? null : origin;
}

export function cleanPodcast(raw: RawPodcast | undefined): Podcast | null {
  if (raw === undefined) return null;
  const chaptersUrl = cleanUrl(raw.chapters?.url);
  const podcast: Podcast = {
    duration: seconds(raw.duration),
    episode: count(raw.episode),
    season: count(raw.season),
    episodeType: episodeType(raw.episodeType),
    explicit: isExplicit(raw.explicit),
    transcripts: (raw.transcripts ?? []).slice(0, MAX_FILES).flatMap(({ url, type, language }) => {
      const address = cleanUrl(url);
      if (address === null) return [];
      return [{ url: address, type: mediaType(type) ?? 'text/plain', language: cleanLanguage(language) }];
    }),
    chapters:
      chaptersUrl === null
        ? null
        : { url: chaptersUrl, type: mediaType(raw.chapters?.type) ?? 'application/json+chapters' },
  };
  const isEmpty = Object.values(podcast).every(
    (value) => value === null || (Array.isArray(value) && value.length === 0),
  );
  return isEmpty ? null : podcast;
}

function episodeType(text: string | undefined): Podcast['episodeType'] {
  const type = text?.trim().toLowerCase();
  return type === 'full' || type === 'trailer' || type === 'bonus' ? type : null;
}

/** itunes:explicit has been yes and no, clean, and true and false. */
function isExplicit(text: string | undefined): boolean | null {
  const word = text?.trim().toLowerCase() ?? '';
  if (/^(?:yes|true|explicit|1)$/.test(word)) return true;
  return /^(?:no|false|clean|0)$/.test(word) ? false : null;
}
