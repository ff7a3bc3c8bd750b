import type { Print } from '../dedup/fingerprint.ts';
import type { Output } from '../model/output.ts';
import type { Clock } from '../model/ports.ts';
import type { Admissions, OutputRow, Report, SourceRow } from '../model/report.ts';
import type { Source } from '../model/source.ts';
import type { Take } from '../model/take.ts';
import { batchesOf } from './batches.ts';

/** The rooms of the house, each with everything it needs already in its hand. */
export interface Rooms {
  readonly clock: Clock;
  /** All sources, in the order in which what they bring is committed. */
  readonly turns: readonly Source[];
  readonly outputs: readonly Output[];
  /** Carries out what was ordered about items that are known already. */
  amend(): Promise<void>;
  /** In the order in which to ask them. */
  due(force: boolean): readonly Source[];
  intake(source: Source, signal: AbortSignal): Promise<Take<Print>>;
  /** A document is being read, or waits to be: more is to come, whether anybody answers or not. */
  isReading(): boolean;
  commit(takes: readonly Take<Print>[]): Promise<readonly SourceRow[]>;
  publish(output: Output): Promise<OutputRow>;
  /** `rows`: how the outputs of this pass went. */
  tellHealth(rows: readonly OutputRow[]): Promise<void>;
  tidy(): Promise<void>;
  stored(): Promise<number>;
}

export interface CycleOptions {
  /** Also what is not due yet; never against upstream's wish. */
  readonly force: boolean;
  readonly signal: AbortSignal;
  /** Told of each row as it is done. */
  readonly progress?: (event: Progress) => void;
  /** Given by who serves: when a source is late, what there is is published without it, and then this is called; so also for what comes later. */
  readonly early?: () => Promise<void>;
}

export type Progress =
  | { readonly kind: 'due'; readonly sources: number }
  | { readonly kind: 'source'; readonly row: SourceRow }
  | { readonly kind: 'output'; readonly row: OutputRow };

/** Entries in one transaction: they share its cost, and a server waits for no more than these. */
const COMMIT = 500;

/** So many entries, some 40 MB, wait at most for a source whose turn is before theirs. */
const WAITING = 8_000;

/**
 * ms without news, after which what there is is published and who is late follows: a twentieth of the run so far, in these bounds, and
 * twice as long with each time.
 */
const PATIENCE = { least: 250, most: 1_000 };

/** The sentence: take in what is due, commit it in turns, publish what changed, and tidy up now and then. */
export async function cycle(
  rooms: Rooms,
  { force, signal, progress = () => {}, early }: CycleOptions,
): Promise<Report> {
  const started = rooms.clock.now();
  await rooms.amend();
  const due = rooms.due(force);
  progress({ kind: 'due', sources: due.length });

  // when a commit fails, nobody waits for the sources that are still under way
  const ending = new AbortController();
  const sources: SourceRow[] = [];
  let before: readonly OutputRow[] = [];
  let lulls = 0;
  try {
    const either = AbortSignal.any([signal, ending.signal]);
    const asked = new Set(due.map(({ id }) => id));
    const inTurn = rooms.turns.flatMap(({ id }) => (asked.has(id) ? [id] : []));
    const places = new Map(inTurn.map((id, place) => [id, place]));
    const intakes = due.map((source) => ({
      place: places.get(source.id) ?? 0,
      start: () => rooms.intake(source, either),
    }));
    for await (const { results, lull } of batchesOf(intakes, {
      weightOf: (take) => take.entries.length + 1,
      enough: COMMIT,
      most: WAITING,
      lull: early ? (over) => silence(rooms, started, lulls, over) : null,
    })) {
      for (const row of results.length === 0 ? [] : await rooms.commit(results)) {
        sources.push(row);
        progress({ kind: 'source', row });
      }
      if (lull && sources.some(({ outcome }) => outcome === 'taken')) {
        lulls++;
        before = await publishAgain(rooms, before);
        await early?.();
      }
    }
  } finally {
    ending.abort();
  }

  const outputs = await publishAgain(rooms, before);
  for (const row of outputs) progress({ kind: 'output', row });
  await rooms.tellHealth(outputs);
  await rooms.tidy();
  return reportOf(sources, outputs, await rooms.stored());
}

async function silence(
  { clock, isReading }: Rooms,
  started: number,
  before: number,
  signal: AbortSignal,
): Promise<void> {
  const patience = Math.min(PATIENCE.most, Math.max(PATIENCE.least, (clock.now() - started) / 20));
  // in ten steps: when it is this process that stands still, it gets news before it has slept all of them
  for (let step = 0; step < 10; step++) {
    await clock.sleep((patience * 2 ** before) / 10, signal);
    if (isReading()) step = -1;
  }
}

/** `before`: how it went earlier in this run. */
async function publishAgain(rooms: Rooms, before: readonly OutputRow[]): Promise<readonly OutputRow[]> {
  const rows: OutputRow[] = [];
  for (const [index, output] of rooms.outputs.entries())
    rows.push(together(before[index], await rooms.publish(output)));
  return rows;
}

/** What publications of one run came to. */
function together(early: OutputRow | undefined, late: OutputRow): OutputRow {
  const written = [...new Set([...(early?.written ?? []), ...late.written])];
  const kept = late.kept.filter((file) => !written.includes(file));
  const warnings = [...new Set([...(early?.warnings ?? []), ...late.warnings])];
  return { ...late, written, kept, warnings, admissions: sumOf(early?.admissions, late.admissions) };
}

function sumOf(one: Admissions | undefined, other: Admissions): Admissions {
  if (one === undefined) return other;
  const out = { ...one.out };
  for (const [rule, count] of Object.entries(other.out)) out[rule] = (out[rule] ?? 0) + count;
  return { in: one.in + other.in, out };
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
