import type { Headers } from './draft.ts';
import { withoutTail } from './markup.ts';

export type HeaderName = keyof Headers;

/** One `Name: value` that stands alone on its line. */
export interface HeaderLine {
  readonly name: HeaderName;
  readonly value: string;
  /** True for a link that stood behind a source's name: a `Link:` of its own is the better one. */
  readonly isAside?: boolean;
}

/** Words that people write before the colon. */
const NAMES: Readonly<Record<string, HeaderName>> = {
  title: 'title',
  headline: 'title',
  titel: 'title',
  titre: 'title',
  título: 'title',
  source: 'source',
  sources: 'source',
  outlet: 'source',
  publication: 'source',
  via: 'source',
  from: 'source',
  publisher: 'source',
  quelle: 'source',
  fuente: 'source',
  fonte: 'source',
  bron: 'source',
  źródło: 'source',
  zdroj: 'source',
  källa: 'source',
  kilde: 'source',
  lähde: 'source',
  kaynak: 'source',
  sursa: 'source',
  источник: 'source',
  джерело: 'source',
  link: 'link',
  url: 'link',
  permalink: 'link',
  enlace: 'link',
  lien: 'link',
  date: 'date',
  published: 'date',
  'published on': 'date',
  'publication date': 'date',
  pubdate: 'date',
  datum: 'date',
  data: 'date',
  fecha: 'date',
  author: 'authors',
  authors: 'authors',
  by: 'authors',
  autor: 'authors',
  autore: 'authors',
  auteur: 'authors',
  tag: 'tags',
  tags: 'tags',
  keywords: 'tags',
  category: 'tags',
  categories: 'tags',
  topic: 'tags',
  topics: 'tags',
  id: 'id',
  guid: 'id',
  language: 'language',
  lang: 'language',
};

