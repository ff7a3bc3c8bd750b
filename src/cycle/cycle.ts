import type { Print } from '../dedup/fingerprint.ts';
import type { Output } from '../model/output.ts';
import type { OutputRow, Report, SourceRow } from '../model/report.ts';
import type { Source } from '../model/source.ts';
import type { Take } from '../model/take.ts';
import { type BatchSize, batchesOf } from './batches.ts';

/** The rooms of the house, each with everything it needs already in its hand. */
export interface Rooms {
  readonly outputs: readonly Output[];
  due(force: boolean): readonly Source[];
  intake(source: Source, signal: AbortSignal): Promise<Take<Print>>;
  commit(takes: readonly Take<Print>[]): Promise<readonly SourceRow[]>;
  publish(output: Output): Promise<OutputRow>;
  tidy(): Promise<void>;
  stored(): Promise<number>;
}

export interface CycleOptions {
  /** Also what is not due yet; never against upstream's wish. */
  readonly force: boolean;
  readonly signal: AbortSignal;
  /** Told of each row as it is done. */
  readonly progress?: (event: Progress) => void;
}

export type Progress =
  | { readonly kind: 'due'; readonly sources: number }
  | { readonly kind: 'source'; readonly row: SourceRow }
  | { readonly kind: 'output'; readonly row: OutputRow };

/** One transaction for about 2,000 entries costs a third of one for each source, and holds some 10 MB. */
const COMMIT: BatchSize<Take<Print>> = { enough: 2_000, weightOf: (take) => take.entries.length + 1 };

/** The sentence: take in what is due, commit it as it comes, publish what changed, and tidy up now and then. */
export async function cycle(
  rooms: Rooms,
  { force, signal, progress = () => {} }: CycleOptions,
): Promise<Report> {
  const due = rooms.due(force);
  progress({ kind: 'due', sources: due.length });

  // when a commit fails, nobody waits for the sources that are still under way
  const ending = new AbortController();
  const sources: SourceRow[] = [];
  try {
    const either = AbortSignal.any([signal, ending.signal]);
    const takes = due.map((source) => () => rooms.intake(source, either));
    for await (const batch of batchesOf(takes, COMMIT)) {
      for (const row of await rooms.commit(batch)) {
        sources.push(row);
        progress({ kind: 'source', row });
      }
    }
  } finally {
    ending.abort();
  }

  const outputs: OutputRow[] = [];
  for (const output of rooms.outputs) {
    const row = await rooms.publish(output);
    outputs.push(row);
    progress({ kind: 'output', row });
  }
  await rooms.tidy();
  return reportOf(sources, outputs, await rooms.stored());
}

function reportOf(sources: readonly SourceRow[], outputs: readonly OutputRow[], stored: number): Report {
  const count = (outcome: SourceRow['outcome']) => sources.filter((row) => row.outcome === outcome).length;
  const sum = <Row>(rows: readonly Row[], of: (row: Row) => number) =>
    rows.reduce((total, row) => total + of(row), 0);
  return {
    sources: {
      due: sources.length,
      fetched: count('taken'),
      unchanged: count('unchanged'),
      failed: count('failed'),
    },
    items: {
      read: sum(sources, (row) => row.read),
      new: sum(sources, (row) => row.new),
      revised: sum(sources, (row) => row.revised),
      known: sum(sources, (row) => row.known),
      stored,
    },
    outputs: {
      written: sum(outputs, (row) => row.written.length),
      kept: sum(outputs, (row) => row.kept.length),
    },
    rows: { sources, outputs },
  };
}
