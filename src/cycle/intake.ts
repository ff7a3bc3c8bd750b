import type { Print } from '../dedup/fingerprint.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import type { Bookmark } from '../model/bookmark.ts';
import { Failure, failureRow } from '../model/failure.ts';
import type { Clock, Random } from '../model/ports.ts';
import type { Fetched, Source } from '../model/source.ts';
import type { Listing, Take } from '../model/take.ts';
import { type PlanInput, planNext } from '../schedule/plan.ts';
import type { OneAtATime } from './turns.ts';

export interface IntakeDeps {
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly minInterval: number };
  /** Documents are fetched beside each other, and read one after the other. */
  readonly turn: OneAtATime;
}

/** The job of one source: plain data in, plain data out, so that it may run on another machine. */
export interface IntakeJob {
  readonly source: Source;
  readonly bookmark: Bookmark | null;
}

/**
 * fetch → parse → clean → fingerprint, for one source. Stateless: what it needs to know comes with the job, and `listed`
 * tells which entries need no work because they are known to the letter. Expected trouble comes home as a failed take.
 */
export async function intake(
  { source, bookmark }: IntakeJob,
  listed: (source: string) => Promise<Listing>,
  deps: IntakeDeps,
  signal: AbortSignal,
): Promise<Take<Print>> {
  const fetched = await deps.fetcher.fetch(source, bookmark, signal);
  const plan = (more: Partial<PlanInput> = {}) =>
    planNext({
      source,
      before: bookmark,
      fetched,
      hints: null,
      now: deps.clock.now(),
      random: deps.random(),
      settings: deps.settings,
      ...more,
    });
  if (fetched.kind === 'unchanged') return unchangedTake(source, fetched, plan());
  if (fetched.kind === 'failed') return failedTake(source, fetched.at, plan(), fetched.failure);

  // most runs find most sources unchanged: what reads documents is loaded with the first one
  const { readAll, takeOf } = await import('./reading.ts');
  return deps.turn(async () => {
    const failed = (failure: Failure) => failedTake(source, fetched.answer.at, plan({ failure }), failure);
    try {
      const read = await readAll(source, fetched.documents, fetched.answer);
      if (read instanceof Failure) return failed(read);
      return await takeOf(source, fetched, read, await listed(source.id), plan);
    } catch (error) {
      return failed(beyondBounds(error));
    }
  });
}

/** Where a document brings the engine to its own bounds (the stack, the longest string), it costs its source and nobody else. */
function beyondBounds(error: unknown): Failure {
  if (!(error instanceof RangeError && /call stack|string length/.test(error.message))) throw error;
  return new Failure('too-deep', `The document can not be read: ${error.message}.`, { cause: error });
}

/** What it said when it was last read stays said; what this fetch warns of comes first. */
function unchangedTake(source: Source, { answer, warnings }: Unchanged, plan: Bookmark): Take<Print> {
  const said = warnings.map(({ message }) => message);
  const bookmark = { ...plan, warnings: [...new Set([...said, ...plan.warnings])] };
  return {
    source: source.id,
    at: answer.at,
    outcome: 'unchanged',
    bookmark,
    entries: [],
    complete: false,
    failure: null,
  };
}

type Unchanged = Extract<Fetched, { kind: 'unchanged' }>;

function failedTake(source: Source, at: number, bookmark: Bookmark, failure: Failure): Take<Print> {
  const { id } = source;
  return {
    source: id,
    at,
    outcome: 'failed',
    bookmark,
    entries: [],
    complete: false,
    failure: failureRow(failure),
  };
}
