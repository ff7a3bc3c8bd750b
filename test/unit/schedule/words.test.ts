import { expect, test } from 'vitest';
import { inWords } from '../../../src/schedule/words.ts';

test.for([
  [0, '0 s'],
  [900, '1 s'],
  [59_000, '59 s'],
  [60_000, '1 min'],
  [3_600_000, '1 h'],
  [5_400_000, '1 h 30 min'],
  [3_599_999, '1 h'],
  [86_400_000, '1 day'],
  [90_000_000, '1 day 1 h'],
  [86_460_000, '1 day'],
  [7 * 86_400_000, '7 days'],
] as const)('%d ms is "%s"', ([ms, words]) => {
  expect(inWords(ms)).toBe(words);
});
