import type { StoredItem } from '../model/item.ts';
import type { Output } from '../model/output.ts';
import { type Refusal, refusalsOf } from './admit.ts';
import { arrange, emptyShelf, newestFirst, placeOf, shown } from './shelf.ts';
import { type Surroundings, viewOf } from './view.ts';

/** What an output would make of one item. */
export interface Prospect {
  readonly stored: StoredItem;
  /** Is it shown now, would it be shown? */
  readonly before: boolean;
  readonly after: boolean;
  /** Why it would not be; empty where it would. */
  readonly refusals: readonly Refusal[];
}

/** What an output would make of these items at `now` (ms), against what it shows now: the newest it would order first. */
export function prospectsOf(
  items: readonly StoredItem[],
  shownNow: ReadonlySet<string>,
  output: Output,
  surroundings: Surroundings,
  now: number,
): readonly Prospect[] {
  const judged = items.map((stored) => ({
    stored,
    refusals: refusalsOf(viewOf(stored, surroundings), output, surroundings),
  }));
  const admitted = judged.map(({ stored, refusals }) => ({ stored, admitted: refusals.length === 0 }));
  const shelf = arrange(emptyShelf('', output), admitted, output);
  const after = new Set(shown(shelf, now).map(([id]) => id));
  return judged
    .map(({ stored, refusals }) => ({
      stored,
      before: shownNow.has(stored.id),
      after: after.has(stored.id),
      refusals: refusals.length > 0 || after.has(stored.id) ? refusals : [rankOf(stored, output, now)],
    }))
    .sort((one, other) => newestFirst(placeOf(one.stored, output), placeOf(other.stored, output)));
}

/** Why an item that all rules let through is not shown. */
export function rankOf(stored: StoredItem, output: Output, now: number): Refusal {
  const { where, limit } = output;
  const [, key] = placeOf(stored, output);
  if (where.maxAge !== null && key < now - where.maxAge)
    return { rule: 'where.maxAge', why: 'it is older than maxAge' };
  return { rule: 'limit', why: `${limit} newer ones stand before it` };
}
