/**
 * Which items of an output wait to be archived, and when they are (RFC 5005, 4). What waits is always shown, so that each
 * item stands in the document that people subscribe to, or in a page of its archive, at any time. Pure.
 */
import type { StoredItem } from '../model/item.ts';
import type { Output } from '../model/output.ts';
import { newestFirst, type Place, placeOf } from './shelf.ts';

/** A place with the revision of the item that it stands for. */
export type Waiting = readonly [id: string, key: number, version: number, revision: number];

export interface ArchiveChange {
  readonly kind: 'new' | 'revised' | 'merged';
  readonly stored: StoredItem;
  readonly admitted: boolean;
  /** Did the output admit it before it changed? False for a new one. */
  readonly admittedBefore: boolean;
}

/**
 * What waits after changes, newest first; the same list when nothing changed. A closed page is never written again: an item
 * that is revised afterwards waits once more and comes into a later page, where whoever follows the archive finds it as it
 * is now. That other sources have it too is no reason for that.
 */
export function awaiting(
  waiting: readonly Waiting[],
  changes: readonly ArchiveChange[],
  output: Output,
): readonly Waiting[] {
  const waits = new Map(waiting.map((one) => [one[0], one]));
  let changed = false;
  for (const { kind, stored, admitted, admittedBefore } of changes) {
    const waited = waits.has(stored.id);
    if (!admitted) changed = waits.delete(stored.id) || changed;
    else if (waited || kind !== 'merged' || !admittedBefore) {
      waits.set(stored.id, waitingOf(stored, output));
      changed = true;
    }
  }
  return changed ? [...waits.values()].sort(newestWaitingFirst) : waiting;
}

export interface Closing {
  /** Each newest first; the oldest page first. */
  readonly pages: readonly (readonly Waiting[])[];
  /** What still waits: no more than the output shows. */
  readonly rest: readonly Waiting[];
}

/** As long as more wait than the output shows, the oldest of them are a page. */
export function closing(waiting: readonly Waiting[], limit: number, pageSize: number): Closing {
  const pages: (readonly Waiting[])[] = [];
  let rest = waiting;
  while (rest.length > limit) {
    pages.push(rest.slice(-pageSize));
    rest = rest.slice(0, -pageSize);
  }
  return { pages, rest };
}

/** What the output shows: all that waits, and the newest others as far as there is room. */
export function shownWith(
  waiting: readonly Waiting[],
  newest: readonly Place[],
  limit: number,
): readonly Place[] {
  const waits = new Set(waiting.map(([id]) => id));
  const others = newest.filter(([id]) => !waits.has(id)).slice(0, Math.max(0, limit - waiting.length));
  return [...waiting.map(([id, key, version]): Place => [id, key, version]), ...others].sort(newestFirst);
}

export const waitingOf = (stored: StoredItem, output: Output): Waiting => [
  ...placeOf(stored, output),
  stored.revision,
];

export const newestWaitingFirst = ([idA, keyA]: Waiting, [idB, keyB]: Waiting): number =>
  newestFirst([idA, keyA, 0], [idB, keyB, 0]);
