import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../../src/cycle/batches.ts';

const never = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
const size = { enough: 3, most: 1_000, weightOf: (value: number) => value, lull: never };
const done = (values: readonly number[]) => values.map((value) => Promise.resolve(value));

async function collect(work: readonly Promise<number>[], options: Partial<typeof size> = {}) {
  const all: (number | 'lull')[][] = [];
  const inLine = work.map((promise, place) => ({ place, start: () => promise }));
  for await (const { results, lull } of batchesOf(inLine, { ...size, ...options }))
    all.push(lull ? [...results, 'lull'] : [...results]);
  return all;
}

const moment = () => new Promise((resolve) => setImmediate(resolve));

/** Work that is done when it is told to. */
function underWay(count: number) {
  const all = Array.from({ length: count }, () => Promise.withResolvers<number>());
  return {
    work: all.map(({ promise }) => promise),
    finish: async (index: number, value: number) => {
      all[index]?.resolve(value);
      await moment();
    },
  };
}

describe('batches', () => {
  it('stand in the order of the work, in whichever order it is done', async () => {
    const { work, finish } = underWay(4);
    const collected = collect(work);
    for (const index of [3, 1, 2, 0]) await finish(index, index === 0 ? 2 : 1);
    expect(await collected).toEqual([
      [2, 1],
      [1, 1],
    ]);
  });

  it('hold what is heavy alone, and the rest at the end', async () => {
    expect(await collect(done([5, 1, 1]))).toEqual([[5], [1, 1]]);
  });

  it('divide what is left as they divided the whole', async () => {
    const values = [1, 1, 2, 3, 1, 1, 1, 1];
    const whole = await collect(done(values));
    const [first, ...others] = whole;
    expect(await collect(done(values.slice(first?.length)))).toEqual(others);
  });

  it('are none for no work', async () => {
    expect(await collect([])).toEqual([]);
  });

  it('do not wait for one that is late where too much waits', async () => {
    const { work, finish } = underWay(4);
    const collected = collect(work, { most: 4 });
    for (const index of [1, 2, 3, 0]) await finish(index, index === 0 ? 9 : 2);
    expect(await collected).toEqual([[2, 2], [9], [2]]);
  });

  it('do not wait after a lull; it is told when all that had come is handed out', async () => {
    const { work, finish } = underWay(4);
    let goQuiet = () => {};
    const lull = (signal: AbortSignal) =>
      Promise.race([never(signal), new Promise<void>((resolve) => (goQuiet = resolve))]);
    const collected = collect(work, { lull });
    await finish(2, 1);
    await finish(3, 1);
    goQuiet();
    await moment();
    await finish(1, 2);
    goQuiet();
    await moment();
    await finish(0, 1);
    expect(await collected).toEqual([[1, 1, 'lull'], [2, 'lull'], [1]]);
  });

  it('end with the reason of work that rejects, and no other rejection is left unhandled', async () => {
    const bug = new Error('a bug');
    const work = [Promise.resolve(1), Promise.reject(bug), Promise.reject(new Error('another'))];
    await expect(collect(work)).rejects.toBe(bug);
  });
});
