/** Is the whole thing at work? What `/healthz` says, for whoever restarts or wakes somebody. Pure. */

/** How passes over the sources go. Times in ms since 1970. */
export interface Passes {
  /** Since when one is under way; null: none is. */
  readonly runningSince: number | null;
  readonly last: Pass | null;
  /** When the next one should start at the latest; null: not known. */
  readonly expectedAt: number | null;
}

export interface Pass {
  readonly startedAt: number;
  readonly endedAt: number;
  /** Why it did not end well, or what could not be published, as a sentence; null: nothing. */
  readonly trouble: string | null;
}

export interface Pulse {
  readonly well: boolean;
  /** A sentence; null when all is well. */
  readonly reason: string | null;
}

/** A tick may come this much late before it counts as missed: a machine that sleeps, a clock that is set. */
const GRACE = 120_000;

/** A pass that takes longer does not come to its end. */
const LONGEST_PASS = 3_600_000;

export function pulseOf({ runningSince, last, expectedAt }: Passes, now: number): Pulse {
  if (runningSince !== null && now - runningSince > LONGEST_PASS) {
    return ill(`The pass under way since ${spell(runningSince)} does not end.`);
  }
  if (last === null) return ill('The first pass is not over yet.');
  if (last.trouble !== null) return ill(last.trouble);
  if (runningSince === null && expectedAt !== null && now - expectedAt > GRACE) {
    return ill(`A pass was due at ${spell(expectedAt)} and did not start.`);
  }
  return { well: true, reason: null };
}

const ill = (reason: string): Pulse => ({ well: false, reason });
const spell = (time: number): string => new Date(time).toISOString();

/** A hub that does not listen is told of, and no reason to be ill: its subscribers poll. */
export interface HubPulse {
  readonly url: string;
  readonly health: string;
}

/** The body of `/healthz`. */
export function pulseJson(
  pulse: Pulse,
  { last, expectedAt }: Passes,
  hubs: readonly HubPulse[] = [],
): string {
  return `${JSON.stringify({
    status: pulse.well ? 'well' : 'ill',
    reason: pulse.reason,
    lastPass: last && { endedAt: spell(last.endedAt), seconds: (last.endedAt - last.startedAt) / 1000 },
    nextPass: expectedAt === null ? null : spell(expectedAt),
    ...(hubs.length > 0 && { hubs }),
  })}\n`;
}
