import { type Arrival, arrivalsOf, type Lull, type Work } from './arrivals.ts';

export interface Batching<Result> {
  readonly weightOf: (result: Result) => number;
  /** A batch is full when its results weigh this much together. */
  readonly enough: number;
  /** Results of this weight do not wait for one that should come before them. */
  readonly most: number;
  /** After it, those that have come do not wait for the rest. Null: they always do. */
  readonly lull: Lull | null;
}

export interface Batch<Result> {
  readonly results: readonly Result[];
  /** Nothing has come for a while, and all that has come is handed out: a good moment to show it. */
  readonly lull: boolean;
}

/**
 * Starts all work, in its order, and gives the results in batches, in the order of their places and not in the order in
 * which they come: which of two hosts is faster today decides nothing. A batch ends where its results are enough, so that what
 * is left after some batches is divided as it would have been. Only after a lull, or where too much waits, do those that have
 * come go first.
 * Ends with the reason of the first work that rejects. No result is held longer than its batch.
 */
export async function* batchesOf<Result>(
  work: readonly Work<Result>[],
  { weightOf, enough, most, lull }: Batching<Result>,
): AsyncGenerator<Batch<Result>> {
  const arrivals = arrivalsOf(work);
  const line = lineOf<Result>(work.length);
  let results: Result[] = [];
  let weight = 0;
  let waiting = 0;
  let quiet = false;
  /** Something was handed out since the last lull. */
  let news = false;

  for (;;) {
    for (const result of line.ready()) {
      results.push(result);
      weight += weightOf(result);
      waiting -= weightOf(result);
      if (weight < enough) continue;
      news = true;
      yield { results, lull: false };
      results = [];
      weight = 0;
    }
    if (line.isEmpty()) break;
    if (quiet && (news || results.length > 0)) {
      yield { results, lull: true };
      results = [];
      weight = 0;
      news = false;
    }
    const arrival = await arrivals.next(lull);
    quiet = arrival === null;
    if (arrival !== null) {
      line.add(arrival);
      waiting += weightOf(arrival.result);
    }
    if (quiet || waiting >= most) line.passOver();
  }
  if (results.length > 0) yield { results, lull: false };
}

interface Line<Result> {
  add(arrival: Arrival<Result>): void;
  /** Those at the head of the line, as far as they have come; each leaves the line. */
  ready(): Iterable<Result>;
  /** Those that have not come stand at the end from now on. */
  passOver(): void;
  isEmpty(): boolean;
}

function lineOf<Result>(length: number): Line<Result> {
  const come = new Map<number, Arrival<Result>>();
  let line: readonly number[] = Array.from({ length }, (_, index) => index);
  let head = 0;
  return {
    add: (arrival) => void come.set(arrival.place, arrival),
    *ready() {
      for (; head < line.length; head++) {
        const index = line[head] ?? -1;
        const arrival = come.get(index);
        if (arrival === undefined) return;
        come.delete(index);
        yield arrival.result;
      }
    },
    passOver() {
      const left = line.slice(head);
      line = [...left.filter((index) => come.has(index)), ...left.filter((index) => !come.has(index))];
      head = 0;
    },
    isEmpty: () => head === line.length,
  };
}
