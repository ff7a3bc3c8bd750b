import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../../src/cycle/batches.ts';

const collect = async <Value>(batches: AsyncIterable<readonly Value[]>): Promise<Value[][]> => {
  const all: Value[][] = [];
  for await (const batch of batches) all.push([...batch]);
  return all;
};
const job =
  <Value>(value: Promise<Value> | Value) =>
  () =>
    Promise.resolve(value);
const size = { enough: 3, weightOf: (value: number) => value };

describe('batches', () => {
  it('are filled in the order in which results come, not in the order of the jobs', async () => {
    const slow = Promise.withResolvers<number>();
    const jobs = [job(slow.promise), job(1), job(2), job(1)];
    const collected = collect(batchesOf(jobs, size));
    await Promise.resolve();
    setImmediate(() => slow.resolve(1));
    expect(await collected).toEqual([
      [1, 2],
      [1, 1],
    ]);
  });

  it('hold what is heavy alone, and the rest at the end', async () => {
    expect(await collect(batchesOf([5, 1, 1].map(job), size))).toEqual([[5], [1, 1]]);
  });

  it('are none for no jobs', async () => {
    expect(await collect(batchesOf([], size))).toEqual([]);
  });

  it('end with the reason of a job that rejects, and no other rejection is left unhandled', async () => {
    const bug = new Error('a bug');
    const jobs = [job(1), () => Promise.reject(bug), () => Promise.reject(new Error('another'))];
    await expect(collect(batchesOf(jobs, size))).rejects.toBe(bug);
  });
});
