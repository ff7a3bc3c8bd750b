import type { Ledger } from '../ledger/ledger.ts';
import type { Output } from '../model/output.ts';
import type { Clock, Store } from '../model/ports.ts';
import type { Source } from '../model/source.ts';
import type { Shelves } from './shelves.ts';

const DAY = 86_400_000;
const KEY = 'h';

/** An item that no source lists and no output shows keeps its text so long; its names stay for a year more. */
const KEEP = 90 * DAY;

export interface TidyDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ledger: () => Promise<Ledger>;
  readonly shelves: Shelves;
  readonly sources: readonly Source[];
  readonly outputs: readonly Output[];
}

/** Housekeeping of the cache, once a day. Nothing that an output shows depends on it; interrupted, it is done tomorrow. */
export async function tidy({ store, clock, ledger, shelves, sources, outputs }: TidyDeps): Promise<void> {
  const now = clock.now();
  const last = await store.get(KEY);
  const age = now - Number(last ?? Number.NaN);
  if (age >= 0 && age < DAY) return;
  // a new cache has nothing to tidy, and a clock that was set back does not hold it up
  if (last !== undefined) {
    const shelved = await Promise.all(outputs.map((output) => shelves.of(output)));
    const shown = new Set(shelved.flatMap(({ places }) => places.map(([id]) => id)));
    await (await ledger()).prune({ now, sources: sources.map(({ id }) => id), shown, keep: KEEP });
  }
  await store.commit([{ key: KEY, value: String(now) }]);
}
