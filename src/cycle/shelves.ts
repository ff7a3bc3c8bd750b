import { createHash } from 'node:crypto';
import type { StoredItem } from '../model/item.ts';
import type { Output } from '../model/output.ts';
import type { Row, Store } from '../model/ports.ts';
import type { Source } from '../model/source.ts';
import { refusalOf, type Surroundings } from '../select/admit.ts';
import { arrange, emptyShelf, isShort, type Shelf, type ShelfChange } from '../select/shelf.ts';

/** Counts up when a rule means something else than before, so that every shelf is filled anew. */
const RULES_VERSION = 1;

/** The shelves of all outputs: kept up with every commit, filled anew when their rule has changed. */
export interface Shelves {
  /** The shelf as it is now; fills it first where it is not of today's rule or has run short. */
  of(output: Output): Promise<Shelf>;
  /** The rows that belong into the commit of these items. `settle` once they are safe. */
  after(changed: readonly StoredItem[]): Promise<{ readonly rows: readonly Row[]; settle(): void }>;
}

export interface ShelfDeps {
  readonly store: Store;
  readonly sources: readonly Source[];
  readonly outputs: readonly Output[];
}

/** Where an output's shelf stands in the cache. */
export const shelfKey = (output: Output): string => `o:${output.id}`;

export async function openShelves({ store, sources, outputs }: ShelfDeps): Promise<Shelves> {
  const tags = new Map(sources.map((source) => [source.id, source.tags]));
  const tagsOf = (source: string) => tags.get(source) ?? [];
  const admitter = async () => {
    const surroundings: Surroundings = { tagsOf, textOf: await plainTextReader() };
    return (output: Output) =>
      (stored: StoredItem): ShelfChange => ({
        stored,
        admitted: refusalOf(stored, output.where, surroundings) === null,
      });
  };
  const rows = await store.getMany(outputs.map(shelfKey));
  const shelves = new Map<string, Shelf>();
  for (const [index, output] of outputs.entries()) {
    const row = rows[index];
    const shelf = row === undefined ? null : (JSON.parse(row) as Shelf);
    shelves.set(output.id, shelf?.rule === ruleOf(output, sources) ? shelf : await fill(output));
  }

  /** A walk through the whole cache. */
  async function fill(output: Output): Promise<Shelf> {
    const { allItems } = await import('../ledger/items.ts');
    const admits = await admitter();
    let shelf = emptyShelf(ruleOf(output, sources));
    for await (const items of allItems(store)) shelf = arrange(shelf, items.map(admits(output)), output);
    await store.commit([{ key: shelfKey(output), value: JSON.stringify(shelf) }]);
    return shelf;
  }

  const shelfOf = (output: Output): Shelf => {
    const shelf = shelves.get(output.id);
    if (shelf === undefined) throw new Error(`output ${output.id} has no shelf`);
    return shelf;
  };

  return {
    async of(output) {
      if (isShort(shelfOf(output), output)) shelves.set(output.id, await fill(output));
      return shelfOf(output);
    },
    async after(changed) {
      if (changed.length === 0) return { rows: [], settle: () => {} };
      const admits = await admitter();
      const arranged = outputs
        .map((output) => ({ output, shelf: arrange(shelfOf(output), changed.map(admits(output)), output) }))
        .filter(({ output, shelf }) => shelf !== shelfOf(output));
      return {
        rows: arranged.map(({ output, shelf }) => ({ key: shelfKey(output), value: JSON.stringify(shelf) })),
        settle() {
          for (const { output, shelf } of arranged) shelves.set(output.id, shelf);
        },
      };
    },
  };
}

/** Loaded when items are looked at, as most runs look at none. */
async function plainTextReader(): Promise<Surroundings['textOf']> {
  const { createSanitiser } = await import('../sanitise/sanitise.ts');
  const sanitiser = createSanitiser({ stripTracking: false, embeds: [] });
  return (markup) => sanitiser.text(markup, Number.MAX_SAFE_INTEGER);
}

/** What the places on a shelf depend on, besides the items. */
function ruleOf({ where, sort, limit }: Output, sources: readonly Source[]): string {
  const tags = where.tags === null ? null : sources.map(({ id, tags }) => [id, tags]);
  const rule = JSON.stringify([RULES_VERSION, where, sort, limit, tags]);
  return createHash('sha256').update(rule).digest('base64url').slice(0, 22);
}
