import type { Clock } from '../../src/model/ports.ts';

export interface VirtualClock extends Clock {
  /** Lets `ms` pass: sleepers wake in order, each before time goes on. */
  advance(ms: number): Promise<void>;
  /** Lets time pass, from sleeper to sleeper, until `work` is done. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Sleepers there are now. */
  readonly sleepers: number;
}

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test lets time pass. `start`: ms since 1970. */
export function createVirtualClock(start = Date.UTC(2025, 5, 2, 12)): VirtualClock {
  let now = start;
  let order = 0;
  const sleepers = new Set<Sleeper>();

  function next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (!first || sleeper.at < first.at || (sleeper.at === first.at && sleeper.order < first.order)) {
        first = sleeper;
      }
    }
    return first;
  }

  /** Everything that can happen without time passing happens: promises, and what is ready on sockets. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  async function wake(sleeper: Sleeper): Promise<void> {
    now = Math.max(now, sleeper.at);
    sleepers.delete(sleeper);
    sleeper.wake();
    await settle();
  }

  return {
    now: () => now,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const sleeper: Sleeper = {
          at: now + Math.max(0, ms),
          order: order++,
          wake() {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        const onAbort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        sleepers.add(sleeper);
      });
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let first = next(); first !== undefined && first.at <= until; first = next()) await wake(first);
      now = until;
      await settle();
    },
    async run(work) {
      let running = true;
      const done = () => {
        running = false;
      };
      work.then(done, done);
      await settle();
      while (running) {
        const first = next();
        if (first === undefined) await settle();
        else await wake(first);
      }
      return work;
    },
    get sleepers() {
      return sleepers.size;
    },
  };
}
