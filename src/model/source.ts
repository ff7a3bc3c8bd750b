import type { Failure } from './failure.ts';

/** How the text of a digest is taken apart where sniffing is not enough. */
export interface DigestOptions {
  readonly format: 'text' | 'markdown' | 'html' | 'mail' | 'mbox' | 'json' | null;
  readonly split: string | null;
  readonly titlePattern: string | null;
  readonly dateOrder: 'dmy' | 'mdy' | 'ymd' | null;
  readonly timezone: string | null;
  readonly dates: boolean;
}

/** One configured source: plain data, fit for a job's payload. Times in ms. */
export interface Source {
  readonly id: string;
  readonly kind: 'feed' | 'digest';
  /** An http(s) URL, or an absolute path (for digests also a glob). */
  readonly location: string;
  /** What outputs call it; null: what the feed calls itself. */
  readonly title: string | null;
  readonly tags: readonly string[];
  /** Ask no more often than this; null: as upstream and rhythm suggest. */
  readonly every: number | null;
  readonly digest: DigestOptions | null;
}

/** Bytes as they came, with what is known about them. */
export interface Document {
  /** Where they came from in the end: the URL after redirects, or a file's path. Base of relative addresses if http(s). */
  readonly location: string;
  readonly bytes: Uint8Array;
  /** The Content-Type as sent, null for files. */
  readonly contentType: string | null;
  /** When the sender says it was made, ms; a hint for digests, never a date of an item. */
  readonly modifiedAt: number | null;
}

/** What upstream's answer says about the next request. All times in ms since 1970. */
export interface Answer {
  /** HTTP status; 200 for a file that was read, 304 for one that did not change. */
  readonly status: number;
  /** When the last byte was in. */
  readonly at: number;
  /** What to send next time, and to which URL only. Absent ones must not be sent. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly url: string;
  /** Fresh until (max-age less Age, or Expires); null: not said. */
  readonly freshUntil: number | null;
  /** Not before (Retry-After, skew corrected); null: not said. */
  readonly retryAt: number | null;
  /** Target of a chain of permanent redirects only; null otherwise. */
  readonly movedTo: string | null;
  /** Hash of the body: tells an unchanged 200. */
  readonly bodyHash: string | null;
}

/** The result of asking one source. Expected troubles are values: nothing is thrown. */
export type Fetched =
  | { readonly kind: 'documents'; readonly answer: Answer; readonly documents: readonly Document[] }
  | { readonly kind: 'unchanged'; readonly answer: Answer }
  | {
      readonly kind: 'failed';
      readonly answer: Answer | null;
      readonly at: number;
      readonly failure: Failure;
    };
