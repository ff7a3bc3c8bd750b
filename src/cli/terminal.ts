/** The process as the verbs see it. Data goes to `print` (stdout), everything about it to `complain` (stderr). */
export interface Terminal {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  /** Aborted when the user or the system wants us to end. */
  readonly stop: AbortSignal;
  print(text: string): void;
  complain(text: string): void;
  /** A person looks at stdout. */
  readonly interactive: boolean;
  readonly colour: boolean;
}

/** What the verbs end with; sysexits where there is one (75 is EX_TEMPFAIL). */
export const EXIT = { done: 0, failed: 1, usage: 2, sourceFailed: 3, locked: 75 } as const;
