import { datingOf } from '../model/dating.ts';
import type { StoredItem } from '../model/item.ts';
import type { Output } from '../model/output.ts';

/** One place on a shelf: the item, what it is ordered by (ms), and a number that grows whenever a reader would see a change. */
export type Place = readonly [id: string, key: number, version: number];

/**
 * The newest items that an output's rule admits, newest first: what makes publishing a few lookups instead of a walk
 * through the whole cache. Plain JSON, kept in the cache and committed with the items that changed it.
 */
export interface Shelf {
  /** Of the rule that it was filled by; another rule needs another shelf. */
  readonly rule: string;
  /** What of the places is shown by that rule. */
  readonly shows: Showing;
  /** True: everything that the rule admits is on it. False: older items were pushed off. */
  readonly whole: boolean;
  readonly places: readonly Place[];
}

export interface Showing {
  readonly limit: number;
  /** Milliseconds. */
  readonly maxAge: number | null;
}

/** Room beyond the limit, so that a few items can leave before the cache must be walked. */
const roomOf = (output: Output): number => output.limit + Math.max(50, Math.ceil(output.limit / 4));

export const emptyShelf = (rule: string, { limit, where }: Output): Shelf => ({
  rule,
  shows: { limit, maxAge: where.maxAge },
  whole: true,
  places: [],
});

export interface ShelfChange {
  readonly stored: StoredItem;
  readonly admitted: boolean;
}

/** The shelf after changes; the same shelf when nothing on it changed. */
export function arrange(shelf: Shelf, changes: readonly ShelfChange[], output: Output): Shelf {
  const onShelf = new Set(shelf.places.map(([id]) => id));
  const last = new Map(changes.map((change) => [change.stored.id, change]));
  for (const [id, { admitted }] of last) if (!admitted && !onShelf.has(id)) last.delete(id);
  if (last.size === 0) return shelf;

  const kept = shelf.places.filter(([id]) => !last.has(id));
  const placed = [...last.values()]
    .filter((change) => change.admitted)
    .map(({ stored }) => placeOf(stored, output));
  const places = [...kept, ...placed].sort(newestFirst);
  const room = roomOf(output);
  const whole = shelf.whole && places.length <= room;
  return { ...shelf, whole, places: whole ? places : withoutTail(places, shelf, room) };
}

/** A shelf out of everything that the cache has, in any order; `add` is asked for each item. */
export function fillingShelf(rule: string, output: Output) {
  const room = roomOf(output);
  let places: Place[] = [];
  let whole = true;
  const cut = () => {
    places.sort(newestFirst);
    whole &&= places.length <= room;
    places = places.slice(0, room);
  };
  return {
    add({ stored, admitted }: ShelfChange): void {
      if (!admitted) return;
      places.push(placeOf(stored, output));
      if (places.length >= 2 * room) cut();
    },
    end(): Shelf {
      cut();
      return { ...emptyShelf(rule, output), whole, places };
    },
  };
}

/**
 * Once older items were pushed off, nothing older than the last one kept may stand on the shelf: it could stand in
 * front of one that was pushed off before.
 */
function withoutTail(places: readonly Place[], before: Shelf, room: number): readonly Place[] {
  if (before.whole) return places.slice(0, room);
  const oldest = before.places.at(-1);
  const sure = oldest === undefined ? [] : places.filter((place) => newestFirst(place, oldest) <= 0);
  return sure.slice(0, room);
}

/** Has the shelf fewer items than the output wants, although there are more in the cache? */
export const isShort = (shelf: Shelf, output: Output): boolean =>
  !shelf.whole && shelf.places.length < output.limit;

/** What of a shelf is shown at a time, newest first. */
export function shown({ places, shows: { limit, maxAge } }: Shelf, now: number): readonly Place[] {
  const young = maxAge === null ? places : places.filter(([, key]) => key >= now - maxAge);
  return young.slice(0, limit);
}

export function placeOf(stored: StoredItem, output: Output): Place {
  return [stored.id, sortKey(stored, output), stored.revision + stored.sightings.length];
}

function sortKey(stored: StoredItem, { sort, where }: Output): number {
  if (sort === 'seen') return stored.firstSeenAt;
  // an output that lets items go as they age goes by their dates
  const at = stored.late && where.maxAge === null ? stored.firstSeenAt : datingOf(stored).at;
  return sort === 'updated' ? Math.max(stored.changedAt, at) : at;
}

/** A total order, so that the same items always come out in the same order. */
export const newestFirst = ([idA, keyA]: Place, [idB, keyB]: Place): number =>
  keyB - keyA || (idA < idB ? -1 : idA > idB ? 1 : 0);
