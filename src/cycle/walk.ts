import type { Output } from '../model/output.ts';
import type { Store } from '../model/ports.ts';
import type { Source } from '../model/source.ts';
import { refusalOf } from '../select/admit.ts';
import type { ShelfChange } from '../select/shelf.ts';
import { viewOf } from '../select/view.ts';
import { surroundingsOf } from './surroundings.ts';

/** Every item of the cache, in batches, and whether the output's rules admit it: for when a rule is new. */
export async function* examineAll(
  store: Store,
  sources: readonly Source[],
  output: Output,
): AsyncIterable<readonly ShelfChange[]> {
  const { allItems } = await import('../ledger/items.ts');
  const surroundings = await surroundingsOf(sources);
  for await (const items of allItems(store))
    yield items.map((stored) => ({
      stored,
      admitted: refusalOf(viewOf(stored, surroundings), output, surroundings) === null,
    }));
}
