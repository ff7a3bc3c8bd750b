import type { Ledger } from '../ledger/ledger.ts';
import type { Output } from '../model/output.ts';
import type { Clock, Store } from '../model/ports.ts';
import type { Source } from '../model/source.ts';
import { type Archives, isArchived } from './archives.ts';
import type { Shelves } from './shelves.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const KEY = 'h';

/** An item that no source lists and no output shows keeps its text so long; its names stay for a year more. */
const KEEP = 90 * DAY;

export interface TidyDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ledger: () => Promise<Ledger>;
  readonly shelves: Shelves;
  readonly archives: Archives;
  readonly sources: readonly Source[];
  readonly outputs: readonly Output[];
}

/** Housekeeping of the cache, once a week. Nothing that an output shows depends on it; interrupted, the next run does it. */
export async function tidy(deps: TidyDeps): Promise<void> {
  const { store, clock, ledger, sources } = deps;
  const now = clock.now();
  const last = await store.get(KEY);
  const age = now - Number(last ?? Number.NaN);
  if (age >= 0 && age < WEEK) return;
  // a new cache has nothing to tidy, and a clock that was set back does not hold it up
  if (last !== undefined) {
    const shown = await shownOf(deps);
    await (await ledger()).prune({ now, sources: sources.map(({ id }) => id), shown, keep: KEEP });
  }
  await store.commit([{ key: KEY, value: String(now) }]);
}

/** Ids of what stands on a shelf, waits to be archived, or is in a page that may have to be made again one day. */
async function shownOf({ shelves, archives, outputs }: TidyDeps): Promise<ReadonlySet<string>> {
  const shown = new Set<string>();
  for (const output of outputs) for (const [id] of (await shelves.of(output)).places) shown.add(id);
  for (const output of outputs.filter(isArchived)) {
    for (const [id] of archives.of(output).waiting) shown.add(id);
    for (const id of await archives.closed(output)) shown.add(id);
  }
  return shown;
}
