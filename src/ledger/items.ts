/**
 * The row of an item: two lines that it is judged by, one with its record, then the raw HTML of its content. The HTML is the
 * bulk of a cache and is neither escaped nor parsed on its way in and out; whoever only judges does not parse the record.
 */
import type { Weighed } from '../dedup/compare.ts';
import type { StoredItem } from '../model/item.ts';
import type { Store } from '../model/ports.ts';
import type { Verdict } from '../model/verdict.ts';
import { itemKey, refOf } from './ids.ts';
import { readManifest } from './manifest.ts';
import type { Remembered } from './memory.ts';
import { decodePrint, encodePrint } from './print-code.ts';
import { walkRoster } from './roster.ts';

/** Everything that is kept about an item. */
export interface ItemRecord {
  readonly stored: StoredItem;
  /** The source whose content is shown. */
  readonly owner: string;
  /** Decisions about it, oldest first; the first ones are dropped when there are too many. */
  readonly verdicts: readonly Verdict[];
  /** Why there is nothing but the names left: `pruned`, or the id of the item that this one was merged into. */
  readonly gone?: string;
  /** When that became so, ms. */
  readonly goneAt?: number;
}

/** The second line: id, owner, revision, whether it is gone, and the sources that the faces come from. */
type Outline = readonly [string, string, number, 0 | 1, readonly string[]];

export function encodeItem(record: ItemRecord, remembered: Remembered): string {
  const { stored, owner } = record;
  const { content } = stored.item;
  const once = remembered.faceSources.length === 1;
  const sources = once ? remembered.faceSources : [...new Set(remembered.faceSources)];
  const faceSources = remembered.faceSources.map((source) => sources.indexOf(source));
  const gone = record.gone === undefined ? 0 : 1;
  const outline: Outline = [stored.id, owner, stored.revision, gone, sources];
  const head = `${encodePrint(remembered.print, remembered.faces, faceSources)}\n${JSON.stringify(outline)}`;
  if (content === null) return `${head}\n${JSON.stringify(record)}\n`;
  const item = { ...stored.item, content: { html: '', base: content.base } };
  return `${head}\n${JSON.stringify({ ...record, stored: { ...stored, item } })}\n${content.html}`;
}

export function decodeRecord(row: string): ItemRecord {
  const first = row.indexOf('\n');
  const second = row.indexOf('\n', first + 1);
  const third = row.indexOf('\n', second + 1);
  const record: ItemRecord = JSON.parse(row.slice(second + 1, third));
  const { stored } = record;
  const { content } = stored.item;
  if (content === null) return record;
  const item = { ...stored.item, content: { html: row.slice(third + 1), base: content.base } };
  return { ...record, stored: { ...stored, item } };
}

/** An item as it is held at hand; its record can be read from the row later. */
export function decodeRemembered(ref: string, row: string): Remembered {
  const first = row.indexOf('\n');
  const { print, faces, faceSources } = decodePrint(row.slice(0, first));
  const outline: Outline = JSON.parse(row.slice(first + 1, row.indexOf('\n', first + 1)));
  const [id, owner, revision, gone, sources] = outline;
  return {
    print,
    shingles: -1,
    opening: -1,
    faces,
    ref,
    id,
    faceSources: faceSources.map((index) => sources[index] ?? owner),
    owner,
    revision,
    gone: gone === 1,
    record: null,
    row,
  };
}

/** The items of these ids that are in the cache, in the order of the ids; gone ones are left out. */
export async function readItems(store: Store, ids: readonly string[]): Promise<StoredItem[]> {
  return present(await store.getMany(ids.map((id) => itemKey(refOf(id)))));
}

function present(values: readonly (string | undefined)[]): StoredItem[] {
  const items: StoredItem[] = [];
  for (const value of values) {
    if (value === undefined) continue;
    const record = decodeRecord(value);
    if (record.gone === undefined) items.push(record.stored);
  }
  return items;
}

/** No more: with 128, most rows of a walk grow old and lie in memory until V8 collects what is old. */
const BATCH = 16;

/** All items of the cache in batches, the ones met last first. */
export async function* allItems(store: Store): AsyncIterable<readonly StoredItem[]> {
  const { roster } = await readManifest(store);
  for await (const refs of walkRoster(store, roster)) {
    for (let at = 0; at < refs.length; at += BATCH) {
      const items = present(await store.getMany(refs.slice(at, at + BATCH).map(itemKey)));
      if (items.length > 0) yield items;
    }
  }
}

/** A new item, as it is held at hand. */
export function rememberedOf(record: ItemRecord, ref: string, weighed: Weighed): Remembered {
  const { print, shingles, opening } = weighed;
  return {
    print,
    shingles,
    opening,
    faces: print.hashes,
    ref,
    id: record.stored.id,
    faceSources: [record.owner],
    owner: record.owner,
    revision: record.stored.revision,
    gone: false,
    record,
    row: null,
  };
}
