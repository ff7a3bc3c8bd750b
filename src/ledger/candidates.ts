/** Which items at hand share keys with a new one, the ones with most keys first. */

import type { Print } from '../dedup/fingerprint.ts';
import { MOST_NAME_KEYS, readNameKeys } from '../dedup/lookup-keys.ts';
import { lookUp, MOST_HOLDERS } from './key-index.ts';
import type { Memory } from './memory.ts';

const MOST_CANDIDATES = 512;
const numbers = new Int32Array(MOST_CANDIDATES);
const shared = new Int32Array(MOST_CANDIDATES);
const holders = new Int32Array(MOST_HOLDERS);
const names = new Int32Array(MOST_NAME_KEYS);
let count = 0;

/** Items that are worth a comparison for one print. */
const MOST_COMPARED = 10;

/** Calls `judge` with an item's number and the keys shared, best first, until it says true; returns whether it did. */
export function tryCandidates(
  memory: Memory,
  print: Print,
  judge: (number: number, sharedKeys: number) => boolean,
): boolean {
  count = 0;
  const named = readNameKeys(print, names);
  for (let i = 0; i < named; i++) note(lookUp(memory.index, names[i] ?? 0, holders));
  const { keys } = print;
  for (let i = 0; i < keys.length; i++) {
    const found = lookUp(memory.index, keys[i] ?? 0, holders);
    if (found < MOST_HOLDERS) note(found); // else the phrase is boilerplate
  }
  for (let turn = 0; turn < MOST_COMPARED; turn++) {
    const best = mostShared();
    if (best < 0) return false;
    const sharedKeys = shared[best] ?? 0;
    shared[best] = 0;
    if (judge(numbers[best] ?? 0, sharedKeys)) return true;
  }
  return false;
}

function note(found: number): void {
  for (let h = 0; h < found; h++) {
    const number = holders[h] ?? 0;
    let i = 0;
    while (i < count && numbers[i] !== number) i++;
    if (i < count) shared[i] = (shared[i] ?? 0) + 1;
    else if (count < MOST_CANDIDATES) {
      numbers[count] = number;
      shared[count++] = 1;
    }
  }
}

function mostShared(): number {
  let best = -1;
  let most = 0;
  for (let i = 0; i < count; i++) {
    const keys = shared[i] ?? 0;
    if (keys > most) {
      best = i;
      most = keys;
    }
  }
  return best;
}
