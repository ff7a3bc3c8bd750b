import type { Quarantine } from './caution.ts';
import type { FailureRow } from './failure.ts';
import type { Hints } from './item.ts';

/** A time that does not come: the last one that a Date can hold. */
export const never = 8_640_000_000_000_000;

/** What we remember of a source between two fetches. Plain JSON; times in ms since 1970. */
export interface Bookmark {
  /** The location that this is about; another one in the config starts afresh. */
  readonly location: string;
  /** Not to be asked before. */
  readonly nextAt: number;
  /** Why then, in words: "Cache-Control max-age=10800". */
  readonly nextWhy: string;
  /** True: upstream itself named `nextAt` (Retry-After, 410); a forced run does not overrule it. */
  readonly binding: boolean;
  /** Before this not even a forced run asks: upstream's own wish (Retry-After; 410: `never`). */
  readonly heldUntil: number | null;
  readonly validators: {
    readonly url: string;
    readonly etag: string | null;
    readonly lastModified: string | null;
  } | null;
  readonly bodyHash: string | null;
  readonly lastFetchAt: number | null;
  readonly lastStatus: number | null;
  readonly lastSuccessAt: number | null;
  /** Failures in a row; 0 after a success. */
  readonly failures: number;
  readonly lastFailure: FailureRow | null;
  readonly hints: Hints | null;
  /** An interval (ms) that is not undercut, because a shorter one drew a 429, and when that was. */
  readonly pace: { readonly interval: number; readonly since: number } | null;
  /** Permanent redirects seen: target, how often in a row, since when. Once adopted, requests start there. */
  readonly moved: {
    readonly to: string;
    readonly sightings: number;
    readonly since: number;
    readonly adopted: boolean;
  } | null;
  /** When the newest items were posted, as far as can be known, newest first: the observed rhythm. */
  readonly rhythm: readonly number[];
  /** What the feed calls itself, and its addresses, for outputs and `status`. */
  readonly title: string | null;
  readonly link: string | null;
  readonly feedId: string | null;
  readonly language: string | null;
  readonly format: string | null;
  readonly itemsListed: number;
  /** Repairs of the last reading, as sentences. */
  readonly warnings: readonly string[];
  /** When it was first read, wherever it was then; absent in bookmarks from before this was kept. */
  readonly firstReadAt?: number;
  /** Most new items that one fetch brought, the first one apart. */
  readonly mostNew?: number;
  /** Its new items are held back. */
  readonly quarantine?: Quarantine | null;
}
