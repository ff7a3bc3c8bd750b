declare const safe: unique symbol;

/** HTML as upstream sent it. It may hold anything; only the sanitiser looks at it, and only on the way out. */
export interface Markup {
  /** An HTML fragment (text, xhtml and base64 content has been turned into one by `parse/`). Untrusted. */
  readonly html: string;
  /** What relative addresses inside are relative to: an absolute http(s) URL, or null where nothing is known. */
  readonly base: string | null;
}

/** What is looked at of one markup, in UTF-16 units; more is not kept either. */
export const LONGEST_MARKUP = 2_000_000;

/** An HTML fragment that only the sanitiser can make: allow-listed, well nested, with absolute http(s) addresses and legal characters. */
export type SafeHtml = string & { readonly [safe]: true };

/** Makes upstream's markup fit to show. Pure: the same markup, the same answer. Time is linear in the length. */
export interface Sanitiser {
  /** Null when nothing that can be seen is left. */
  html(markup: Markup): SafeHtml | null;
  /**
   * Plain text on one line, at most `limit` UTF-16 units, cut between words (else between graphemes) with an ellipsis.
   * Empty when there is no text.
   */
  text(markup: Markup, limit: number): string;
}
