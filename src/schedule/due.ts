import type { Bookmark } from '../model/bookmark.ts';
import type { Random } from '../model/ports.ts';
import { asked, isRemote, type Source } from '../model/source.ts';
import { outsideSkips } from './skips.ts';

export interface DueOptions {
  /** The user wants it now: our own calendar is set aside, what upstream holds us to is not. */
  readonly force: boolean;
}

/** A bookmark from this far in the future was made with a wrong clock and proves nothing. ms. */
const clockError = 86_400_000;

/** Whether a source may be asked at `now` (ms since 1970). A new or changed location is always due. */
export function isDue(
  bookmark: Bookmark | null,
  source: Source,
  now: number,
  { force }: DueOptions,
): boolean {
  if (bookmark === null || bookmark.location !== source.location) return true;
  if (bookmark.heldUntil !== null && bookmark.heldUntil > now) return false;
  if (force) return true;
  if (bookmark.lastFetchAt !== null && bookmark.lastFetchAt > now + clockError) return true;
  // The plan kept out of the hours that the feed excludes; a run that is late must, too.
  return bookmark.nextAt <= now && outsideSkips(now, bookmark.hints) === now;
}

/**
 * The sources to ask now, in an order in which no host comes twice in a row as far as that can be. New ones come last, as
 * they stand in the config; for the others no order comes twice.
 * Twins (one address listed twice, however it is written) stand together and wait for each other, so that one request serves
 * both. A host that said 429 to one source is left alone by all.
 */
export function dueSources(
  sources: readonly Source[],
  bookmarks: ReadonlyMap<string, Bookmark>,
  now: number,
  { force, random }: DueOptions & { readonly random: Random },
): readonly Source[] {
  const resting = restingHosts(bookmarks, now, force);
  const due = twins(sources).filter((group) => {
    const [first] = group;
    if (first !== undefined && resting.has(hostOf(first.location))) return false;
    const met = group.filter(({ id }) => bookmarks.has(id));
    const deciding = met.length > 0 ? met : group;
    return deciding.every((source) => isDue(bookmarks.get(source.id) ?? null, source, now, { force }));
  });
  const isNew = (group: readonly Source[]) => group.every(({ id }) => !bookmarks.has(id));
  const met = due.filter((group) => !isNew(group));
  return interleave([...shuffle(met, random), ...due.filter(isNew)]).flat();
}

/**
 * All sources in the order in which new ones are asked: the first of each host as they stand in the config, then the second
 * of each, and so on. What is left of it when some are done is in the same order.
 */
export const inTurns = (sources: readonly Source[]): readonly Source[] =>
  interleave(sources.map((source) => [source])).flat();

function twins(sources: readonly Source[]): readonly (readonly Source[])[] {
  const groups = Map.groupBy(sources, ({ kind, location, headers, auth, insecure }) =>
    headers || auth || insecure
      ? JSON.stringify([kind, asked(location), headers, auth])
      : `${kind} ${asked(location)}`,
  );
  return [...groups.values()];
}

function restingHosts(
  bookmarks: ReadonlyMap<string, Bookmark>,
  now: number,
  force: boolean,
): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const { lastStatus, failures, heldUntil, nextAt, location } of bookmarks.values()) {
    if (lastStatus !== 429 || failures === 0) continue;
    const until = heldUntil ?? (force ? 0 : nextAt);
    if (until > now) hosts.add(hostOf(location));
  }
  return hosts;
}

/** Fisher and Yates. */
function shuffle<T>(values: readonly T[], random: Random): T[] {
  const shuffled = [...values];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [one, two] = [shuffled[last], shuffled[other]];
    if (one === undefined || two === undefined) continue;
    shuffled[last] = two;
    shuffled[other] = one;
  }
  return shuffled;
}

/** One of each host, then the second of each, and so on. */
function interleave(groups: readonly (readonly Source[])[]): readonly (readonly Source[])[] {
  const byHost = Map.groupBy(groups, ([first]) => hostOf(first?.location ?? ''));
  const rounds: (readonly Source[])[][] = [];
  for (const lane of byHost.values()) {
    for (const [round, group] of lane.entries()) {
      rounds[round] ??= [];
      rounds[round].push(group);
    }
  }
  return rounds.flat();
}

function hostOf(location: string): string {
  return isRemote(location) ? (URL.parse(location)?.host ?? '') : '';
}
