import type { Bookmark } from '../model/bookmark.ts';
import type { Quarantine, QuarantineRule } from '../model/caution.ts';
import type { Clock, Row, Store } from '../model/ports.ts';
import type { Source } from '../model/source.ts';
import { bookmarkRow } from './bookmarks.ts';
import type { Shelves } from './shelves.ts';

export interface ReleaseDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly shelves: Shelves;
  readonly sources: readonly Source[];
  readonly quarantine: QuarantineRule | null;
  /** Kept up to date with what is committed. */
  readonly bookmarks: Map<string, Bookmark>;
}

/**
 * Asks the next run to let a source's items through. Written beside the one writer, who alone removes it. It names the
 * quarantine that it ends: one that was left over ends no other.
 */
export const requestRow = (source: string, { since }: Quarantine): Row => ({
  key: requestKey(source),
  value: String(since),
});
const requestKey = (source: string): string => `r:${source}`;

/** Lets through what was held back of sources whose time is over, whom the user believes, or who are not to be held any more. */
export async function releaseHeld(deps: ReleaseDeps): Promise<void> {
  const { store, clock, shelves, sources, quarantine: rule, bookmarks } = deps;
  for (const { id, quarantine: own } of sources) {
    const bookmark = bookmarks.get(id);
    const held = bookmark?.quarantine ?? null;
    if (bookmark === undefined || held === null) continue;
    const requested = (await store.get(requestKey(id))) === String(held.since);
    if (!requested && clock.now() < held.until && rule !== null && own !== null) continue;
    const { letThrough } = await import('../ledger/let-through.ts');
    const { rows, changes } = await letThrough(store, id, held.items);
    const shelved = await shelves.after(changes);
    const after: Bookmark = {
      ...bookmark,
      quarantine: null,
      // so much is no surprise any more
      mostNew: Math.max(bookmark.mostNew ?? 0, held.items.length),
    };
    await store.commit([...rows, ...shelved.rows, bookmarkRow(id, after)]);
    shelved.settle();
    bookmarks.set(id, after);
    if (requested) await store.remove([requestKey(id)]);
  }
}
