/** Which of a source's new items are held back, and which are ordered by when they were met. Pure. */
import type { FirstFetch, QuarantineRule } from '../model/caution.ts';
import { datingOf, plausible } from '../model/dating.ts';
import type { Sighting, StoredItem } from '../model/item.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** What is known of a source before a fetch. Times in ms since 1970. */
export interface Acquaintance {
  /** When it was first read; null: this is the first time. */
  readonly firstReadAt: number | null;
  readonly lastReadAt: number | null;
  /** Most new items that one fetch brought, the first one apart. */
  readonly mostNew: number;
  /** Is it held already? */
  readonly held: boolean;
}

export interface Caution {
  /** Null: everything is published. */
  readonly firstFetch: FirstFetch | null;
  /** Null: nothing is ever held. */
  readonly quarantine: QuarantineRule | null;
  /** May what is dated long ago be ordered by when it was met? Not where old editions are added. */
  readonly reorders: boolean;
}

export interface Mark {
  readonly held?: NonNullable<Sighting['held']>;
  readonly late?: true;
}

export interface Withholding {
  /** By id. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** Why the source is held from now on; null: it is not, or was already. */
  readonly alarm: string | null;
}

/** `fresh`: the new items of a fetch that listed `listed` entries. */
export function withhold(
  fresh: readonly StoredItem[],
  listed: number,
  known: Acquaintance,
  caution: Caution,
): Withholding {
  if (known.firstReadAt === null && !known.held)
    return { marks: beyondFirst(fresh, caution.firstFetch), alarm: null };
  const alarm = known.held ? null : alarmOf(fresh, listed, known, caution.quarantine);
  if (known.held || alarm !== null) {
    return { marks: new Map(fresh.map(({ id }) => [id, { held: 'quarantine' }])), alarm };
  }
  const late = caution.reorders ? fresh.filter((stored) => isLate(stored, known)) : [];
  return { marks: new Map(late.map(({ id }) => [id, { late: true }])), alarm: null };
}

/** The newest that are wanted of a first fetch are published, the others only remembered. */
function beyondFirst(fresh: readonly StoredItem[], bounds: FirstFetch | null): ReadonlyMap<string, Mark> {
  if (bounds === null) return new Map();
  const { maxItems, maxAge } = bounds;
  const newest = fresh.toSorted((one, other) => datingOf(other).at - datingOf(one).at);
  const beyond = newest.filter(
    (stored, index) =>
      (maxItems !== null && index >= maxItems) ||
      (maxAge !== null && datingOf(stored).at < stored.firstSeenAt - maxAge),
  );
  return new Map(beyond.map(({ id }) => [id, { held: 'firstFetch' }]));
}

/** A source is well known after so long. */
const GROWN_UP = 7 * DAY;
/** More than this many times what it ever brought is sudden. */
const SUDDEN = 2;

/**
 * Why a source is not to be believed today; null: it is. Posts since the last fetch are a burst, however many: they come
 * with their dates. What is dated before that, and yet was never there, comes from a change of the feed.
 */
function alarmOf(
  fresh: readonly StoredItem[],
  listed: number,
  { firstReadAt, lastReadAt, mostNew }: Acquaintance,
  rule: QuarantineRule | null,
): string | null {
  const [first] = fresh;
  if (rule === null || first === undefined || firstReadAt === null || lastReadAt === null) return null;
  if (first.firstSeenAt - firstReadAt < GROWN_UP || fresh.length <= SUDDEN * mostNew) return null;
  const isSuspicious = (count: number) => count >= rule.items && count > rule.share * listed;
  const old = fresh.filter((stored) => !mayBeSince(stored, lastReadAt)).length;
  if (isSuspicious(old)) return `${old} of ${listed} items are new to us, but not dated since the last fetch`;
  const dates = fresh.map(datingOf).filter(({ estimated }) => !estimated);
  const minutes = new Set(dates.map(({ at }) => Math.floor(at / MINUTE)));
  if (dates.length === listed && minutes.size === 1 && isSuspicious(dates.length))
    return `all ${listed} items are new to us, and dated to the same minute`;
  return null;
}

/** Can the item have been posted since? One without a date can, unless we looked within the last day. */
function mayBeSince({ item, firstSeenAt }: StoredItem, lastReadAt: number): boolean {
  const date = plausible(item.published, firstSeenAt) ?? plausible(item.updated, firstSeenAt);
  return date === null ? firstSeenAt - lastReadAt > DAY : date > lastReadAt - DAY;
}

/** Dated so long before the fetch before, an item was not posted then. */
const LONG_BEFORE = 30 * DAY;

function isLate(stored: StoredItem, { lastReadAt }: Acquaintance): boolean {
  return lastReadAt !== null && datingOf(stored).at < lastReadAt - LONG_BEFORE;
}
