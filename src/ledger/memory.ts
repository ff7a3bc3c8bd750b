/**
 * What the ledger has at hand for judging: items that this process met or looked up, found by key. It never holds anything
 * that the store does not hold too, except between a judgement and its commit; so whenever in doubt it is thrown away.
 */
import type { Print } from '../dedup/fingerprint.ts';
import type { Candidate } from '../dedup/judge.ts';
import { MOST_NAME_KEYS, readNameKeys } from '../dedup/lookup-keys.ts';
import type { ItemRecord } from './items.ts';
import { emptyIndex, type KeyIndex, lookUp, MOST_HOLDERS, put } from './key-index.ts';

/** An item at hand. Its fields follow the decisions of the batch. */
export interface Remembered extends Candidate {
  readonly ref: string;
  readonly id: string;
  /** The source of each face. */
  faceSources: readonly string[];
  /** The source whose text is shown. */
  owner: string;
  revision: number;
  /** Pruned, or merged into another: it is known, but nothing more happens to it. */
  readonly gone: boolean;
  /** Everything about it; null where nobody needed it yet, or it was let go of. */
  record: ItemRecord | null;
  /** The row that it was read from; null as above. */
  row: string | null;
}

export interface Memory {
  readonly index: KeyIndex;
  /** By number. Null: known by its keys only; the rest is in the store. */
  readonly items: (Remembered | null)[];
  readonly refs: string[];
  /** Numbers of refs. */
  readonly byRef: Map<string, number>;
}

export function emptyMemory(): Memory {
  return { index: emptyIndex(), items: [], refs: [], byRef: new Map() };
}

/** Puts an item at hand, whether it was known by its keys or not at all; returns its number. */
export function remember(memory: Memory, remembered: Remembered): number {
  const known = memory.byRef.get(remembered.ref);
  if (known !== undefined) {
    memory.items[known] = remembered;
    return known;
  }
  const number = memory.items.push(remembered) - 1;
  memory.refs.push(remembered.ref);
  memory.byRef.set(remembered.ref, number);
  return number;
}

/** Lets go of all records, and of all but the last `awake` items; their keys stay. */
export function doze(memory: Memory, awake: number): void {
  const { items } = memory;
  const from = items.length - awake;
  for (let number = 0; number < items.length; number++) {
    const item = items[number];
    if (number < from) items[number] = null;
    else if (item) {
      item.record = null;
      item.row = null;
    }
  }
}

/** Refs of items that share a key with one of the prints and are known by their keys only. */
export function dozing(memory: Memory, prints: readonly Print[]): ReadonlySet<string> {
  const refs = new Set<string>();
  if (!memory.items.includes(null)) return refs;
  const note = (key: number, most: number) => {
    const count = lookUp(memory.index, key, holders);
    if (count > most) return;
    for (let i = 0; i < count; i++) {
      const number = holders[i] ?? 0;
      if (memory.items[number] === null) refs.add(memory.refs[number] ?? '');
    }
  };
  for (const print of prints) {
    const count = readNameKeys(print, names);
    for (let i = 0; i < count; i++) note(names[i] ?? 0, MOST_HOLDERS);
    for (let i = 0; i < print.keys.length; i++) note(print.keys[i] ?? 0, MOST_HOLDERS - 1);
  }
  return refs;
}

const holders = new Int32Array(MOST_HOLDERS);
const names = new Int32Array(MOST_NAME_KEYS);

/** Lets the item of this number be found by the print's names. */
export function putNames(memory: Memory, print: Print, number: number): void {
  const count = readNameKeys(print, names);
  for (let i = 0; i < count; i++) put(memory.index, names[i] ?? 0, number);
}

/** Lets the item of this number be found by the print's text. */
export function putText(memory: Memory, { keys }: Print, number: number): void {
  for (let i = 0; i < keys.length; i++) put(memory.index, keys[i] ?? 0, number);
}
