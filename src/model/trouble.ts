/** Something that wants a person. Plain JSON. */
export interface Trouble {
  /** What is in trouble, and how: `source:harbour:fetch`. The same as long as the trouble lasts. */
  readonly subject: string;
  /** What is so, in a few words. */
  readonly title: string;
  /** In whole sentences. */
  readonly says: string;
  /** What a person can do about it. */
  readonly advice: string | null;
  /** What is told again when it changes; words may change without it, as those of servers do. */
  readonly gist: string;
}

/** A trouble as it is told. Times in ms since 1970. */
export interface Notice extends Trouble {
  readonly began: number;
  /** When its gist last changed. */
  readonly changed: number;
  /** When it was over; null: it is not. */
  readonly over: number | null;
}
