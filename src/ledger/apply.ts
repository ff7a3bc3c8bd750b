/** Carries decisions out on the records of the items: from what was decided to the rows that say so. */
import { setImmediate } from 'node:timers/promises';
import type { StoredItem } from '../model/item.ts';
import type { Row, Store } from '../model/ports.ts';
import type { Decision } from './decide.ts';
import type { Effect } from './faces.ts';
import { itemKey } from './ids.ts';
import { decodeRecord, encodeItem, type ItemRecord } from './items.ts';
import type { Remembered } from './memory.ts';
import { join, readdress, revise } from './merge.ts';

/** A stored item that outputs may show differently from now on. */
export interface Change {
  readonly kind: 'new' | 'revised' | 'merged';
  readonly item: StoredItem;
  /** The item as it was; null for a new one. */
  readonly previous: StoredItem | null;
}

export interface Applied {
  readonly changes: readonly Change[];
  readonly rows: readonly Row[];
}

/** Items between two breaths: some milliseconds of work. */
const PORTION = 128;

/** Carries the decisions out on the items' records: one row for each item that is touched. */
export async function applyAll(store: Store, decisions: readonly Decision[]): Promise<Applied> {
  const byItem = Map.groupBy(
    decisions.filter(({ change }) => change !== 'nothing'),
    ({ remembered }) => remembered,
  );
  await readRecords(store, [...byItem.keys()]);
  const changes: Change[] = [];
  const rows: Row[] = [];
  for (const [remembered, itsDecisions] of byItem) {
    if (rows.length % PORTION === PORTION - 1) await setImmediate();
    const before = remembered.record;
    if (before === null) continue;
    const after = itsDecisions.reduce(apply, before);
    remembered.record = after;
    remembered.row = null;
    rows.push({ key: itemKey(remembered.ref), value: encodeItem(after, remembered) });
    const change = changeOf(before, after, itsDecisions);
    if (change !== null) changes.push(change);
  }
  return { changes, rows };
}

async function readRecords(store: Store, touched: readonly Remembered[]): Promise<void> {
  for (const remembered of touched)
    if (remembered.row !== null) remembered.record ??= decodeRecord(remembered.row);
  const missing = touched.filter(({ record }) => record === null);
  const values = await store.getMany(missing.map(({ ref }) => itemKey(ref)));
  missing.forEach((remembered, i) => {
    const value = values[i];
    if (value !== undefined) remembered.record = decodeRecord(value);
  });
}

const MOST_VERDICTS = 24;

function apply(record: ItemRecord, { change, verdict, source, at, item }: Decision): ItemRecord {
  if (change === 'first') return record;
  const verdicts = [...record.verdicts, verdict].slice(-MOST_VERDICTS);
  const { stored, owner } = record;
  switch (change) {
    case 'revise':
      return { ...record, verdicts, stored: revise(stored, source, item, at) };
    case 'readdress':
      return { ...record, verdicts, stored: readdress(stored, source, item) };
    case 'join':
      return { ...record, verdicts, stored: join(stored, source, item, at, false) };
    case 'join-longer':
      return { stored: join(stored, source, item, at, true), owner: source, verdicts };
    default:
      return { stored, owner, verdicts };
  }
}

function changeOf(before: ItemRecord, after: ItemRecord, decisions: readonly Decision[]): Change | null {
  const item = after.stored;
  const happened = (change: Effect) => decisions.some((decision) => decision.change === change);
  if (happened('first')) return { kind: 'new', item, previous: null };
  if (happened('revise')) return { kind: 'revised', item, previous: before.stored };
  return item === before.stored ? null : { kind: 'merged', item, previous: before.stored };
}
