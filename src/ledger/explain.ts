/** The life of one item as data and as sentences: where it was met, how it was recognised, and what kept it apart. */

import type { StoredItem } from '../model/item.ts';
import type { Store } from '../model/ports.ts';
import { noSameness, type Sameness } from '../model/sameness.ts';
import type { Figures, Verdict } from '../model/verdict.ts';
import { itemKey, refOf } from './ids.ts';
import { decodeRecord, type ItemRecord } from './items.ts';
import { addressesOf, isId } from './pins.ts';
import { refsOfAddresses } from './recall.ts';

export interface Life {
  readonly item: StoredItem;
  /** The source whose text is shown. */
  readonly owner: string;
  /** Decisions about it, oldest first, each with its sentence. */
  readonly verdicts: readonly { readonly verdict: Verdict; readonly sentence: string }[];
  /** Why nothing but its names is left, if so: `pruned`, or the id of the item that it was merged into. */
  readonly gone: string | null;
}

/** Lives of all items that go by an id (`urn:uuid:…`) or by an http(s) address; empty if the cache knows none. */
export async function explain(
  store: Store,
  idOrAddress: string,
  { keepParams }: Pick<Sameness, 'keepParams'> = noSameness,
): Promise<readonly Life[]> {
  if (isId(idOrAddress)) {
    const records = await readRecords(store, [refOf(idOrAddress)]);
    return records.filter(({ stored }) => stored.id === idOrAddress).map(lifeOf);
  }
  const refs = await refsOfAddresses(store, addressesOf(idOrAddress, keepParams));
  const records = await readRecords(store, refs);
  // what another item took in goes by no address any more
  return records.filter(({ stored }) => stored.sightings.length > 0).map(lifeOf);
}

async function readRecords(store: Store, refs: readonly string[]): Promise<readonly ItemRecord[]> {
  const values = await store.getMany(refs.map(itemKey));
  return values.flatMap((value) => (value === undefined ? [] : [decodeRecord(value)]));
}

function lifeOf({ stored, owner, verdicts, gone }: ItemRecord): Life {
  return {
    item: stored,
    owner,
    verdicts: verdicts.map((verdict) => ({ verdict, sentence: sentenceOf(verdict) })),
    gone: gone ?? null,
  };
}

const HOUR = 3_600_000;

/** A verdict as one plain sentence. */
export function sentenceOf(verdict: Verdict): string {
  const { kind, stage, other, guard, figures } = verdict;
  if (kind === 'new') {
    if (other === null) return 'New: nothing like it was known.';
    return `New: not the same as ${other}, because ${guardReason(guard)}${comparison(figures)}.`;
  }
  const how = recognition(stage);
  if (kind === 'merged') return `Merged with ${other}: ${how}${comparison(figures)}.`;
  if (kind === 'revised') return `Revised: ${how}, and its text or title changed${comparison(figures)}.`;
  return `Known: ${how}${comparison(figures)}.`;
}

const RECOGNITIONS: Readonly<Record<Verdict['stage'], string>> = {
  raw: 'the entry came as last time, to the letter',
  guid: 'its source gives it the same id',
  url: 'it has the same address',
  content: 'the text is the same',
  near: 'the text is nearly the same',
  edit: 'the known one left the listing as this one appeared in its place',
  pin: 'the configuration says so',
  none: 'nothing speaks against it',
};

function recognition(stage: Verdict['stage']): string {
  return RECOGNITIONS[stage];
}

const GUARDS: Readonly<Record<string, string>> = {
  numbers: 'their numbers differ',
  names: 'their names differ',
  titles: 'each title names something that the other item lacks',
  slots: 'the texts differ only in the names or numbers that are filled in',
  part: 'one is only a part of the other, which begins otherwise',
  reply: 'one answers the other and quotes it',
  together: 'both stand in one fetch of one source',
  'guid-reused': 'its source used the id for another story',
  'other-id': 'its source tells its items apart by what idFrom says, and that differs',
  pin: 'a pin in the configuration says so',
  apart: 'the configuration keeps the items of one source apart (dedup: off)',
};

function guardReason(guard: string | null): string {
  return GUARDS[guard ?? ''] ?? 'a rule keeps them apart';
}

/** ` (96 % of the shorter text's phrases are in the other, titles 83 % alike, 3 h apart)` */
function comparison(figures: Figures | null): string {
  if (figures === null) return '';
  const parts: string[] = [];
  if (figures.containment !== null)
    parts.push(`${percent(figures.containment)} of the shorter text's phrases are in the other`);
  if (figures.title !== null) parts.push(`titles ${percent(figures.title)} alike`);
  if (figures.numbers !== null) parts.push(`${percent(figures.numbers)} of the numbers agree`);
  if (figures.names !== null) parts.push(`${percent(figures.names)} of the names agree`);
  if (figures.apart !== null) parts.push(`${duration(figures.apart)} apart`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function duration(time: number): string {
  const hours = Math.round(time / HOUR);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
