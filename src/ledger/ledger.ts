/**
 * The one writer: takes in, verdicts and the rows of one commit out. It decides and never writes; whoever called commits
 * the rows together with its own, and then says `settle`. A judgement that is not settled has never been.
 */
import { isNameless, type Print, RULE } from '../dedup/fingerprint.ts';
import type { Sighting, StoredItem } from '../model/item.ts';
import type { Row, Store } from '../model/ports.ts';
import { noSameness, type Pin, type Sameness } from '../model/sameness.ts';
import type { Listing } from '../model/take.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Amendment, amend } from './amend.ts';
import { applyAll, type Change } from './apply.ts';
import { type Counts, type Decision, decideTake, type LedgerTake, type TakeDecisions } from './decide.ts';
import { mint, refOf } from './ids.ts';
import { indexRows } from './index-rows.ts';
import { decodeListing, encodeListing, type Listed, listingKey } from './listing.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { doze, dozing, emptyMemory, type Memory } from './memory.ts';
import type { Orders } from './orders.ts';
import { partnersOf, readPins } from './pins.ts';
import { type Pruned, type PruneOptions, prune } from './prune.ts';
import { bringToHand, recall } from './recall.ts';
import { stillCold } from './segments.ts';

export interface Judged {
  readonly changes: readonly Change[];
  /** One for each entry that was looked at; entries known to the letter have none. */
  readonly verdicts: readonly Verdict[];
  /** One for each take, in their order: read = new + revised + known. */
  readonly counts: readonly Counts[];
  /** To be committed with the caller's own rows, in one commit. */
  readonly rows: readonly Row[];
  /** To be called when the commit is done, and only then. */
  settle(): void;
}

export type { Change, LedgerTake };

/** What is known of new items besides themselves, by id. */
export type Marking = (
  take: LedgerTake,
  fresh: readonly StoredItem[],
) => ReadonlyMap<string, { readonly held?: NonNullable<Sighting['held']>; readonly late?: true }>;

export type Amended = Pick<Judged, 'changes' | 'rows' | 'settle'> & Pick<Amendment, 'reread'>;

export interface Ledger {
  /** Raw hashes of the entries that the source listed last time. */
  listing(source: string): Promise<Listing>;
  /** Judges a batch; one at a time. Nothing is written. `mark` may hold back what a take brings that is new. */
  judge(takes: readonly LedgerTake[], mark?: Marking): Promise<Judged>;
  /** Distinct items in the cache. */
  stored(): number;
  /** Carries out what a pin says about items that are known already. Nothing is written; `now`: ms. */
  amend(pin: Pin, now: number): Promise<Amended>;
  /** Housekeeping, between two batches: bounds the cache and keeps look-ups fast. Once a week is enough. */
  prune(options: PruneOptions): Promise<Omit<Pruned, 'manifest'>>;
}

/** How much is remembered between two batches. It decides how often the store is read, and nothing else. */
export interface Attention {
  /** Items that are at hand, some 2 KB each. */
  readonly awake: number;
  /** Items that are known by their keys, at 0.4 KB; beyond it all is looked up anew. */
  readonly known: number;
}

/** Of 31,000 new items in one run, 13,800 had to be read again when 12,000 were awake: 6 % of its time, for 30 MB. */
const ATTENTION: Attention = { awake: 40_000, known: 100_000 };

/** Opens the ledger over a store, which nobody else may write items to. Reads one small row. */
export async function openLedger({
  store,
  sameness = noSameness,
  attention = ATTENTION,
}: {
  readonly store: Store;
  readonly sameness?: Sameness;
  readonly attention?: Attention;
}): Promise<Ledger> {
  const orders: Orders = { apart: new Set(sameness.apart), pins: readPins(sameness) };
  let manifest = await readManifest(store);
  let memory = emptyMemory();
  /** What is not at hand: segments that others, or a process before this one, wrote. */
  let cold = manifest.segments;
  let unsettled = false;

  const forget = () => {
    memory = emptyMemory();
    cold = manifest.segments;
    unsettled = false;
  };

  return {
    stored: () => manifest.items,
    async prune(options) {
      const { manifest: next, emptied, forgotten } = await prune(store, manifest, options);
      manifest = next;
      forget();
      return { emptied, forgotten };
    },
    async amend(pin, now) {
      const [read] = readPins({ ...sameness, pins: [pin] });
      if (read === undefined) throw new Error('one pin was read as none');
      const { manifest: next, ...amended } = await amend(store, manifest, read, now);
      return {
        ...amended,
        settle() {
          manifest = next;
          forget();
        },
      };
    },
    async listing(source) {
      const listed = decodeListing(await store.get(listingKey(source)));
      return new Set(listed.map(({ rawHash }) => rawHash));
    },
    async judge(takes, mark) {
      if (unsettled) forget();
      unsettled = true;
      const taken = takes.filter(({ outcome }) => outcome === 'taken');
      const previous = await readListings(store, taken);
      await recallAll(store, cold, memory, taken, orders);
      const decided: TakeDecisions[] = [];
      for (const [i, take] of taken.entries())
        decided.push(await decideTake(memory, take, previous[i] ?? [], orders));
      if (mark !== undefined)
        for (const [i, { decisions }] of decided.entries()) markNew(taken[i], decisions, mark);
      const { changes, rows: itemRows } = await applyAll(
        store,
        decided.flatMap(({ decisions }) => decisions),
      );
      const { next, rows } = await indexRows(store, manifest, decided, taken);
      return {
        changes,
        verdicts: decided.flatMap(({ decisions }) => decisions.map(({ verdict }) => verdict)),
        counts: countsOf(takes, taken, decided),
        rows: [...itemRows, ...listingRows(taken, decided), ...rows],
        settle() {
          cold = stillCold(cold, next.segments);
          manifest = next;
          unsettled = false;
          if (memory.items.length > attention.known) forget();
          else doze(memory, attention.awake);
        },
      };
    },
  };
}

