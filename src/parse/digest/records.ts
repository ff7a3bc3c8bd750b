import { Failure, type Warning } from '../../model/failure.ts';
import type { Block, Draft, Headers, Split } from './draft.ts';
import { htmlBlocks } from './html.ts';
import { type ObjectSpan, objectsIn } from './json-scan.ts';
import { plainBlocks } from './plain.ts';
import { MOST_ITEMS, tooMany } from './split.ts';
import { titleFrom } from './title.ts';

/** Digests as data: a JSON array of objects, an object that holds one, or one object a line (JSON Lines). */

/** The names that fields go by; the first that is there counts. */
const FIELDS = {
  title: ['title', 'headline', 'name', 'subject'],
  body: 'content_html html content body text content_text paragraphs description summary'.split(' '),
  source: ['source', 'publisher', 'outlet', 'site', 'via'],
  link: ['url', 'link', 'permalink', 'href', 'external_url'],
  date: 'published date date_published pubDate published_at publishedAt created_at timestamp'.split(' '),
  id: ['id', 'guid', 'uuid'],
  authors: ['authors', 'author', 'by', 'byline'],
  tags: ['tags', 'categories', 'keywords', 'category'],
  language: ['language', 'lang'],
} as const;
/** Where an object that is the digest as a whole keeps its items. */
const LISTS = new Set(['items', 'entries', 'articles', 'stories', 'posts', 'news', 'data', 'results']);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads records; one that is broken is reported and costs no other.
 * @throws {Failure} `malformed` where no object has a title or text
 */
export function readRecords(source: string): Split {
  const { head, records } = recordsOf(objectsIn(source));
  const drafts: Draft[] = [];
  const warnings: Warning[] = [];
  for (const { text, lines } of records) {
    if (drafts.length === MOST_ITEMS) {
      warnings.push(tooMany(lines[0]));
      break;
    }
    const fields = parsed(text);
    const draft = fields === null ? null : draftOf(fields, lines);
    if (draft !== null) drafts.push(draft);
    else warnings.push(unreadable(lines));
  }
  if (drafts.length === 0) {
    throw new Failure('malformed', 'No JSON object with a title or text was found.', {
      advice: 'Give an array of objects, or one object a line, with `title` and `content`.',
    });
  }
  return { head: headersOf(head), masthead: '', drafts, outside: [], warnings };
}

function unreadable(lines: readonly [number, number]): Warning {
  return {
    code: 'digest-record-unreadable',
    message: 'The record is broken or empty; left out.',
    line: lines[0],
  };
}

interface Records {
  /** What the object around the items says about them all. */
  readonly head: Fields;
  readonly records: readonly ObjectSpan[];
}

function recordsOf(spans: readonly ObjectSpan[]): Records {
  const outermost = spans.filter((span) => span.depth === 0);
  const [whole] = outermost;
  if (whole === undefined) return { head: {}, records: spans.filter((span) => span.depth === 1) };
  const listed = spans.filter((span) => span.depth === 2 && LISTS.has(span.key));
  if (outermost.length > 1 || listed.length === 0) return { head: {}, records: outermost };
  return { head: parsed(withoutRecords(whole, listed)) ?? {}, records: listed };
}

/** What is around the items, which may be broken themselves. */
function withoutRecords(whole: ObjectSpan, listed: readonly ObjectSpan[]): string {
  const first = (listed[0]?.start ?? 0) - whole.start;
  const last = listed.at(-1);
  const end = last === undefined ? first : last.start + last.text.length - whole.start;
  return whole.text.slice(0, first) + whole.text.slice(end);
}

function parsed(text: string): Fields | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function draftOf(fields: Fields, lines: readonly [number, number]): Draft | null {
  const blocks = blocksOf(first(fields, FIELDS.body));
  const headers = headersOf(fields);
  const title = headers.title ?? titleFrom(blocks[0]?.text ?? '');
  return title === '' ? null : { title, headers, blocks, lines, confidence: 1 };
}

function blocksOf(body: unknown): readonly Block[] {
  if (Array.isArray(body)) return body.flatMap(blocksOf);
  if (typeof body !== 'string') return [];
  return /<\/?[a-z][^>]*>/i.test(body) ? htmlBlocks(body) : plainBlocks(body);
}

function headersOf(fields: Fields): Headers {
  const text = (names: readonly string[]) => textOf(first(fields, names));
  const list = (names: readonly string[]) => listOf(first(fields, names));
  const headers: Readonly<Record<keyof Headers, string | readonly string[] | null>> = {
    title: text(FIELDS.title),
    source: text(FIELDS.source),
    link: text(FIELDS.link),
    date: dateOf(first(fields, FIELDS.date)),
    id: text(FIELDS.id),
    language: text(FIELDS.language),
    authors: list(FIELDS.authors),
    tags: list(FIELDS.tags),
  };
  return Object.fromEntries(
    Object.entries(headers).filter(([, value]) => value !== null && value.length > 0),
  );
}

function first(fields: Fields, names: readonly string[]): unknown {
  const name = names.find((candidate) => fields[candidate] != null && fields[candidate] !== '');
  return name === undefined ? null : fields[name];
}

/** A text or number, or the name of an object. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { name, title, url } = value as Fields;
  return [name, title, url].find((part) => typeof part === 'string') ?? null;
}

function listOf(value: unknown): readonly string[] {
  const values = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.split(/\s*[,;]\s*/)
      : [value];
  return values.flatMap((part) => textOf(part) || []);
}

/** Numbers are seconds or milliseconds since 1970. */
function dateOf(value: unknown): string | null {
  if (typeof value !== 'number') return textOf(value);
  const date = new Date(value < 1e11 ? value * 1000 : value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
