/** The dates that an item is shown with. Nothing here knows the present: the same item, the same dates. */
import { datingOf, plausible } from '../model/dating.ts';
import type { StoredItem } from '../model/item.ts';

export interface ShownDates {
  readonly published: number | null;
  readonly datedAt: number;
  readonly estimated: boolean;
  readonly updated: number;
}

/** `updated` is the latest of what upstream says, of the last change that we saw, and of the date itself. */
export function datesOf(stored: StoredItem): ShownDates {
  const { item, firstSeenAt, changedAt, revision } = stored;
  const { at, estimated } = datingOf(stored);
  return {
    published: plausible(item.published, firstSeenAt),
    datedAt: at,
    estimated,
    updated: Math.max(at, plausible(item.updated, changedAt) ?? 0, revision > 0 ? changedAt : 0),
  };
}