/** A name, emphasised, quoted, bracketed or as a list item, a colon, a value. */
const LINE =
  /^\s*(?:[-•>]\s+)?[([]?[*_]{0,2}\s*(\p{L}[\p{L} ]{0,16}\p{L})\s*[*_]{0,2}\s*[:：]\s*[*_]{0,2}\s*(\S.*?)\s*$/u;
/** `Source – NATO`: a dash will do, but only for the name that no sentence starts with. */
const DASHED = /^\s*[([]?[*_]{0,2}(source|via)[*_]{0,2}\s+[-–—]\s+(\S.*?)\s*$/i;
/** `Source = NATO`, for names that nobody computes with. */
const EQUATED = /^\s*(source|via|link|url|author)\s*=\s+(\S.*?)\s*$/i;
/** A name whose value stands on the next line. */
const BARE = /^\s*[*_]{0,2}(?:source|via|from|link|url|date|published|author)[*_]{0,2}\s*[:：][*_]{0,2}\s*$/i;
/** A cheap look before the dear ones: nearly every line of a digest ends here. */
const MAYBE = /^[^:：]{1,30}[:：]|^\W{0,4}(?:source|via)\b|^\s*(?:link|url|author)\s*=/i;
const LONGEST_VALUE = 400;
const ABBREVIATED = /(?:\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|Bros|etc)|\b\p{Lu}|\.\p{L})\.$/u;

/** The headers on a line, several where bars part them; null if the line is text. */
export function headersOn(line: string): readonly HeaderLine[] | null {
  if (line.length > LONGEST_VALUE + 40 || !MAYBE.test(line)) return null;
  const parts = line.includes(' | ') ? line.split(' | ') : [line];
  const found: HeaderLine[] = [];
  for (const part of parts) {
    const header = headerOn(part);
    if (header === null) return null;
    found.push(...header);
  }
  return found;
}

/** The headers on a line that is only a name, if the line below it is a value and no header itself. */
export function headersOnTwo(line: string, below: string | undefined): readonly HeaderLine[] | null {
  if (below === undefined || !BARE.test(line) || headersOn(below) !== null) return null;
  return headersOn(`${line.trimEnd()} ${below}`);
}

function headerOn(text: string): readonly HeaderLine[] | null {
  const match = LINE.exec(text) ?? DASHED.exec(text) ?? EQUATED.exec(text);
  const name = NAMES[(match?.[1] ?? '').toLowerCase()];
  if (match === null || name === undefined) return null;
  // `From: Ada <ada@example.org>` is a letter's.
  if (/^from$/i.test(match[1] ?? '') && /@/.test(match[2] ?? '')) return null;
  const value = unwrapped(match[2] ?? '', /^\s*[([]/.test(text));
  return isValue(name, value) ? linesOf(name, value) : null;
}

const QUOTED = /^[«“„"‘]\s*([^«»“”"]*?)\s*[»”“"’]$/;

/** Without the emphasis or bracket that was opened before the name, and without quotes around all of the value. */
function unwrapped(value: string, bracketed: boolean): string {
  const plain = value.replace(/[*_]{1,2}$/, '');
  const open = bracketed ? plain.replace(/[)\]]$/, '') : plain;
  return QUOTED.exec(open)?.[1] ?? open;
}

function isValue(name: HeaderName, value: string): boolean {
  if (value === '' || value.length > LONGEST_VALUE) return false;
  if (name === 'title') return value.length <= 300;
  if (name === 'link') return linkIn(value) !== null;
  if (name === 'id') return !/\s/.test(value);
  if (name === 'date') return /\d/.test(value) && value.length <= 80;
  if (name === 'language') return /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$|^\p{L}{4,20}$/iu.test(value);
  return isName(value);
}

/** Short, and no sentence: "Eurostat, own calculations of 2024." is text. */
function isName(value: string): boolean {
  const words = value.split(/\s+/).length;
  if (words > 14) return false;
  if (words <= 3 && /^[\p{L}\s&-]+\.$/u.test(value)) return true;
  return !/[.!?;:]["”’']?$/.test(value) || ABBREVIATED.test(value);
}

function linesOf(name: HeaderName, value: string): readonly HeaderLine[] {
  if (name === 'link') return [{ name, value: linkIn(value) ?? value }];
  const link = name === 'source' ? linkIn(value) : null;
  // `Source: Gazette.` is a name all the same.
  if (link === null) return [{ name, value: ABBREVIATED.test(value) ? value : value.replace(/\.$/, '') }];
  const title = value
    .replace(/^\[(.*?)\]\(.*$/, '$1')
    .replace(/\s*[<(]?https?:\/\/\S+/i, '')
    .trim();
  // The front page of a source is not where an item is read.
  if (new URL(link).pathname === '/') return [{ name, value: title === '' ? hostOf(link) : title }];
  const linkLine: HeaderLine = { name: 'link', value: link, isAside: true };
  return title === '' ? [{ name, value: hostOf(link) }, linkLine] : [{ name, value: title }, linkLine];
}

/** The first http(s) address in a text. */
export function linkIn(text: string): string | null {
  const match = /https?:\/\/[^\s<>"“”]+/i.exec(text);
  if (match === null) return null;
  const address = withoutTail(match[0]);
  return URL.canParse(address) ? address : null;
}

function hostOf(address: string): string {
  return new URL(address).hostname.replace(/^www\./, '');
}

/** Header lines as one; the first of a name counts, tags and authors are lists. */
export function headersOf(lines: readonly HeaderLine[]): Headers {
  const headers: { -readonly [Name in HeaderName]?: Headers[Name] } = {};
  const tags: string[] = [];
  const authors: string[] = [];
  const asides = lines.filter(({ isAside }) => isAside === true);
  const own = asides.length === 0 ? lines : lines.filter(({ isAside }) => isAside !== true);
  for (const { name, value } of asides.length === 0 ? own : [...own, ...asides]) {
    if (name === 'tags') tags.push(...listed(value, /\s*[,;]\s*|\s+(?=#)/));
    else if (name === 'authors') authors.push(...listed(value, /\s*(?:[;,&]|\band\b)\s*/));
    else headers[name] ??= value;
  }
  if (tags.length > 0) headers.tags = tags;
  if (authors.length > 0) headers.authors = authors;
  return headers;
}

/** Headers that say again, and differently, what another one has said: `headersOf` passes them by. */
export function repeatedIn(lines: readonly HeaderLine[]): readonly HeaderLine[] {
  if (lines.length < 2) return [];
  const first = new Map<HeaderName, string>();
  return lines.filter(({ name, value, isAside }) => {
    if (name === 'tags' || name === 'authors' || isAside === true) return false;
    const known = first.get(name);
    if (known === undefined) first.set(name, value);
    return known !== undefined && known !== value;
  });
}

function listed(value: string, separator: RegExp): readonly string[] {
  return value
    .split(separator)
    .map((part) => part.replace(/^#/, '').trim())
    .filter((part) => part !== '');
}
