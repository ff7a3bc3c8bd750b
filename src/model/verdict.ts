/** How an entry was recognised, or why it is new. */
export type Stage =
  | 'raw' // to the letter as last time
  | 'guid'
  | 'url'
  | 'content'
  | 'near'
  | 'edit' // vanished from the listing while a near copy appeared
  | 'pin'
  | 'none';

/** Figures as in docs: C containment of 3-word shingles, T title similarity, lead overlap; 0 to 1, or null if not compared. */
export interface Figures {
  readonly containment: number | null;
  readonly title: number | null;
  readonly lead: number | null;
  readonly numbers: number | null;
  readonly names: number | null;
  /** Time between the two, ms. */
  readonly apart: number | null;
}

/** One decision, with all that is needed to say it in a sentence. Plain JSON. */
export interface Verdict {
  readonly kind: 'known' | 'revised' | 'merged' | 'new';
  readonly stage: Stage;
  /** The id that the entry now goes by. */
  readonly id: string;
  /** The nearest other item: the one merged with, or the one that a guard kept apart; null if there was none. */
  readonly other: string | null;
  readonly figures: Figures | null;
  /** Name of the guard that refused a merge. */
  readonly guard: string | null;
  /** Version of the rules that decided. */
  readonly rule: number;
}
