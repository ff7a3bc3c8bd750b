import type { Failure } from './failure.ts';

/** The world outside, as it is handed in by `app.ts`. Nobody asks the real one on the side. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A number in [0, 1). */
export type Random = () => number;

export type Fields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

export interface Row {
  readonly key: string;
  readonly value: string;
}

/**
 * The cache. One writer at a time; values are strings, few and large.
 * A failing disk or server is always a thrown Failure (`store-unreadable`, `store-unwritable`), never "not there".
 */
export interface Store {
  get(key: string): Promise<string | undefined>;
  /** In the order of `keys`. */
  getMany(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** All rows or none, also when the process is killed in the middle. The last row of a key wins. */
  commit(rows: readonly Row[]): Promise<void>;
  /** Housekeeping only: each key by itself is there or not; may be interrupted anywhere. */
  remove(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** What came of a message to somebody else's server. Times in ms since 1970. */
export type Posted =
  | { readonly kind: 'accepted'; readonly at: number }
  | {
      readonly kind: 'failed';
      readonly at: number;
      readonly failure: Failure;
      /** Not to be tried again before; null: it did not say. */
      readonly retryAt: number | null;
    };

/** Sends a form to a server. Expected trouble is a value: nothing is thrown. */
export type Post = (
  url: string,
  form: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<Posted>;
