import { createHash } from 'node:crypto';
import type { Change } from '../ledger/ledger.ts';
import type { StoredItem } from '../model/item.ts';
import type { Output } from '../model/output.ts';
import type { Clock, Row, Store } from '../model/ports.ts';
import type { Admissions } from '../model/report.ts';
import type { Source } from '../model/source.ts';
import { refusalOf } from '../select/admit.ts';
import type { ArchiveChange } from '../select/archive.ts';
import { arrange, fillingShelf, isShort, type Shelf } from '../select/shelf.ts';
import { viewOf } from '../select/view.ts';
import type { Archives } from './archives.ts';
import { surroundingsOf } from './surroundings.ts';
import type { Tombstones } from './tombstones.ts';
import { examineAll } from './walk.ts';

/** Counts up when a rule means something else than before, so that every shelf is filled anew. */
const RULES_VERSION = 3;

/** The shelves of all outputs: kept up with every commit, filled anew when their rule has changed. */
export interface Shelves {
  /** The shelf as it is now; fills it first where it is not of today's rule or has run short. */
  of(output: Output): Promise<Shelf>;
  /** The rows that belong into the commit of these items. `settle` once they are safe. */
  after(changes: readonly ShelvedChange[]): Promise<{ readonly rows: readonly Row[]; settle(): void }>;
  /** What became of the new items since this was last asked. */
  admissions(output: Output): Admissions;
}

export type ShelvedChange = Pick<Change, 'kind' | 'item' | 'previous'>;

export interface ShelfDeps {
  readonly store: Store;
  readonly sources: readonly Source[];
  readonly outputs: readonly Output[];
  readonly clock: Clock;
  /** Kept up in the same commits. */
  readonly archives: Archives;
  readonly tombstones: Tombstones;
}

/** Where an output's shelf stands in the cache. */
export const shelfKey = (output: Output): string => `o:${output.id}`;

export const noAdmissions: Admissions = { in: 0, out: {} };

export async function openShelves(deps: ShelfDeps): Promise<Shelves> {
  const { store, sources, outputs, archives, tombstones } = deps;
  const rows = await store.getMany(outputs.map(shelfKey));
  const shelves = new Map<string, Shelf>();
  const counted = new Map<string, Admissions>();
  for (const [index, output] of outputs.entries()) {
    const row = rows[index];
    const shelf = row === undefined ? null : (JSON.parse(row) as Shelf);
    shelves.set(output.id, shelf?.rule === ruleOf(output, sources) ? shelf : await fill(output, shelf));
  }

  /** A walk through the whole cache. What was within reach of readers and is refused now is withdrawn. */
  async function fill(output: Output, before: Shelf | null): Promise<Shelf> {
    const had = new Set([
      ...(before?.places.map(([id]) => id) ?? []),
      ...(before === null ? [] : await archives.closed(output)),
    ]);
    const refused: string[] = [];
    const filling = fillingShelf(ruleOf(output, sources), output);
    for await (const found of examineAll(store, sources, output)) {
      for (const change of found) {
        filling.add(change);
        if (!change.admitted && had.has(change.stored.id)) refused.push(change.stored.id);
      }
    }
    const shelf = filling.end();
    const withdrawn = tombstones.refused(output, refused, deps.clock.now());
    await store.commit([{ key: shelfKey(output), value: JSON.stringify(shelf) }, ...withdrawn.rows]);
    withdrawn.settle();
    return shelf;
  }

  const shelfOf = (output: Output): Shelf => {
    const shelf = shelves.get(output.id);
    if (shelf === undefined) throw new Error(`output ${output.id} has no shelf`);
    return shelf;
  };

  return {
    async of(output) {
      if (isShort(shelfOf(output), output)) shelves.set(output.id, await fill(output, shelfOf(output)));
      return shelfOf(output);
    },
    async after(changes) {
      if (changes.length === 0) return { rows: [], settle: () => {} };
      const surroundings = await surroundingsOf(sources);
      // one view of an item for all outputs: its text is made once
      const views = changes.map(({ item }) => viewOf(item, surroundings));
      const arranged = outputs.map((output) => {
        const refusals = views.map((view) => refusalOf(view, output, surroundings));
        const admits = (stored: StoredItem) =>
          refusalOf(viewOf(stored, surroundings), output, surroundings) === null;
        const admitted = changes.map(({ kind, item, previous }, i): ArchiveChange => {
          const admittedNow = refusals[i] === null;
          return {
            kind,
            stored: item,
            admitted: admittedNow,
            // asked only where it makes a difference
            admittedBefore: previous !== null && (kind === 'merged' || !admittedNow) && admits(previous),
          };
        });
        const fresh = refusals.filter((_, i) => changes[i]?.kind === 'new');
        return {
          output,
          shelf: arrange(shelfOf(output), admitted, output),
          beside: [archives.after(output, admitted), tombstones.after(output, admitted)],
          admissions: fresh.reduce(
            (sum, refusal) => counting(sum, refusal?.rule),
            counted.get(output.id) ?? noAdmissions,
          ),
        };
      });
      const moved = arranged.filter(({ output, shelf }) => shelf !== shelfOf(output));
      return {
        rows: [
          ...moved.map(({ output, shelf }) => ({ key: shelfKey(output), value: JSON.stringify(shelf) })),
          ...arranged.flatMap(({ beside }) => beside.flatMap((step) => step.rows)),
        ],
        settle() {
          for (const { output, shelf } of moved) shelves.set(output.id, shelf);
          for (const { output, beside, admissions } of arranged) {
            counted.set(output.id, admissions);
            for (const step of beside) step.settle();
          }
        },
      };
    },
    admissions(output) {
      const admissions = counted.get(output.id) ?? noAdmissions;
      counted.delete(output.id);
      return admissions;
    },
  };
}

function counting({ in: admitted, out }: Admissions, rule: string | undefined): Admissions {
  if (rule === undefined) return { in: admitted + 1, out };
  return { in: admitted, out: { ...out, [rule]: (out[rule] ?? 0) + 1 } };
}

/** What the places on a shelf depend on, besides the items. */
export function ruleOf({ where, rules = [], sort, limit }: Output, sources: readonly Source[]): string {
  const tags =
    where.tags === null && !rules.some(asksForTags) ? null : sources.map(({ id, tags }) => [id, tags]);
  const ofSources = sources.flatMap(({ id, rules = [] }) => (rules.length === 0 ? [] : [[id, rules]]));
  const rule = JSON.stringify([RULES_VERSION, where, rules, sort, limit, tags, ofSources]);
  return createHash('sha256').update(rule).digest('base64url').slice(0, 22);
}

const asksForTags = ({ conditions }: NonNullable<Output['rules']>[number]): boolean =>
  conditions.some(({ tags }) => tags !== undefined);
