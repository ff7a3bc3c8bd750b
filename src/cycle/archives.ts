import type { Output } from '../model/output.ts';
import type { Row, Store } from '../model/ports.ts';
import type { Source } from '../model/source.ts';
import {
  type ArchiveChange,
  awaiting,
  type Closing,
  newestWaitingFirst,
  type Waiting,
  waitingOf,
} from '../select/archive.ts';
import type { ShelfChange } from '../select/shelf.ts';
import { ruleOf } from './shelves.ts';
import { examineAll } from './walk.ts';

/** An output that never forgets: what leaves its document stands in a page of its archive. */
export type ArchivedOutput = Output & { readonly archive: NonNullable<Output['archive']> };

export const isArchived = (output: Output): output is ArchivedOutput => output.archive !== undefined;

/** Kept under `a:<output>`; what each page holds, under `a:<output>:<number>`. */
export interface Archive {
  /** Of the rule that items were admitted by; another rule admits others. */
  readonly rule: string;
  /** How many are closed; they are numbered from 1, the oldest first. */
  readonly pages: number;
  /** Where their documents are reached; null: none was made yet. */
  readonly base: string | null;
  readonly waiting: readonly Waiting[];
}

/** One entry of a page: the item, and the revision that it was in then. */
export type Archived = readonly [id: string, revision: number];

export interface Archives {
  of(output: ArchivedOutput): Archive;
  /** Rows that belong into the commit of these changes. `settle` once they are safe. */
  after(output: Output, changes: readonly ArchiveChange[]): Step;
  /** Commits that pages are closed, whose documents lie in their places under `base`. */
  close(output: ArchivedOutput, closed: Closing, base: string): Promise<void>;
  page(output: ArchivedOutput, number: number): Promise<readonly Archived[]>;
  /** Ids of all that is in a page. */
  closed(output: Output): Promise<ReadonlySet<string>>;
}

export interface Step {
  readonly rows: readonly Row[];
  settle(): void;
}

const NOTHING: Step = { rows: [], settle: () => {} };

const keyOf = (output: Output): string => `a:${output.id}`;
const pageKey = (output: Output, number: number): string => `${keyOf(output)}:${number}`;
const rowOf = (output: Output, archive: Archive): Row => ({
  key: keyOf(output),
  value: JSON.stringify(archive),
});

export interface ArchiveDeps {
  readonly store: Store;
  readonly sources: readonly Source[];
  readonly outputs: readonly Output[];
}

/** The archives of all outputs that keep one. */
export async function openArchives({ store, sources, outputs }: ArchiveDeps): Promise<Archives> {
  const archives = new Map<string, Archive>();
  const archived = outputs.filter(isArchived);
  const rows = await store.getMany(archived.map(keyOf));
  for (const [index, output] of archived.entries()) {
    const row = rows[index];
    const known = row === undefined ? EMPTY : (JSON.parse(row) as Archive);
    const rule = ruleOf(output, sources);
    archives.set(output.id, known.rule === rule ? known : await begin(output, { ...known, rule }));
  }

  /** What the cache has and no page holds as it is now waits from now on. */
  async function begin(output: ArchivedOutput, before: Archive): Promise<Archive> {
    const closed = new Map<string, number>();
    for (let number = 1; number <= before.pages; number++)
      for (const [id, revision] of await page(output, number)) closed.set(id, revision);
    const open = ({ stored }: ShelfChange) => (closed.get(stored.id) ?? -1) < stored.revision;
    const waiting: Waiting[] = [];
    for await (const examined of examineAll(store, sources, output))
      for (const change of examined)
        if (change.admitted && open(change)) waiting.push(waitingOf(change.stored, output));
    const archive = { ...before, waiting: waiting.sort(newestWaitingFirst) };
    await store.commit([rowOf(output, archive)]);
    return archive;
  }

  async function page(output: ArchivedOutput, number: number): Promise<readonly Archived[]> {
    const row = await store.get(pageKey(output, number));
    return row === undefined ? [] : (JSON.parse(row) as readonly Archived[]);
  }

  function of(output: ArchivedOutput): Archive {
    const archive = archives.get(output.id);
    if (archive === undefined) throw new Error(`output ${output.id} has no archive`);
    return archive;
  }

  return {
    of,
    page,
    after(output, changes) {
      if (!isArchived(output)) return NOTHING;
      const before = of(output);
      const waiting = awaiting(before.waiting, changes, output);
      if (waiting === before.waiting) return NOTHING;
      const archive = { ...before, waiting };
      return { rows: [rowOf(output, archive)], settle: () => void archives.set(output.id, archive) };
    },
    async closed(output) {
      const ids = new Set<string>();
      if (!isArchived(output)) return ids;
      for (let number = 1; number <= of(output).pages; number++)
        for (const [id] of await page(output, number)) ids.add(id);
      return ids;
    },
    async close(output, { pages, rest }, base) {
      const before = of(output);
      const archive: Archive = { ...before, base, pages: before.pages + pages.length, waiting: rest };
      const closed = pages.map((entries, index) => ({
        key: pageKey(output, before.pages + index + 1),
        value: JSON.stringify(entries.map(([id, , , revision]): Archived => [id, revision])),
      }));
      await store.commit([...closed, rowOf(output, archive)]);
      archives.set(output.id, archive);
    },
  };
}

const EMPTY: Archive = { rule: '', pages: 0, base: null, waiting: [] };
