import type { SourceName } from '../dress/attribution.ts';
import { datingOf } from '../model/dating.ts';
import type { StoredItem } from '../model/item.ts';
import type { Output } from '../model/output.ts';
import type { Clock, Store } from '../model/ports.ts';
import type { Source } from '../model/source.ts';
import { localDay, ticksUntil } from '../schedule/past-ticks.ts';
import { idNamed } from '../select/named-id.ts';
import { type Place, shown } from '../select/shelf.ts';
import { presented } from './presentation.ts';
import type { Shelves } from './shelves.ts';

/** An output that rolls up its items into editions. */
export type DigestOutput = Output & { readonly digest: string };

export const isDigest = (output: Output): output is DigestOutput => output.digest !== undefined;

/** Items of which an edition is made at most, the newest ones. */
const MOST_ITEMS = 1000;

/** The output whose shelf a digest is made from; any other output has its own. */
export const itemsBehind = (output: Output): Output =>
  isDigest(output) ? { ...output, limit: MOST_ITEMS, sort: 'published' } : output;

export interface EditionDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly shelves: Shelves;
  readonly sources: readonly Source[];
}

/** The editions of an output, kept under `e:<output>`; each one lies under `e:<output>:<id>`. */
interface Editions {
  /** The tick up to which editions are made, or were found to be empty. */
  readonly until: number;
  /** When that was: an item that was seen later was in none of them. */
  readonly madeAt: number;
  /** Newest first. */
  readonly places: readonly Place[];
}

const keyOf = (output: Output): string => `e:${output.id}`;
const editionKey = (output: Output, id: string): string => `${keyOf(output)}:${id}`;

/**
 * The editions that an output shows, newest first; those that have come due are made first. An edition holds the items that
 * are dated between two ticks, and those of the time before that came too late for the last one. Once made it never changes. At
 * first as many are made as are shown, from what the cache has.
 */
export async function editionsOf(
  output: DigestOutput,
  names: ReadonlyMap<string, SourceName>,
  deps: EditionDeps,
): Promise<readonly Place[]> {
  const { store, clock } = deps;
  const now = clock.now();
  const row = await store.get(keyOf(output));
  const before = row === undefined ? null : (JSON.parse(row) as Editions);
  const ticks = boundaries(ticksUntil(output.digest, now, output.limit + 1), before?.until ?? null);
  const made: StoredItem[] = [];
  for (const [index, to] of ticks.entries()) {
    const from = ticks[index - 1];
    if (from === undefined) continue;
    // what was seen before the last edition was made had its chance; in a batch nothing comes too late
    const seenBefore = from === before?.until ? before.madeAt : now;
    const edition = await makeEdition(output, { from, to, seenBefore }, names, deps);
    if (edition !== null) made.unshift(edition);
  }
  const until = ticks.at(-1);
  if (until === undefined || until === before?.until) return (before?.places ?? []).slice(0, output.limit);

  const places = [
    ...made.map(({ id, firstSeenAt }): Place => [id, firstSeenAt, 0]),
    ...(before?.places ?? []),
  ];
  const kept = places.slice(0, output.limit);
  const editions: Editions = { until, madeAt: now, places: kept };
  const rows = made.map((edition) => ({
    key: editionKey(output, edition.id),
    value: JSON.stringify(edition),
  }));
  // first, because nobody knows of them afterwards: killed in between, the next run does both again
  await store.remove(places.slice(output.limit).map(([id]) => editionKey(output, id)));
  await store.commit([...rows, { key: keyOf(output), value: JSON.stringify(editions) }]);
  return kept;
}

/** Where one edition ends and the next one begins: they go on where the last one ended, unless that is too long ago. */
function boundaries(ticks: readonly number[], until: number | null): readonly number[] {
  const [oldest] = ticks;
  if (until === null || oldest === undefined || until < oldest) return ticks;
  return [until, ...ticks.filter((tick) => tick > until)];
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly seenBefore: number;
}

async function makeEdition(
  output: DigestOutput,
  { from, to, seenBefore }: Span,
  names: ReadonlyMap<string, SourceName>,
  { store, shelves, sources }: EditionDeps,
): Promise<StoredItem | null> {
  const behind = itemsBehind(output);
  const length = to - from;
  const near = shown(await shelves.of(behind), to).filter(([, at]) => at > from - length && at <= to);
  if (near.length === 0) return null;
  const { readItems } = await import('../ledger/items.ts');
  const items = (
    await readItems(
      store,
      near.map(([id]) => id),
    )
  ).filter((stored) => datingOf(stored).at > from || stored.firstSeenAt > seenBefore);
  if (items.length === 0) return null;
  const [{ dress }, { editionOf }, { sanitiserOf }] = await Promise.all([
    import('../dress/dress.ts'),
    import('../dress/edition.ts'),
    import('./sanitisers.ts'),
  ]);
  const sanitiser = sanitiserOf(output);
  const entries = await presented(items, output, sources);
  return editionOf(
    entries.map((entry) => dress(entry, names, sanitiser)),
    {
      id: idOf(output, to),
      title: `${output.title}, ${localDay(to, length < DAY)}`,
      publisher: { id: `output:${output.id}`, title: output.title },
      at: to,
    },
  );
}

const DAY = 86_400_000;

/** One output has one edition for a tick. */
const idOf = (output: Output, tick: number): string => idNamed(`feedriver:edition:${output.id}\n${tick}`);

/** The editions of these ids, in their order. */
export async function readEditions(
  store: Store,
  output: Output,
  ids: readonly string[],
): Promise<readonly StoredItem[]> {
  const rows = await store.getMany(ids.map((id) => editionKey(output, id)));
  return rows.flatMap((row) => (row === undefined ? [] : [JSON.parse(row) as StoredItem]));
}
