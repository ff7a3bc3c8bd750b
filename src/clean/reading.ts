import { setImmediate } from 'node:timers/promises';
import type { RawDocument, RawEntry, RawHead, RawText } from '../model/entry.ts';
import type { Warning } from '../model/failure.ts';
import type { Head, Item, Reading } from '../model/item.ts';
import type { Markup } from '../model/markup.ts';
import { parseDate } from './date.ts';
import { cleanHints } from './hints.ts';
import { cleanLocation } from './location.ts';
import {
  cleanCategories,
  cleanFiles,
  cleanLanguage,
  cleanLinks,
  cleanOrigin,
  cleanPersons,
  cleanPodcast,
  count,
} from './parts.ts';
import { htmlOfText, legalCharacters, oneLine, plainLine } from './text.ts';
import { cleanUrl } from './url.ts';

/** Characters that are cleaned between two breaths, and as how many an entry counts besides: a few milliseconds of work. */
const PORTION = 262_144;
const ENTRY = 1_000;

/**
 * All of a document cleaned, in portions with other work in between. Warnings of one kind are counted together. Pure.
 * @param context.location Base of the addresses in bodies for which the document names none.
 */
export async function cleanDocument(
  raw: RawDocument,
  context: { readonly location: string },
): Promise<Reading> {
  const doubts = newDoubts();
  const base = cleanUrl(context.location);
  const head = cleanHead(raw.head, doubts);
  const items: Item[] = [];
  let weight = 0;
  for (const entry of raw.entries) {
    weight += ENTRY + (entry.content?.value.length ?? 0) + (entry.summary?.value.length ?? 0);
    if (weight > PORTION) {
      await setImmediate();
      weight = 0;
    }
    items.push(itemOf(entry, base, doubts));
  }
  return { format: raw.format, head, items, warnings: [...raw.warnings, ...doubts.warnings()] };
}

/** One entry cleaned: what `cleanDocument` does to each. Pure. */
export function cleanEntry(raw: RawEntry): { readonly item: Item; readonly warnings: readonly Warning[] } {
  const doubts = newDoubts();
  const item = itemOf(raw, null, doubts);
  return { item, warnings: doubts.warnings() };
}

function itemOf(raw: RawEntry, base: string | null, doubts: Doubts): Item {
  const content = cleanMarkup(raw.content, base);
  const summary = cleanMarkup(raw.summary, base);
  const commentCount = count(raw.commentCount);
  const location = cleanLocation(raw.location);
  const hasBoth = content !== null && summary !== null && content.html !== summary.html;
  const item: Item = {
    guid: oneLine(raw.id ?? '') || null,
    url: doubtful(raw.url, cleanUrl(raw.url), 'address-unusable', doubts),
    title: raw.title === undefined ? null : plainLine(raw.title.value, raw.title.kind, TITLE_LENGTH),
    summary: hasBoth ? summary : null,
    content: content ?? summary,
    published: cleanDate(raw.published, doubts),
    updated: cleanDate(raw.updated, doubts),
    estimated: raw.digest?.estimated === undefined ? null : parseDate(raw.digest.estimated),
    authors: cleanPersons(raw.authors),
    categories: cleanCategories(raw.categories),
    enclosures: cleanFiles(raw.enclosures),
    media: cleanFiles(raw.media),
    image: cleanUrl(raw.image ?? raw.podcast?.image),
    links: cleanLinks(raw.links),
    comments: cleanUrl(raw.comments),
    rights: raw.rights === undefined ? null : plainLine(raw.rights, 'html'),
    language: cleanLanguage(raw.language),
    source: cleanOrigin(raw.source),
    podcast: cleanPodcast(raw.podcast),
    digest: raw.digest ?? null,
  };
  if (commentCount === null && location === null) return item;
  return { ...item, ...(commentCount !== null && { commentCount }), ...(location !== null && { location }) };
}

const TITLE_LENGTH = 2000;
const DESCRIPTION_LENGTH = 5000;

function cleanHead(raw: RawHead, doubts: Doubts): Head {
  const { title, description } = raw;
  return {
    id: oneLine(raw.id ?? '') || null,
    title: title === undefined ? null : plainLine(title.value, title.kind, TITLE_LENGTH),
    description:
      description === undefined ? null : plainLine(description.value, description.kind, DESCRIPTION_LENGTH),
    link: doubtful(raw.link, cleanUrl(raw.link), 'address-unusable', doubts),
    updated: cleanDate(raw.updated, doubts) ?? cleanDate(raw.published, doubts),
    language: cleanLanguage(raw.language),
    rights: raw.rights === undefined ? null : plainLine(raw.rights, 'html'),
    image: cleanUrl(raw.image),
    icon: cleanUrl(raw.icon),
    logo: cleanUrl(raw.logo),
    authors: cleanPersons(raw.authors),
    links: cleanLinks(raw.links),
    hints: cleanHints(raw.hints),
  };
}

function cleanMarkup(raw: RawText | undefined, base: string | null): Markup | null {
  if (raw === undefined) return null;
  const legal = legalCharacters(raw.value).trim();
  if (legal === '') return null;
  return {
    html: raw.kind === 'text' ? htmlOfText(legal) : legal,
    base: raw.base === base ? base : (cleanUrl(raw.base) ?? base),
  };
}

function cleanDate(raw: string | undefined, doubts: Doubts): string | null {
  return doubtful(raw, raw === undefined ? null : parseDate(raw), 'date-impossible', doubts);
}

function doubtful(
  raw: string | undefined,
  clean: string | null,
  code: string,
  doubts: Doubts,
): string | null {
  if (clean === null && raw !== undefined && raw.trim() !== '') doubts.note(code, raw);
  return clean;
}

/** What could not be read, counted by kind, with the first of each as an example. */
interface Doubts {
  note(code: string, text: string): void;
  warnings(): readonly Warning[];
}

const SENTENCES: Readonly<Record<string, string>> = {
  'date-impossible': 'This is no date, or one that does not exist',
  'address-unusable': 'This is no address on the web',
};

function newDoubts(): Doubts {
  const met = new Map<string, { first: string; count: number }>();
  return {
    note(code, text) {
      const known = met.get(code);
      if (known === undefined) met.set(code, { first: oneLine(text, 80), count: 1 });
      else known.count++;
    },
    warnings() {
      return [...met].map(([code, { first, count }]) => {
        const times = count === 1 ? '' : ` (and ${count - 1} more)`;
        return { code, message: `${SENTENCES[code]}: "${first}"${times}.` };
      });
    },
  };
}
