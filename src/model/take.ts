import type { Bookmark } from './bookmark.ts';
import type { FailureRow } from './failure.ts';
import type { Item } from './item.ts';

/**
 * The hashes and the word trace that sameness is judged by; what is in it is `dedup/`'s own affair.
 * Plain data (numbers, strings, typed arrays) that survives a structured clone.
 */
export interface Fingerprint {
  readonly rule: number;
}

/** One entry of a fetch: known to the letter by its raw hash, or an item to be judged. */
export type TakenEntry<Print extends Fingerprint = Fingerprint> =
  | { readonly rawHash: string; readonly item: null }
  | { readonly rawHash: string; readonly item: Item; readonly print: Print };

/** What intake brings home from one source: plain data, made without the store. */
export interface Take<Print extends Fingerprint = Fingerprint> {
  readonly source: string;
  /** When the fetch ended, ms. */
  readonly at: number;
  readonly outcome: 'taken' | 'unchanged' | 'failed';
  /** What to remember of the source once the entries are safe. */
  readonly bookmark: Bookmark;
  /** All entries that the source lists now, in its order; empty unless taken. */
  readonly entries: readonly TakenEntry<Print>[];
  /** False where absent entries are no evidence (a delta answer, a truncated document). */
  readonly complete: boolean;
  readonly failure: FailureRow | null;
}

/** Raw hashes of the entries that a source listed last time. */
export type Listing = ReadonlySet<string>;
