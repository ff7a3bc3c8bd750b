/**
 * From takes to decisions, one entry after the other; each decision is seen by the next one, so that two entries of one
 * batch are told to be the same as surely as two of different days. Works on what is at hand, and waits
 * for nothing but others' turns.
 */
import { setImmediate } from 'node:timers/promises';
import { type Weighed, weigh } from '../dedup/compare.ts';
import { ADDRESS, GUID, GUID_PATH, type Print, RULE, TEXT, TITLE } from '../dedup/fingerprint.ts';
import { type Circumstances, judge, type Ruling, shares } from '../dedup/judge.ts';
import { nameKey } from '../dedup/lookup-keys.ts';
import type { Item } from '../model/item.ts';
import type { Take } from '../model/take.ts';
import type { Verdict } from '../model/verdict.ts';
import { tryCandidates } from './candidates.ts';
import { addFace, changeOf, type Effect, showText } from './faces.ts';
import { mint, mintAnother, refOf } from './ids.ts';
import { rememberedOf } from './items.ts';
import { lookUp, MOST_HOLDERS } from './key-index.ts';
import type { Listed } from './listing.ts';
import { type Memory, putNames, putText, type Remembered, remember } from './memory.ts';
import { firstMet } from './merge.ts';
import { type Orders, orderAgainst, PINNED, pinnedTo } from './orders.ts';

/** What the ledger looks at in a take. */
export type LedgerTake = Pick<Take<Print>, 'source' | 'at' | 'outcome' | 'entries' | 'complete'>;

export interface Decision {
  readonly verdict: Verdict;
  readonly source: string;
  readonly at: number;
  readonly item: Item;
  readonly remembered: Remembered;
  readonly print: Print;
  /** Are the print's names, is its text what the item can be found by from now on? */
  readonly named: boolean;
  readonly worded: boolean;
  readonly change: Effect;
}

export interface Counts {
  readonly source: string;
  readonly read: number;
  readonly new: number;
  readonly revised: number;
  readonly known: number;
}

export interface TakeDecisions {
  readonly decisions: readonly Decision[];
  readonly counts: Counts;
  /** What the source lists from now on; null where that has not changed. */
  readonly listed: readonly Listed[] | null;
}

/** Of a source that sends only what is new, so many entries are taken as listed. */
const MOST_ACCUMULATED = 256;

/** A take with what its source listed before. */
interface Fetch {
  readonly take: LedgerTake;
  readonly orders: Orders;
  readonly previous: readonly Listed[];
  /** Refs of the items that are certainly in this fetch. */
  readonly present: Set<string>;
  /** Of these, the ones that are an entry other than the one to be judged: as it came last time, or decided already. */
  readonly taken: Set<string>;
  /** Refs of items that are gone from the listing, though older ones stay; made when first asked for. */
  vanished: Set<string> | null;
}

/** Entries between two breaths: some milliseconds of work. */
const PORTION = 128;

/** Decides about all entries of one take; nobody else may use the memory until it is done. `previous` is the source's listing before it. */
export async function decideTake(
  memory: Memory,
  take: LedgerTake,
  previous: readonly Listed[],
  orders: Orders,
): Promise<TakeDecisions> {
  const refs = new Map(previous.map(({ rawHash, ref }) => [rawHash, ref]));
  const fetch: Fetch = { take, orders, previous, present: new Set(), taken: new Set(), vanished: null };
  notePresent(memory, fetch, refs);
  const decisions: Decision[] = [];
  const listed: Listed[] = [];
  const counts = { source: take.source, read: take.entries.length, new: 0, revised: 0, known: 0 };
  // Feeds list the newest first: from the end, so that of two copies the older one gives the id.
  for (let i = take.entries.length - 1; i >= 0; i--) {
    const entry = take.entries[i];
    if (i % PORTION === PORTION - 1) await setImmediate();
    if (entry === undefined) continue;
    if (entry.item === null) {
      counts.known++;
      const ref = refs.get(entry.rawHash);
      if (ref !== undefined) listed.push({ rawHash: entry.rawHash, ref });
      continue;
    }
    const decision = decide(memory, fetch, entry.item, entry.print);
    const { kind } = decision.verdict;
    if (kind === 'merged') counts.known++;
    else counts[kind]++;
    decisions.push(decision);
    fetch.present.add(decision.remembered.ref);
    fetch.taken.add(decision.remembered.ref);
    listed.push({ rawHash: entry.rawHash, ref: decision.remembered.ref });
  }
  return { decisions, counts, listed: nextListing(take, previous, listed.reverse()) };
}

