/** A response with everything in it made ready. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  /** The headers again, names and values in turn: as node:http writes them soonest. */
  readonly lines: readonly string[];
  readonly body: Uint8Array | null;
}

export function answerOf(
  status: number,
  headers: Readonly<Record<string, string | number>>,
  body: Uint8Array | null,
): Answer {
  return { status, headers, lines: Object.entries(headers).flat().map(String), body };
}
