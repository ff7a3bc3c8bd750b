export interface BatchSize<Result> {
  readonly weightOf: (result: Result) => number;
  /** A batch is full when its results weigh this much together. */
  readonly enough: number;
}

export type Job<Result> = () => Promise<Result>;

/**
 * Starts all jobs and gives their results in batches, in the order in which they come: a slow job holds up nobody, and many
 * small results share one commit. A batch ends when it is full or no job is left. A job that rejects ends the iteration with
 * its reason. No result is held longer than its batch.
 */
export async function* batchesOf<Result>(
  jobs: readonly Job<Result>[],
  { weightOf, enough }: BatchSize<Result>,
): AsyncGenerator<readonly Result[]> {
  let batch: Result[] = [];
  let weight = 0;
  for await (const result of asTheyCome(jobs)) {
    batch.push(result);
    weight += weightOf(result);
    if (weight < enough) continue;
    yield batch;
    batch = [];
    weight = 0;
  }
  if (batch.length > 0) yield batch;
}

async function* asTheyCome<Result>(jobs: readonly Job<Result>[]): AsyncGenerator<Result> {
  const ready: PromiseSettledResult<Result>[] = [];
  let news = Promise.withResolvers<void>();
  const arrive = (outcome: PromiseSettledResult<Result>) => {
    ready.push(outcome);
    news.resolve();
  };
  for (const job of jobs) {
    job().then(
      (value) => arrive({ status: 'fulfilled', value }),
      (reason: unknown) => arrive({ status: 'rejected', reason }),
    );
  }
  for (let left = jobs.length; left > 0; left--) {
    if (ready.length === 0) {
      news = Promise.withResolvers();
      await news.promise;
    }
    const outcome = ready.shift();
    if (outcome?.status === 'rejected') throw outcome.reason;
    if (outcome) yield outcome.value;
  }
}