async function readListings(
  store: Store,
  taken: readonly LedgerTake[],
): Promise<readonly (readonly Listed[])[]> {
  const values = await store.getMany(taken.map(({ source }) => listingKey(source)));
  return values.map(decodeListing);
}

async function recallAll(
  store: Store,
  cold: Manifest['segments'],
  memory: Memory,
  taken: readonly LedgerTake[],
  { pins }: Orders,
): Promise<void> {
  const entered = taken.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.item ? [entry.print] : [])),
  );
  const partners = pins.length === 0 ? [] : entered.flatMap(({ hashes }) => partnersOf(pins, hashes));
  const prints = [...entered, ...partners.flatMap(({ addresses }) => addresses.map(nameOnly))];
  await bringToHand(store, memory, new Set(partners.flatMap(({ id }) => (id === null ? [] : [refOf(id)]))));
  await bringToHand(store, memory, dozing(memory, prints));
  const someAreCold = cold.names.length > 0;
  if (someAreCold) await recall(store, cold, memory, prints, Math.max(...taken.map(({ at }) => at)));
  // to see whether the ids are free; no segment tells of items without a name
  await bringToHand(
    store,
    memory,
    refsToBe(taken, (print) => someAreCold || isNameless(print)),
  );
}

/** A print of nothing but an address, to look an item up by. */
function nameOnly(hashes: Int32Array): Print {
  const none = { keys: new Int32Array(0), title: new Uint16Array(0), letters: new Int32Array(0) };
  return { rule: RULE, hashes, ...none, titleOwn: 0, trace: new Uint16Array(0), words: 0, dated: null };
}

function markNew(take: LedgerTake | undefined, decisions: readonly Decision[], mark: Marking): void {
  const fresh = decisions.filter(({ change }) => change === 'first');
  if (take === undefined || fresh.length === 0) return;
  const records = fresh.flatMap(({ remembered: { record } }) => record?.stored ?? []);
  const marks = mark(take, records);
  for (const { remembered } of fresh) {
    const { record } = remembered;
    const { held, late } = marks.get(remembered.id) ?? {};
    if (record === null || (held === undefined && late === undefined)) continue;
    const { stored } = record;
    const sightings =
      held === undefined ? stored.sightings : stored.sightings.map((one) => ({ ...one, held }));
    remembered.record = { ...record, stored: { ...stored, sightings, ...(late && { late }) } };
  }
}

/** The refs that these entries would get if they are new. */
function refsToBe(taken: readonly LedgerTake[], isWanted: (print: Print) => boolean): ReadonlySet<string> {
  const refs = new Set<string>();
  for (const { source, entries } of taken)
    for (const entry of entries)
      if (entry.item && isWanted(entry.print)) refs.add(refOf(mint(source, entry.print)));
  return refs;
}

function countsOf(
  takes: readonly LedgerTake[],
  taken: readonly LedgerTake[],
  decided: readonly TakeDecisions[],
): readonly Counts[] {
  return takes.map((take) => {
    const index = taken.indexOf(take);
    return decided[index]?.counts ?? { source: take.source, read: 0, new: 0, revised: 0, known: 0 };
  });
}

function listingRows(taken: readonly LedgerTake[], decided: readonly TakeDecisions[]): Row[] {
  const rows: Row[] = [];
  decided.forEach(({ listed }, i) => {
    const source = taken[i]?.source;
    if (listed !== null && source !== undefined)
      rows.push({ key: listingKey(source), value: encodeListing(listed) });
  });
  return rows;
}
