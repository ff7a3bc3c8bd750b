/** What a process holds, measured at one moment, and whether that grows. */
import { readdirSync, statSync } from 'node:fs';

export interface Sample {
  /** Virtual days since the beginning. */
  readonly day: number;
  readonly items: number;
  /** The cache with its log, bytes. */
  readonly cache: number;
  /** After a collection of garbage, bytes. */
  readonly heap: number;
  readonly rss: number;
  /** Open files and sockets. */
  readonly handles: number;
  /** What Node waits for: timers, sockets, requests. */
  readonly resources: number;
  /** CPU of a tick since the last sample, on the average, ms. */
  readonly tick: number;
  /** CPU of the dearest tick since then, ms: the one with the housekeeping. */
  readonly dearest: number;
}

export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

export function openHandles(): number {
  return readdirSync('/proc/self/fd').length;
}

/** Needs `--expose-gc`. */
export function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('start with --expose-gc');
  globalThis.gc();
}

/** ms. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

interface Bound {
  readonly what: string;
  readonly of: (sample: Sample) => number;
  /** The last quarter may be so many times the one before, and so much more. */
  readonly times: number;
  readonly plus: number;
  readonly unit: number;
  /** Said, but judged only where the run is long enough for its median to mean something on a busy machine. */
  readonly isTime?: true;
}

const MB = 1_000_000;
const BOUNDS: readonly Bound[] = [
  { what: 'cache, MB', of: ({ cache }) => cache, times: 1.1, plus: 0, unit: MB },
  { what: 'heap, MB', of: ({ heap }) => heap, times: 1.1, plus: 4 * MB, unit: MB },
  { what: 'memory (RSS), MB', of: ({ rss }) => rss, times: 1.15, plus: 24 * MB, unit: MB },
  { what: 'open files and sockets', of: ({ handles }) => handles, times: 1, plus: 8, unit: 1 },
  { what: 'timers, sockets, requests', of: ({ resources }) => resources, times: 1, plus: 8, unit: 1 },
  { what: 'CPU of a tick, ms', of: ({ tick }) => tick, times: 2, plus: 2, unit: 1, isTime: true },
  {
    what: 'CPU of the dearest tick, ms',
    of: ({ dearest }) => dearest,
    times: 2,
    plus: 50,
    unit: 1,
    isTime: true,
  },
];

export interface Verdict {
  readonly what: string;
  readonly before: number;
  readonly last: number;
  /** Null: not judged. */
  readonly bounded: boolean | null;
}

/** Compares the medians of the last two quarters. */
export function judge(
  samples: readonly Sample[],
  { times: judgesTimes }: { readonly times: boolean },
): readonly Verdict[] {
  const quarter = (number: number) =>
    samples.slice((samples.length * number) >> 2, (samples.length * (number + 1)) >> 2);
  return BOUNDS.map(({ what, of, times, plus, unit, isTime }) => {
    const before = median(quarter(2).map(of));
    const last = median(quarter(3).map(of));
    const bounded = isTime && !judgesTimes ? null : last <= before * times + plus;
    return { what, before: before / unit, last: last / unit, bounded };
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
