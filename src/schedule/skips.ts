import type { Hints } from '../model/item.ts';

const hour = 3_600_000;
const hoursOfAWeek = 168;

/**
 * The first time from `at` on (ms) that a feed's skipHours and skipDays do not exclude; hours and days are GMT (RSS 2.0,
 * skipHours). A feed that excludes every hour of the week is not believed: `at` itself.
 */
export function outsideSkips(at: number, hints: Hints | null): number {
  if (hints === null || (hints.skipHours.length === 0 && hints.skipDays.length === 0)) return at;
  let candidate = at;
  for (let hours = 0; hours < hoursOfAWeek; hours++) {
    const time = new Date(candidate);
    if (!hints.skipHours.includes(time.getUTCHours()) && !hints.skipDays.includes(time.getUTCDay()))
      return candidate;
    candidate = Math.floor(candidate / hour) * hour + hour;
  }
  return at;
}
