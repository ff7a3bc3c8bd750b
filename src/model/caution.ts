/** How far a source is trusted when it brings much at once. */

/** What is published of what a source lists when it is read first. */
export interface FirstFetch {
  /** So many of the newest; null: no bound. */
  readonly maxItems: number | null;
  /** Nothing dated longer ago (ms); null: no bound. */
  readonly maxAge: number | null;
}

/** When a source that was well known holds its new items back. */
export interface QuarantineRule {
  /** So many suspicious new items at least … */
  readonly items: number;
  /** … that are more than this share (0 to 1) of what it lists. */
  readonly share: number;
  /** They are let through after so long, ms. */
  readonly release: number;
}

/** Why a source is held, since when, and what. Times in ms since 1970. */
export interface Quarantine {
  readonly since: number;
  readonly until: number;
  /** What is so, a sentence without a full stop. */
  readonly why: string;
  /** Ids of the items that are held back. */
  readonly items: readonly string[];
}
