import type { StoredItem } from '../model/item.ts';
import type { Output } from '../model/output.ts';
import type { Row, Store } from '../model/ports.ts';
import type { ArchiveChange } from '../select/archive.ts';
import type { Step } from './archives.ts';
import { isDigest } from './editions.ts';

/** An item that an output had and has no more, and when that became so (ms since 1970). */
export type Tombstone = readonly [id: string, at: number];

/** What outputs withdrew: items that their rules refuse from now on. Age and rank are no reason: those items only moved on. */
export interface Tombstones {
  /** Newest first; null: it never withdrew anything. */
  of(output: Output): readonly Tombstone[] | null;
  /** Rows that belong into the commit of these changes. `settle` once they are safe. */
  after(output: Output, changes: readonly ArchiveChange[]): Step;
  /** The same for items that a new rule refuses, at a time (ms). */
  refused(output: Output, ids: readonly string[], at: number): Step;
}

/** The newest ones; readers that come back after more than that have other troubles. */
const MOST = 500;

const NOTHING: Step = { rows: [], settle: () => {} };

/** Kept under `t:<output>`, once there is one. */
const keyOf = (output: Output): string => `t:${output.id}`;

export async function openTombstones(store: Store, outputs: readonly Output[]): Promise<Tombstones> {
  const rows = await store.getMany(outputs.map(keyOf));
  const known = new Map<string, readonly Tombstone[]>();
  for (const [index, { id }] of outputs.entries()) {
    const row = rows[index];
    if (row !== undefined) known.set(id, JSON.parse(row) as readonly Tombstone[]);
  }

  function stepTo(output: Output, fallen: readonly Tombstone[], risen: ReadonlySet<string>): Step {
    const before = known.get(output.id) ?? [];
    if (fallen.length === 0 && !before.some(([id]) => risen.has(id))) return NOTHING;
    const again = new Set([...risen, ...fallen.map(([id]) => id)]);
    const next = [...fallen, ...before.filter(([id]) => !again.has(id))].sort(newestFirst).slice(0, MOST);
    const row: Row = { key: keyOf(output), value: JSON.stringify(next) };
    return { rows: [row], settle: () => void known.set(output.id, next) };
  }

  return {
    of: (output) => known.get(output.id) ?? null,
    after(output, changes) {
      // an edition stays as it is when its items change or go
      if (isDigest(output)) return NOTHING;
      const fallen = changes.filter(({ admitted, admittedBefore }) => !admitted && admittedBefore);
      const risen = changes.filter(({ admitted }) => admitted);
      return stepTo(
        output,
        fallen.map(({ stored }): Tombstone => [stored.id, touchedAt(stored)]),
        new Set(risen.map(({ stored }) => stored.id)),
      );
    },
    refused: (output, ids, at) =>
      isDigest(output)
        ? NOTHING
        : stepTo(
            output,
            ids.map((id): Tombstone => [id, at]),
            new Set(),
          ),
  };
}

const touchedAt = ({ changedAt, sightings }: StoredItem): number =>
  Math.max(changedAt, ...sightings.map(({ firstSeenAt }) => firstSeenAt));

const newestFirst = ([idA, atA]: Tombstone, [idB, atB]: Tombstone): number =>
  atB - atA || (idA < idB ? -1 : idA > idB ? 1 : 0);
