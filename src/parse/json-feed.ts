import { setImmediate } from 'node:timers/promises';
import type { RawCategory, RawDocument, RawEnclosure, RawEntry, RawPerson, RawText } from '../model/entry.ts';
import { Failure, type Warning } from '../model/failure.ts';
import { resolve } from './element.ts';
import { refuseTooMany } from './limits.ts';

/**
 * JSON Feed 1.0 and 1.1 (jsonfeed.org), of which nothing is relied upon but a list of items. Other work may be done
 * between the parsing and the entries.
 * Failures: `malformed` (not JSON), `not-a-feed` (JSON without items), `too-many` (entries, or objects and lists).
 */
export async function readJsonFeed(text: string, base: string | null): Promise<RawDocument> {
  refuseTooDense(text);
  const { value: feed, warnings } = parse(text);
  if (!isRecord(feed)) throw notAFeed();
  const items = list(feed.items).filter(isRecord);
  refuseTooMany(items.length);
  if (!Array.isArray(feed.items) && !string(feed.version)?.includes('jsonfeed')) throw notAFeed();
  if (items.length > PORTION) await setImmediate();
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
        ...list(feed.hubs).flatMap((hub) => (isRecord(hub) ? linkTo('hub', hub.url, base) : [])),
      ],
    },
    entries: items.map((item) => entryOf(item, base, string(feed.language))),
    warnings,
  };
}

/** Entries that are not worth a breath. */
const PORTION = 500;

type Json = Readonly<Record<string, unknown>>;

function notAFeed(): Failure {
  return new Failure('not-a-feed', 'This is JSON, but not a JSON Feed: it has no list of items.');
}

/** Reads JSON; where it breaks off or breaks, the items that are whole are read. */
function parse(text: string): { value: unknown; warnings: readonly Warning[] } {
  try {
    return { value: JSON.parse(text), warnings: [] };
  } catch (cause) {
    const value = salvage(text);
    if (value === null) throw new Failure('malformed', 'This is not valid JSON.', { cause });
    const message = 'The JSON is broken; what stands whole before the break was read.';
    return { value, warnings: [{ code: 'truncated', message }] };
  }
}

/** The feed up to the end of its last whole item: cut there, and the brackets that are open closed. */
function salvage(text: string): unknown {
  const closers: string[] = [];
  let inString = false;
  let cut = -1;
  let tail = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (closers.length > MAX_DEPTH) break;
    else if (character === '{') closers.push('}');
    else if (character === '[') closers.push(']');
    else if (character === '}' || character === ']') {
      if (closers.pop() !== character) break;
      if (closers.length === 2) {
        cut = at + 1;
        tail = closers.toReversed().join('');
      }
    }
  }
  if (cut < 0) return null;
  try {
    return JSON.parse(text.slice(0, cut) + tail);
  } catch {
    return null;
  }
}

/** Deeper than any feed is that can be mended. */
const MAX_DEPTH = 256;
/** Objects and lists in one document: more than any feed has, and as many as are read in some 100 ms. */
const MAX_VALUES = 500_000;

/** A native parser does not stop in between: what would keep it busy for long is refused by its brackets. */
function refuseTooDense(text: string): void {
  let values = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) values++;
    if (values > MAX_VALUES)
      throw new Failure('too-many', `The JSON holds more than ${MAX_VALUES} objects and lists.`);
  }
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
    ...list(holder.authors),
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
  const found = list(given).flatMap((tag) => {
    const term = string(tag);
    return term === undefined ? [] : [{ term, label: undefined, scheme: undefined }];
  });
  return found.length === 0 ? undefined : found;
}

function attachments(given: unknown, base: string | null): readonly RawEnclosure[] | undefined {
  const found = list(given).flatMap((attachment) => {
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
  return value === undefined ? undefined : { value, kind, base: base ?? undefined };
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

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
