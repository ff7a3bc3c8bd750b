/** Stable names of what can go wrong. A code is part of the interface: it is never renamed, only added. */
export type FailureCode =
  // config
  | 'config-unreadable'
  | 'config-invalid'
  // fetch
  | 'address-refused'
  | 'address-invalid'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'not-http'
  | 'proxy'
  | 'http-status'
  | 'gone'
  | 'rate-limited'
  | 'redirect-loop'
  | 'redirect-limit'
  | 'redirect-refused'
  | 'too-large'
  | 'truncated'
  | 'encoding'
  | 'file-unreadable'
  | 'file-outside'
  | 'cancelled'
  // parse
  | 'empty'
  | 'not-a-feed'
  | 'html-page'
  | 'binary'
  | 'too-deep'
  | 'too-many'
  | 'too-slow'
  | 'malformed'
  // store, publish, serve, run
  | 'store-unreadable'
  | 'store-unwritable'
  | 'store-foreign'
  | 'store-newer'
  | 'store-older'
  | 'publish-failed'
  | 'render-refused'
  | 'port-taken'
  | 'locked'
  | 'node-too-old';

/** A place in a file that a person wrote. Line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export interface FailureDetail {
  /** Id of the source that it belongs to. */
  readonly source?: string;
  readonly place?: Place;
  /** What the reader of the message can do, as a whole sentence. */
  readonly advice?: string;
  /** Figures that the planner and the report need: HTTP status, limit in bytes … Plain JSON. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
  readonly cause?: unknown;
}

/**
 * The one class of expected errors: something outside of this program is not as it should be.
 * A Failure becomes a row of the report and costs nobody else anything; any other error is a bug and flies.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly source: string | undefined;
  readonly place: Place | undefined;
  readonly advice: string | undefined;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;

  constructor(code: FailureCode, message: string, detail: FailureDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.source = detail.source;
    this.place = detail.place;
    this.advice = detail.advice;
    this.facts = detail.facts ?? {};
  }
}

/** A Failure as plain data: what reports, bookmarks and `--json` hold. */
export interface FailureRow {
  readonly code: FailureCode;
  readonly message: string;
  readonly advice?: string;
}

export function failureRow(failure: Failure): FailureRow {
  const { code, message, advice } = failure;
  return advice === undefined ? { code, message } : { code, message, advice };
}

/** Something that was repaired or left out on the way in; nothing was lost silently. */
export interface Warning {
  /** Stable name, as of a Failure: `undeclared-entity`, `date-impossible` … */
  readonly code: string;
  readonly message: string;
  /** Line of the document, from 1, where it is known. */
  readonly line?: number;
}
