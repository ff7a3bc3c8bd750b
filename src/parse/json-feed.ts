import { setImmediate } from 'node:timers/promises';
import type { RawCategory, RawDocument, RawEnclosure, RawEntry, RawPerson, RawText } from '../model/entry.ts';
import { Failure, type Warning } from '../model/failure.ts';
import { LONGEST_MARKUP } from '../model/markup.ts';
import { resolve } from './element.ts';
import { isPiece, readPieces } from './json-pieces.ts';
import { MAX_ENTRIES, refuseTooMany } from './limits.ts';

/**
 * JSON Feed 1.0 and 1.1 (jsonfeed.org), of which nothing is relied upon but a list of items. Other work may be done
 * between the parsing and the entries.
 * Failures: `malformed` (not JSON), `not-a-feed` (JSON without items), `too-many` (entries).
 */
export async function readJsonFeed(text: string, base: string | null): Promise<RawDocument> {
  const { value: feed, warnings } = await parse(text);
  if (!isRecord(feed)) throw notAFeed();
  refuseTooMany(list(feed.items).length);
  if (!Array.isArray(feed.items) && !string(feed.version)?.includes('jsonfeed')) throw notAFeed();
  const entries: RawEntry[] = [];
  let unread = 0;
  for (const [index, item] of list(feed.items).entries()) {
    if (index % (isPiece(item) ? PIECES : PORTION) === PIECES - 1) await setImmediate();
    const read = isPiece(item) ? item() : item;
    if (isRecord(read)) entries.push(entryOf(read, base, string(feed.language)));
    else if (isPiece(item)) unread++;
  }
  return {
    format: 'json',
    head: {
      id: string(feed.feed_url),
      title: textValue(feed.title, 'text', base),
      description: textValue(feed.description, 'text', base),
      link: address(feed.home_page_url, base),
      language: string(feed.language),
      image: address(feed.icon, base),
      icon: address(feed.favicon, base),
      authors: people(feed, base),
      links: [
        ...linkTo('self', feed.feed_url, base),
        ...linkTo('next', feed.next_url, base),
        ...short(feed.hubs).flatMap((hub) => (isRecord(hub) ? linkTo('hub', hub.url, base) : [])),
      ],
    },
    entries,
    warnings: unread === 0 ? warnings : [...warnings, unreadable(unread)],
  };
}

/** Entries that are not worth a breath, and those that are read one by one from a large document. */
const PORTION = 500;
const PIECES = 20;

function unreadable(items: number): Warning {
  const message = `${items === 1 ? 'An item' : `${items} items`} of the JSON can not be read.`;
  return { code: 'truncated', message };
}

type Json = Readonly<Record<string, unknown>>;

function notAFeed(): Failure {
  return new Failure('not-a-feed', 'This is JSON, but not a JSON Feed: it has no list of items.');
}

/** As large a text is read in one go: some milliseconds of work, and up to some twenty for a hostile one. */
const LONGEST_AT_ONCE = 262_144;

/** Reads JSON; where it breaks off or breaks, the items that are whole are read. */
async function parse(text: string): Promise<{ value: unknown; warnings: readonly Warning[] }> {
  let cause: unknown;
  if (text.length <= LONGEST_AT_ONCE) {
    try {
      return { value: JSON.parse(text), warnings: [] };
    } catch (error) {
      cause = error;
    }
  }
  const pieces = await readPieces(text, MAX_ENTRIES);
  if (pieces === null) throw new Failure('malformed', 'This is not valid JSON.', { cause });
  const message = 'The JSON is broken; what stands whole before the break was read.';
  return { value: pieces.outline, warnings: pieces.whole ? [] : [{ code: 'truncated', message }] };
}

function entryOf(item: Json, base: string | null, language: string | undefined): RawEntry {
  const url = address(item.url, base) ?? address(item.external_url, base);
  return {
    id: string(item.id) ?? url,
    url,
    title: textValue(item.title, 'text', base),
    summary: textValue(item.summary, 'text', base),
    content: textValue(item.content_html, 'html', base) ?? textValue(item.content_text, 'text', base),
    published: string(item.date_published),
    updated: string(item.date_modified),
    authors: people(item, base),
    contributors: undefined,
    categories: tags(item.tags),
    enclosures: attachments(item.attachments, base),
    media: undefined,
    image: address(item.image, base) ?? address(item.banner_image, base),
    links: url === address(item.external_url, base) ? undefined : linkTo('related', item.external_url, base),
    comments: undefined,
    commentCount: undefined,
    rights: undefined,
    language: string(item.language) ?? language,
    source: undefined,
    podcast: undefined,
    location: undefined,
  };
}

function people(holder: Json, base: string | null): readonly RawPerson[] | undefined {
  const given = [
    ...short(holder.authors),
    ...(isRecord(holder.authors) ? [holder.authors] : []),
    holder.author,
  ];
  const found: RawPerson[] = [];
  for (const author of given) {
    const name =
      typeof author === 'string' ? string(author) : isRecord(author) ? string(author.name) : undefined;
    const url = isRecord(author) ? address(author.url, base) : undefined;
    if (name === undefined && url === undefined) continue;
    if (!found.some((known) => known.name === name && known.url === url))
      found.push({ name, email: undefined, url });
  }
  return found.length === 0 ? undefined : found;
}

function tags(given: unknown): readonly RawCategory[] | undefined {
  const found = short(given).flatMap((tag) => {
    const term = string(tag);
    return term === undefined ? [] : [{ term, label: undefined, scheme: undefined }];
  });
  return found.length === 0 ? undefined : found;
}

function attachments(given: unknown, base: string | null): readonly RawEnclosure[] | undefined {
  const found = short(given).flatMap((attachment) => {
    const url = isRecord(attachment) ? address(attachment.url, base) : undefined;
    if (!isRecord(attachment) || url === undefined) return [];
    return [
      {
        url,
        type: string(attachment.mime_type),
        length: string(attachment.size_in_bytes),
        title: string(attachment.title),
        duration: string(attachment.duration_in_seconds),
      },
    ];
  });
  return found.length === 0 ? undefined : found;
}

function linkTo(rel: string, given: unknown, base: string | null): readonly { rel: string; href: string }[] {
  const href = address(given, base);
  return href === undefined ? [] : [{ rel, href }];
}

function textValue(given: unknown, kind: 'text' | 'html', base: string | null): RawText | undefined {
  const value = string(given);
  if (value === undefined) return undefined;
  return { value: value.slice(0, LONGEST_MARKUP), kind, base: base ?? undefined };
}

function address(given: unknown, base: string | null): string | undefined {
  const value = string(given);
  return value === undefined ? undefined : resolve(value, base);
}

/** A string that is not empty; numbers, which many write for ids and sizes, count too. */
function string(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Of what is not an entry, a feed has few. */
const MOST_LISTED = 200;

/** The same, of things that were read, and not endless. */
function short(value: unknown): readonly unknown[] {
  return list(value)
    .slice(0, MOST_LISTED)
    .map((one) => (isPiece(one) ? one() : one));
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
