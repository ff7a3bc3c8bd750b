import type { StoredItem } from './item.ts';

const DAY = 86_400_000;
/** Older than any feed: what lies before is a clock that was never set. */
const EARLIEST = Date.UTC(1990, 0, 1);

export interface Dating {
  /** ms since 1970. */
  readonly at: number;
  /** False: upstream itself said so. */
  readonly estimated: boolean;
}

/**
 * The time that an item is ordered and dated by where one must be: what upstream says, else a digest's estimate, else
 * when we first saw it. Never depends on the present.
 */
export function datingOf({ item, firstSeenAt }: StoredItem): Dating {
  const published = plausible(item.published, firstSeenAt) ?? plausible(item.updated, firstSeenAt);
  if (published !== null) return { at: published, estimated: false };
  return { at: plausible(item.estimated, firstSeenAt) ?? firstSeenAt, estimated: true };
}

/**
 * The time of an ISO date where it can be true of something that was seen at `seenAt`, null where not. A time after the
 * sighting can not be: within a day it is a wrong zone and becomes the sighting, beyond it is not believed.
 */
export function plausible(date: string | null, seenAt: number): number | null {
  if (date === null) return null;
  const at = Date.parse(date);
  return at >= EARLIEST && at <= seenAt + DAY ? Math.min(at, seenAt) : null;
}
