import type { FailureRow } from './failure.ts';

export interface SourceRow {
  readonly id: string;
  readonly outcome: 'taken' | 'unchanged' | 'failed' | 'cancelled';
  /** Entries read, and how many of them were new, changed, known. */
  readonly read: number;
  readonly new: number;
  readonly revised: number;
  readonly known: number;
  /** New ones that wait, because their source suddenly brought so much. */
  readonly held: number;
  readonly warnings: number;
  readonly failure: FailureRow | null;
}

/** What became of a run's new items at one output: together they are all new items. */
export interface Admissions {
  readonly in: number;
  /** How many were turned away, by the first rule that said so. */
  readonly out: Readonly<Record<string, number>>;
}

export interface OutputRow {
  readonly id: string;
  readonly items: number;
  readonly admissions: Admissions;
  /** Absolute paths. */
  readonly written: readonly string[];
  readonly kept: readonly string[];
  /** What its documents are to be blamed for, in words. */
  readonly warnings: readonly string[];
  readonly failure: FailureRow | null;
}

/** What one run did; `run --json` prints it as one line. `read` = `new` + `revised` + `known`. */
export interface Report {
  readonly sources: {
    readonly due: number;
    readonly fetched: number;
    readonly unchanged: number;
    readonly failed: number;
  };
  readonly items: {
    readonly read: number;
    readonly new: number;
    readonly revised: number;
    readonly known: number;
    /** Distinct items in the cache after the run. */
    readonly stored: number;
  };
  readonly outputs: { readonly written: number; readonly kept: number };
  readonly rows: { readonly sources: readonly SourceRow[]; readonly outputs: readonly OutputRow[] };
}
