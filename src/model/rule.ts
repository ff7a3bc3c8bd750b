/**
 * What someone looks for in a text: words or a phrase, which are found as whole words whatever their case and accents, or
 * a regular expression between slashes, `/^live:/i`, which sees the text as it is.
 */
export type Pattern = string;

/** What an item may be or have. Everything that is given must hold; of a list one entry is enough. */
export interface Condition {
  /** In title, text or the name of an author. */
  readonly anywhere?: readonly Pattern[];
  readonly title?: readonly Pattern[];
  readonly text?: readonly Pattern[];
  /** In the name of an author. */
  readonly author?: readonly Pattern[];
  /** In one of the item's own categories. */
  readonly category?: readonly Pattern[];
  /** In an address that it is read at. */
  readonly link?: readonly Pattern[];
  /** In an enclosure's media type or address; true: it has one; false: it has none. */
  readonly enclosure?: readonly Pattern[] | boolean;
  /** Language tags: `en` also means `en-GB`. */
  readonly language?: readonly string[];
  /** Ids of sources that it was met in. */
  readonly sources?: readonly string[];
  /** Tags of these. */
  readonly tags?: readonly string[];
  /** It was dated so long (ms) before it was first met. Never depends on the present. */
  readonly olderThan?: number;
}

/** `keep` lets through only what meets one of the conditions, `drop` only what meets none. All rules must let an item through. */
export interface Rule {
  /** As it is written in the config: `where.include`, `rules[2]`. */
  readonly name: string;
  readonly effect: 'keep' | 'drop';
  readonly conditions: readonly Condition[];
}

/** One step of what is done to a title or a link before it is shown. */
export type Rewrite =
  | { readonly of: 'title' | 'link'; readonly replace: Pattern; readonly with: string }
  | { readonly of: 'title' | 'link'; readonly stripPrefix: string }
  | { readonly of: 'title' | 'link'; readonly stripSuffix: string }
  /** Names of query parameters that are taken off; `utm_*` means all that begin so. */
  | { readonly of: 'link'; readonly dropParams: readonly string[] }
  /** All others are taken off. */
  | { readonly of: 'link'; readonly keepParams: readonly string[] };
