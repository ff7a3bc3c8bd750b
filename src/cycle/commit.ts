import { setImmediate } from 'node:timers/promises';
import type { Print } from '../dedup/fingerprint.ts';
import type { Judged, Ledger } from '../ledger/ledger.ts';
import type { Bookmark } from '../model/bookmark.ts';
import type { QuarantineRule } from '../model/caution.ts';
import type { Store } from '../model/ports.ts';
import type { SourceRow } from '../model/report.ts';
import type { Source } from '../model/source.ts';
import type { Take } from '../model/take.ts';
import { bookmarkRow } from './bookmarks.ts';
import type { Shelves } from './shelves.ts';
import { withholdingOf } from './withholding.ts';

export interface CommitDeps {
  readonly store: Store;
  /** Loaded with the first entry to judge. */
  readonly ledger: () => Promise<Ledger>;
  readonly shelves: Shelves;
  /** In the order of the config: who stands first is named first where two bring the same item at once. */
  readonly sources: readonly Source[];
  /** Null: nothing is ever held. */
  readonly quarantine: QuarantineRule | null;
  /** Kept up to date with what is committed. */
  readonly bookmarks: Map<string, Bookmark>;
}

/**
 * judge → commit, for a batch of takes: items, their keys, the shelves and the sources' bookmarks are written together
 * or not at all. What was not written is fetched again with the old validators. One batch at a time.
 */
export async function commit(batch: readonly Take<Print>[], deps: CommitDeps): Promise<readonly SourceRow[]> {
  const { store, ledger, shelves, sources, quarantine, bookmarks } = deps;
  const rank = new Map(sources.map(({ id }, index) => [id, index]));
  const takes = batch.toSorted((a, b) => (rank.get(a.source) ?? 0) - (rank.get(b.source) ?? 0));
  const hasRead = takes.some(({ outcome }) => outcome === 'taken');
  const withholding = withholdingOf({ sources, quarantine, bookmarks });
  const judged = hasRead ? await (await ledger()).judge(takes, withholding.mark) : NOTHING_TAKEN;
  await setImmediate(); // a server comes to its turn
  const shelved = await shelves.after(judged.changes);
  const marked = takes.map((take, index) => ({
    source: take.source,
    bookmark: withholding.bookmarkAfter(take, judged.counts[index]?.new ?? 0),
  }));
  await setImmediate();
  await store.commit([
    ...judged.rows,
    ...shelved.rows,
    ...marked.map(({ source, bookmark }) => bookmarkRow(source, bookmark)),
  ]);
  judged.settle();
  shelved.settle();
  for (const { source, bookmark } of marked) bookmarks.set(source, bookmark);
  return takes.map((take, index) => rowOf(take, withholding.heldOf(take.source), judged.counts[index]));
}

const NOTHING_TAKEN: Judged = { changes: [], verdicts: [], counts: [], rows: [], settle: () => {} };

const NOTHING = { read: 0, new: 0, revised: 0, known: 0 };

function rowOf(
  take: Take<Print>,
  held: number,
  counts: Omit<SourceRow, 'id' | 'outcome' | 'held' | 'warnings' | 'failure'> = NOTHING,
): SourceRow {
  const { read, new: fresh, revised, known } = counts;
  return {
    id: take.source,
    outcome: take.outcome,
    read,
    new: fresh,
    revised,
    known,
    held,
    warnings: take.outcome === 'taken' ? take.bookmark.warnings.length : 0,
    failure: take.failure,
  };
}
