/**
 * The row of an item: what it is judged by, then a line with its record, then the raw HTML of its content. The HTML is the
 * bulk of a cache and is neither escaped nor parsed on its way in and out.
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

export function encodeItem(record: ItemRecord, remembered: Remembered): string {
  const { stored } = record;
  const { content } = stored.item;
  const sources = stored.sightings.map(({ source }) => source);
  const faceSources = remembered.faceSources.map((source) => Math.max(0, sources.indexOf(source)));
  const head = encodePrint(remembered.print, remembered.faces, faceSources);
  if (content === null) return `${head}\n${JSON.stringify(record)}\n`;
  const item = { ...stored.item, content: { html: '', base: content.base } };
  return `${head}\n${JSON.stringify({ ...record, stored: { ...stored, item } })}\n${content.html}`;
}

export function decodeRecord(value: string): ItemRecord {
  const first = value.indexOf('\n');
  const second = value.indexOf('\n', first + 1);
  const record: ItemRecord = JSON.parse(value.slice(first + 1, second));
  const { stored } = record;
  const { content } = stored.item;
  if (content === null) return record;
  const item = { ...stored.item, content: { html: value.slice(second + 1), base: content.base } };
  return { ...record, stored: { ...stored, item } };
}

/** An item as it is held at hand; the record comes with it. */
export function decodeRemembered(ref: string, value: string): Remembered {
  const record = decodeRecord(value);
  const { print, faces, faceSources } = decodePrint(value.slice(0, value.indexOf('\n')));
  const { stored, owner } = record;
  return {
    print,
    shingles: -1,
    opening: -1,
    faces,
    ref,
    id: stored.id,
    faceSources: faceSources.map((index) => stored.sightings[index]?.source ?? owner),
    owner,
    revision: stored.revision,
    gone: record.gone !== undefined,
    record,
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

const BATCH = 128;

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
  };
}
