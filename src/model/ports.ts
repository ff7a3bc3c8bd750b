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
