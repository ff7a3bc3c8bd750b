import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTicks, validateCron } from '../../../src/schedule/tick.ts';
import { silentLog } from '../../support/visitor.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2025, 5, 2, 12, 0, 30) });
});
afterEach(() => {
  vi.useRealTimers();
});

const minute = 60_000;
const quiet = { log: silentLog, onError: () => undefined };

/** A job whose runs end when the test says so. */
function heldJob() {
  const runs: PromiseWithResolvers<void>[] = [];
  const job = () => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    return run.promise;
  };
  return { runs, job };
}

test('asks at every tick, and stops', async () => {
  const job = vi.fn(async () => undefined);
  const ticks = startTicks('* * * * *', job, quiet);
  expect(ticks.next()).toBe(Date.UTC(2025, 5, 2, 12, 1));
  await vi.advanceTimersByTimeAsync(3 * minute);
  expect(job).toHaveBeenCalledTimes(3);
  await ticks.stop();
  await vi.advanceTimersByTimeAsync(3 * minute);
  expect(job).toHaveBeenCalledTimes(3);
  expect(ticks.next()).toBeNull();
});

test('never overlaps itself: ticks during a run are dropped', async () => {
  const { runs, job } = heldJob();
  const ticks = startTicks('* * * * *', job, quiet);
  await vi.advanceTimersByTimeAsync(3 * minute);
  expect(runs).toHaveLength(1);
  runs[0]?.resolve();
  await vi.advanceTimersByTimeAsync(minute);
  expect(runs).toHaveLength(2);
  runs[1]?.resolve();
  await ticks.stop();
});

test('a tick at once: never while the job runs, nor after the end', async () => {
  const { runs, job } = heldJob();
  const ticks = startTicks('* * * * *', job, quiet);
  const first = ticks.now();
  expect(runs).toHaveLength(1);
  expect(ticks.now()).toBeNull();
  await vi.advanceTimersByTimeAsync(minute);
  expect(runs).toHaveLength(1);
  runs[0]?.resolve();
  await first;
  const second = ticks.now();
  expect(runs).toHaveLength(2);
  runs[1]?.resolve();
  await second;
  await ticks.stop();
  expect(ticks.now()).toBeNull();
  expect(runs).toHaveLength(2);
});

test('stop() aborts the running job and waits for it', async () => {
  const seen: string[] = [];
  const end = Promise.withResolvers<void>();
  const ticks = startTicks(
    '* * * * *',
    async (signal) => {
      signal.addEventListener('abort', () => seen.push('told'));
      await end.promise;
      seen.push('ended');
    },
    quiet,
  );
  await vi.advanceTimersByTimeAsync(minute);
  const stopped = ticks.stop().then(() => seen.push('stopped'));
  await vi.advanceTimersByTimeAsync(minute);
  expect(seen).toEqual(['told']);
  end.resolve();
  await stopped;
  expect(seen).toEqual(['told', 'ended', 'stopped']);
});

test('a job that rejects is handed over; the ticks go on', async () => {
  const onError = vi.fn();
  const job = vi.fn(async () => {
    throw new Error('disk full');
  });
  const ticks = startTicks('* * * * *', job, { ...quiet, onError });
  await vi.advanceTimersByTimeAsync(2 * minute);
  expect(job).toHaveBeenCalledTimes(2);
  expect(onError).toHaveBeenCalledWith(new Error('disk full'));
  await ticks.stop();
});

test.for([
  ['*/10 * * * *', null],
  ['0 6,18 * * mon-fri', null],
  ['*/30 * * * * *', null],
  ['@hourly', null],
  ['every ten minutes', 'five fields'],
  ['', 'five fields'],
  ['99 * * * *', 'the minute "99" is not possible'],
  ['* * 31 2 *', 'day of the month'],
] as const)('the expression "%s"', ([expression, trouble]) => {
  if (trouble === null) expect(validateCron(expression)).toBeNull();
  else expect(validateCron(expression)).toContain(trouble);
});
