import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurns } from '../../../src/cycle/turns.ts';

it('does one thing at a time, in the order asked for, and goes on after one that fails', async () => {
  const { take: turn } = createTurns();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    await setImmediate();
    seen.push(`${name} ends`);
    if (name === 'b') throw new Error(name);
    return name;
  };
  const done = await Promise.allSettled(['a', 'b', 'c'].map((name) => turn(work(name))));
  expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

it('lets others have a turn in between', async () => {
  const { take: turn } = createTurns();
  const seen: string[] = [];
  let over = false;
  const works = Promise.all([1, 2, 3].map((n) => turn(async () => void seen.push(`work ${n}`))));
  void works.then(() => {
    over = true;
  });
  while (!over) {
    await setImmediate();
    if (seen.at(-1) !== 'others') seen.push('others');
  }
  expect(seen.filter((who, index) => who !== 'others' && seen[index + 1] !== 'others')).toEqual([]);
});
