/** One piece of work, not started yet: a promise would hold its result for as long as somebody holds the promise. */
export interface Work<Result> {
  /** Where it stands in the line, from 0. */
  readonly place: number;
  readonly start: () => Promise<Result>;
}

/** One piece of work that is done: which, and what came of it. */
export interface Arrival<Result> {
  readonly place: number;
  readonly result: Result;
}

/** Resolves when nothing has come for so long that nobody should wait for more. */
export type Lull = (signal: AbortSignal) => Promise<void>;

export interface Arrivals<Result> {
  /** The next that is done, or null when a lull comes before it. Rejects with the reason of work that rejects. */
  next(lull: Lull | null): Promise<Arrival<Result> | null>;
}

/**
 * Starts all work, and gives it in the order in which it is done. No rejection is left unhandled, even when nobody asks any
 * more, and no result is held once it was given.
 */
export function arrivalsOf<Result>(work: readonly Work<Result>[]): Arrivals<Result> {
  const ready: (() => Arrival<Result>)[] = [];
  let news = Promise.withResolvers<void>();
  const arrive = (arrival: () => Arrival<Result>) => {
    ready.push(arrival);
    news.resolve();
  };
  for (const { place, start } of work) {
    start().then(
      (result) => arrive(() => ({ place, result })),
      (reason: unknown) =>
        arrive(() => {
          throw reason;
        }),
    );
  }
  return {
    async next(lull) {
      if (ready.length === 0) {
        news = Promise.withResolvers();
        await (lull === null ? news.promise : either(news.promise, lull));
      }
      return ready.shift()?.() ?? null;
    },
  };
}

async function either(news: Promise<void>, lull: Lull): Promise<void> {
  const over = new AbortController();
  const quiet = lull(over.signal).catch((error: unknown) => {
    if (!over.signal.aborted) throw error;
  });
  try {
    await Promise.race([news, quiet]);
  } finally {
    over.abort();
  }
}
