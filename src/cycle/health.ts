import { createHash } from 'node:crypto';
import type { Bookmark } from '../model/bookmark.ts';
import { Failure } from '../model/failure.ts';
import type { Output } from '../model/output.ts';
import type { Clock, Log } from '../model/ports.ts';
import type { OutputRow } from '../model/report.ts';
import type { Notice, Trouble } from '../model/trouble.ts';
import { type PlacedFile, stillInPlace } from '../publish/place.ts';
import { discreet } from '../schedule/discreet.ts';
import { noticesAfter } from '../schedule/notices.ts';
import { troublesOf } from '../schedule/troubles.ts';
import type { RenderDeps } from './documents.ts';

/** Where the health feed is placed, and in which formats: an output of our own. */
export type HealthOutput = Pick<Output, 'path' | 'formats'>;

export interface HealthDeps extends RenderDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly health: HealthOutput | null;
  readonly outputs: readonly Output[];
  readonly bookmarks: ReadonlyMap<string, Bookmark>;
}

const KEY = 'y';

/** Kept under `y`. */
interface HealthRecord {
  readonly notices: readonly Notice[];
  readonly causes: string;
  readonly files: readonly PlacedFile[];
}

/**
 * Tells of what wants a person in a feed beside the outputs (`rows`: how they went): an item when a trouble begins, the same one revised when it reads
 * otherwise or is over. As long as nothing changes, nothing is written. That it can not be placed is said in the log.
 */
export async function tellHealth(rows: readonly OutputRow[], deps: HealthDeps): Promise<void> {
  const { health, store, clock, site, product, log } = deps;
  if (health === null) return;
  const row = await store.get(KEY);
  const before: HealthRecord = row === undefined ? NOTHING_YET : JSON.parse(row);
  const notices = noticesAfter(before.notices, troublesNow(rows, deps), clock.now());
  const causes = createHash('sha256')
    .update(JSON.stringify([notices, site, product, health]))
    .digest('base64url');
  if (causes === before.causes && before.files.every(stillInPlace)) return;
  try {
    const { draftHealth } = await import('./health-documents.ts');
    const { placeAll } = await import('./drafts.ts');
    const files = placeAll(await draftHealth(health, notices, deps)).map(({ placed }) => placed);
    await store.commit([
      { key: KEY, value: JSON.stringify({ notices, causes, files } satisfies HealthRecord) },
    ]);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.error(error.message, { code: error.code, advice: error.advice });
  }
}

const NOTHING_YET: HealthRecord = { notices: [], causes: '', files: [] };

function troublesNow(
  rows: readonly OutputRow[],
  { sources, outputs, bookmarks, clock }: HealthDeps,
): readonly Trouble[] {
  const failures = new Map(rows.map(({ id, failure }) => [id, failure]));
  const now = clock.now();
  const ofSources = sources.flatMap((source) =>
    troublesOf(source, discreet(source, bookmarks.get(source.id) ?? null), now),
  );
  const ofOutputs = outputs.flatMap(({ id, title }): Trouble[] => {
    const failure = failures.get(id);
    if (!failure) return [];
    const { message: says, advice = null } = failure;
    const words = { title: `${title} can not be published`, says, advice };
    return [{ ...words, subject: `output:${id}`, gist: failure.code }];
  });
  return [...ofSources, ...ofOutputs];
}
