/**
 * What the ledger has at hand for judging: items that this process met or looked up, found by key. It never holds anything
 * that the store does not hold too, except between a judgement and its commit; so whenever in doubt it is thrown away.
 */
import type { Print } from '../dedup/fingerprint.ts';
import type { Candidate } from '../dedup/judge.ts';
import { MOST_NAME_KEYS, readNameKeys } from '../dedup/lookup-keys.ts';
import type { ItemRecord } from './items.ts';
import { emptyIndex, type KeyIndex, put } from './key-index.ts';

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
  /** The whole row; null where it was let go of, and is to be read again if it must change. */
  record: ItemRecord | null;
}

export interface Memory {
  readonly index: KeyIndex;
  readonly items: Remembered[];
  /** Their numbers. */
  readonly byRef: Map<string, number>;
}

export function emptyMemory(): Memory {
  return { index: emptyIndex(), items: [], byRef: new Map() };
}

/** Adds an item that is not at hand yet; returns its number. */
export function remember(memory: Memory, remembered: Remembered): number {
  const number = memory.items.push(remembered) - 1;
  memory.byRef.set(remembered.ref, number);
  return number;
}

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

export function atHand(memory: Memory, ref: string): Remembered | undefined {
  const number = memory.byRef.get(ref);
  return number === undefined ? undefined : memory.items[number];
}