function notePresent(memory: Memory, fetch: Fetch, refs: ReadonlyMap<string, string>): void {
  for (const entry of fetch.take.entries) {
    if (entry.item === null) {
      const ref = refs.get(entry.rawHash);
      if (ref === undefined) continue;
      fetch.present.add(ref);
      fetch.taken.add(ref);
    } else noteByGuid(memory, fetch, entry.print);
  }
}

const holders = new Int32Array(MOST_HOLDERS);

function noteByGuid(memory: Memory, { take, present }: Fetch, print: Print): void {
  const key = nameKey(print.hashes, GUID);
  const count = key === 0 ? 0 : lookUp(memory.index, key, holders);
  for (let i = 0; i < count; i++) {
    const item = memory.items[holders[i] ?? 0];
    if (item?.faceSources.includes(take.source) && shares(item.faces, print.hashes, GUID))
      present.add(item.ref);
  }
}

function nextListing(
  take: LedgerTake,
  previous: readonly Listed[],
  listed: readonly Listed[],
): readonly Listed[] | null {
  let next = listed;
  if (!take.complete) {
    const before = new Set(previous.map(({ rawHash }) => rawHash));
    const fresh = listed.filter(({ rawHash }) => !before.has(rawHash));
    next = [...fresh, ...previous].slice(0, MOST_ACCUMULATED);
  }
  const same =
    next.length === previous.length && next.every(({ rawHash }, i) => rawHash === previous[i]?.rawHash);
  return same ? null : next;
}

function decide(memory: Memory, fetch: Fetch, item: Item, print: Print): Decision {
  const pinned = pinnedTo(memory, fetch.orders, print);
  if (pinned !== null) return metAgain(memory, fetch, item, print, pinned, PINNED);
  const weighed = weigh(print);
  let match: Remembered | null = null;
  let ruling: Ruling | null = null;
  let nearest: Remembered | null = null;
  tryCandidates(memory, print, (number, sharedKeys) => {
    const candidate = memory.items[number];
    if (!candidate) return false;
    const circumstances = circumstancesOf(fetch, candidate, sharedKeys);
    const ruled = candidate.gone
      ? recogniseGone(candidate, print, circumstances)
      : judge(candidate, weighed, circumstances);
    const guard = ruled.same ? orderAgainst(fetch.orders, fetch.take.source, candidate, print) : null;
    const tried = guard === null ? ruled : { ...ruled, same: false, guard };
    if (tried.same) {
      ruling = tried;
      match = candidate;
    } else if (tried.guard !== null && (ruling === null || ruling.guard === null)) {
      ruling = tried;
      nearest = candidate;
    }
    return tried.same;
  });
  return match === null || ruling === null
    ? newItem(memory, fetch, item, weighed, ruling, nearest)
    : metAgain(memory, fetch, item, print, match, ruling);
}

