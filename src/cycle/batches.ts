/**
 * The results of running jobs as they come, all that is there at once: a slow job holds up nobody, and a consumer that is
 * busy finds a larger batch when it comes back. A job that rejects ends the iteration with its reason.
 */
export async function* asTheyCome<Result>(
  jobs: readonly Promise<Result>[],
  most: number,
): AsyncGenerator<readonly Result[]> {
  const ready: Result[] = [];
  let broken: { readonly reason: unknown } | null = null;
  let news = Promise.withResolvers<void>();
  for (const job of jobs) {
    job
      .then((result) => ready.push(result))
      .catch((reason: unknown) => {
        broken ??= { reason };
      })
      .finally(() => news.resolve());
  }
  for (let left = jobs.length; left > 0; ) {
    if (ready.length === 0 && broken === null) await news.promise;
    news = Promise.withResolvers();
    if (broken !== null) throw (broken as { reason: unknown }).reason;
    const batch = ready.splice(0, most);
    left -= batch.length;
    if (batch.length > 0) yield batch;
  }
}
