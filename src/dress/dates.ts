/** The dates that an item is shown with. Nothing here knows the present: the same item, the same dates. */
import { datingOf } from '../model/dating.ts';
import type { StoredItem } from '../model/item.ts';

const DAY = 86_400_000;
/** Older than any feed: what lies before is a clock that was never set. */
const EARLIEST = Date.UTC(1990, 0, 1);

export interface ShownDates {
  readonly published: number | null;
  readonly datedAt: number;
  readonly estimated: boolean;
  readonly updated: number;
}

/**
 * A time after its sighting can not be: within a day it is a wrong zone and becomes the sighting, beyond it is not
 * believed. `updated` is the latest of what upstream says, of the last change that we saw, and of the date itself.
 */
export function datesOf(stored: StoredItem): ShownDates {
  const { item, firstSeenAt, changedAt, revision } = stored;
  const dating = datingOf(stored);
  const believed = plausible(dating.at, firstSeenAt);
  const datedAt = believed ?? firstSeenAt;
  const published = plausible(item.published === null ? Number.NaN : Date.parse(item.published), firstSeenAt);
  const updated = plausible(item.updated === null ? Number.NaN : Date.parse(item.updated), changedAt);
  return {
    published,
    datedAt,
    estimated: dating.estimated || believed === null,
    updated: Math.max(datedAt, updated ?? 0, revision > 0 ? changedAt : 0),
  };
}

/** `at` where it can be true of something seen at `seenAt`, null where not. */
function plausible(at: number, seenAt: number): number | null {
  return at >= EARLIEST && at <= seenAt + DAY ? Math.min(at, seenAt) : null;
}