/** Of an item without its text only the names can speak. */
function recogniseGone(candidate: Remembered, print: Print, { sameSource }: Circumstances): Ruling {
  const figures = { containment: null, title: null, lead: null, numbers: null, names: null, apart: null };
  const { hashes } = print;
  const { faces } = candidate;
  const hasGuid = hashes[GUID] !== 0;
  if (sameSource && hasGuid && (shares(faces, hashes, GUID) || shares(faces, hashes, GUID_PATH)))
    return { same: true, stage: 'guid', guard: null, figures };
  const same =
    shares(faces, hashes, ADDRESS) && (shares(faces, hashes, TITLE) || shares(faces, hashes, TEXT));
  return { same, stage: same ? 'url' : 'none', guard: null, figures };
}

function circumstancesOf(fetch: Fetch, candidate: Remembered, sharedKeys: number): Circumstances {
  const sameSource = candidate.faceSources.includes(fetch.take.source);
  return {
    sameSource,
    sharedKeys,
    together: sameSource && fetch.present.has(candidate.ref),
    taken: sameSource && fetch.taken.has(candidate.ref),
    replaced: sameSource && vanishedOf(fetch).has(candidate.ref),
  };
}

function vanishedOf(fetch: Fetch): ReadonlySet<string> {
  if (fetch.vanished !== null) return fetch.vanished;
  fetch.vanished = new Set();
  if (fetch.take.complete) {
    let olderStays = false;
    for (const { ref } of fetch.previous.toReversed()) {
      if (fetch.present.has(ref)) olderStays = true;
      else if (olderStays) fetch.vanished.add(ref);
    }
  }
  return fetch.vanished;
}

function newItem(
  memory: Memory,
  { take }: Fetch,
  item: Item,
  weighed: Weighed,
  ruling: Ruling | null,
  nearest: Remembered | null,
): Decision {
  const { print } = weighed;
  const id = freeId(memory, take, print);
  const verdict: Verdict = {
    kind: 'new',
    stage: ruling?.stage ?? 'none',
    id,
    other: nearest?.id ?? null,
    figures: nearest === null ? null : (ruling?.figures ?? null),
    guard: nearest === null ? null : (ruling?.guard ?? null),
    rule: RULE,
  };
  const stored = firstMet(id, take.source, item, take.at);
  const record = { stored, owner: take.source, verdicts: nearest === null ? [] : [verdict] };
  const remembered = rememberedOf(record, refOf(id), weighed);
  const number = remember(memory, remembered);
  putNames(memory, print, number);
  putText(memory, print, number);
  const { source, at } = take;
  return { verdict, source, at, item, remembered, print, named: true, worded: true, change: 'first' };
}

/**
 * An id that nobody has. By leaps: a document may be full of entries that nothing tells apart, and those that were met at once
 * have taken the first turns without a gap.
 */
function freeId(memory: Memory, { source, at }: LedgerTake, print: Print): string {
  const id = mint(source, print);
  if (!memory.byRef.has(refOf(id))) return id;
  const isTaken = (turn: number) => memory.byRef.has(refOf(mintAnother(source, print, at, turn)));
  let free = 1;
  while (isTaken(free)) free *= 2;
  for (let taken = free >> 1; free - taken > 1; ) {
    const middle = (taken + free) >> 1;
    if (isTaken(middle)) taken = middle;
    else free = middle;
  }
  return mintAnother(source, print, at, free);
}

function metAgain(
  memory: Memory,
  { take }: Fetch,
  item: Item,
  print: Print,
  match: Remembered,
  ruling: Ruling,
): Decision {
  const { source, at } = take;
  const change = match.gone ? 'nothing' : changeOf(match, source, print);
  const kind = change === 'revise' ? 'revised' : change.startsWith('join') ? 'merged' : 'known';
  const { stage, figures } = ruling;
  const verdict: Verdict = { kind, stage, id: match.id, other: match.id, figures, guard: null, rule: RULE };
  const worded = change === 'revise' || change === 'join-longer';
  if (change !== 'nothing') addFace(memory, match, source, print);
  if (worded) showText(memory, match, source, print, change === 'revise');
  const named = change !== 'nothing';
  return { verdict, source, at, item, remembered: match, print, named, worded, change };
}
