declare const safe: unique symbol;

/** HTML as upstream sent it. It may hold anything; only the sanitiser looks at it, and only on the way out. */
export interface Markup {
  /** An HTML fragment (text, xhtml and base64 content has been turned into one by `parse/`). Untrusted. */
  readonly html: string;
  /** What relative addresses inside are relative to: an absolute http(s) URL, or null where nothing is known. */
  readonly base: string | null;
}

/** An HTML fragment that only the sanitiser can make: allow-listed, well nested, with absolute http(s) addresses. */
export type SafeHtml = string & { readonly [safe]: true };
