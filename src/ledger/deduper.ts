/** The judge of the pipeline as a function of the package: items in, one at a time; ids and reasons out. */
import { fingerprint } from '../dedup/fingerprint.ts';
import { rawHashOf } from '../dedup/raw-hash.ts';
import type { Item } from '../model/item.ts';
import type { Row, Store } from '../model/ports.ts';
import type { Verdict } from '../model/verdict.ts';
import { type LedgerTake, openLedger } from './ledger.ts';

/** An item as a program has it at hand: plain text, its paragraphs parted by blank lines. */
export interface DedupItem {
  /** Whatever names the feed: guids count within it only. */
  readonly feed: string;
  readonly guid?: string | null;
  readonly link?: string | null;
  readonly title?: string | null;
  /** ISO 8601. */
  readonly date?: string | null;
  readonly text?: string | null;
}

export interface DedupResult {
  /** `urn:uuid:…`, the id that this story goes by. */
  readonly id: string;
  /** The same id where the story was met before; null for a new one. */
  readonly mergedWith: string | null;
  readonly verdict: Verdict;
}

export interface Deduper {
  /** Judges an item and remembers it. Calls may overlap; they are served one after the other. */
  add(item: DedupItem): Promise<DedupResult>;
}

/**
 * A deduper with a memory of its own, or over a `store` that remembers across programs. The same items in the same order
 * get the same ids. `now` (ms since 1970) says when an item is met; without it, an item is met at its date.
 */
export function createDeduper(
  options: { readonly store?: Store; readonly now?: () => number } = {},
): Deduper {
  const store = options.store ?? memoryStore();
  const opened = openLedger({ store });
  let last: Promise<unknown> = Promise.resolve();

  const judgeOne = async (given: DedupItem): Promise<DedupResult> => {
    const ledger = await opened;
    const item = itemOf(given);
    const judged = await ledger.judge([takeOf(given, item, options.now?.() ?? dateOf(item))]);
    const [verdict] = judged.verdicts;
    if (verdict === undefined) throw new Error('an entry was judged without a verdict');
    await store.commit(judged.rows);
    judged.settle();
    return { id: verdict.id, mergedWith: verdict.kind === 'new' ? null : verdict.id, verdict };
  };

  return {
    add(item) {
      const result = last.then(() => judgeOne(item));
      last = result.catch(() => undefined);
      return result;
    },
  };
}

function takeOf(given: DedupItem, item: Item, at: number): LedgerTake {
  const rawHash = rawHashOf({
    ...(item.guid !== null && { id: item.guid }),
    ...(item.url !== null && { url: item.url }),
    title: { value: item.title ?? '', kind: 'text' },
    content: { value: item.content?.html ?? '', kind: 'html' },
    ...(item.published !== null && { published: item.published }),
  });
  const entry = { rawHash, item, print: fingerprint(item, { id: given.feed }) };
  return { source: given.feed, at, outcome: 'taken', entries: [entry], complete: false };
}

function dateOf(item: Item): number {
  return item.published === null ? 0 : Date.parse(item.published);
}

function itemOf({ guid, link, title, date, text }: DedupItem): Item {
  const time = Date.parse(date ?? '');
  return {
    guid: guid || null,
    url: link || null,
    title: title || null,
    summary: null,
    content: text ? { html: markupOf(text), base: null } : null,
    published: Number.isNaN(time) ? null : new Date(time).toISOString(),
    updated: null,
    estimated: null,
    authors: [],
    categories: [],
    enclosures: [],
    media: [],
    image: null,
    links: [],
    comments: null,
    rights: null,
    language: null,
    source: null,
    podcast: null,
    digest: null,
  };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Plain text as the HTML that a feed would carry it in. */
function markupOf(text: string): string {
  return text
    .split(/\n[^\S\n]*\n\s*/)
    .map((paragraph) => {
      const escaped = paragraph.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign);
      return `<p>${escaped.replaceAll('\n', '<br>')}</p>`;
    })
    .join('');
}

/** The smallest store: a Map. */
function memoryStore(): Store {
  const rows = new Map<string, string>();
  return {
    get: async (key) => rows.get(key),
    getMany: async (keys) => keys.map((key) => rows.get(key)),
    commit: async (committed: readonly Row[]) => {
      for (const { key, value } of committed) rows.set(key, value);
    },
    remove: async (keys) => {
      for (const key of keys) rows.delete(key);
    },
    close: async () => rows.clear(),
  };
}
