import { setImmediate } from 'node:timers/promises';

/** Work that comes one at a time, in the order in which it was asked for. */
export type OneAtATime = <Result>(work: () => Promise<Result>) => Promise<Result>;

export interface Turns {
  readonly take: OneAtATime;
  /** Somebody is at it, or waits for a turn. */
  isTaken(): boolean;
}

/**
 * For what keeps the processor busy: twenty documents that are read beside each other end no sooner than one after the
 * other, but between two of them, and between two portions of one, a server comes to its turn.
 */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let taken = 0;
  return {
    take(work) {
      taken++;
      const mine = last.then(() => setImmediate()).then(work);
      last = mine.catch(() => {}).then(() => taken--);
      return mine;
    },
    isTaken: () => taken > 0,
  };
}
