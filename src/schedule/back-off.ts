import type { FailureRow } from '../model/failure.ts';
import { inWords } from './words.ts';

const day = 86_400_000;
const week = 7 * day;

export interface Trouble {
  readonly code: FailureRow['code'];
  /** HTTP status, if there was one. */
  readonly status: number | null;
  /** Failures in a row, this one included. */
  readonly failures: number;
}

/**
 * How long to leave a failing source alone, ms. Twice as long after each failure, up to a day; a week for one that has looked
 * dead for long. 404 gets there sooner than trouble that passes by itself. `random` in [0, 1) keeps those that failed
 * together from coming back together.
 */
export function backOff(
  trouble: Trouble,
  minInterval: number,
  random: number,
): { wait: number; why: string } {
  const wait = step(trouble, minInterval);
  const times = trouble.failures === 1 ? 'failed' : `failed ${trouble.failures} times in a row`;
  const what = trouble.status === null || trouble.status < 400 ? trouble.code : `${trouble.status}`;
  return { wait: wait * (1 + random / 10), why: `${times} (${what}); asked again after ${inWords(wait)}` };
}

function step({ code, status, failures }: Trouble, minInterval: number): number {
  if (code === 'rate-limited') {
    // "Too many requests" is a wish of theirs: without our own floor it still means a minute.
    return Math.min(day, Math.max(minInterval, 60_000) * 2 ** Math.min(failures, 20));
  }
  if (isGoneMissing(status)) {
    if (failures >= 10) return week;
    if (failures >= 4) return day;
  } else if (failures >= 14 && (status === null || status < 500)) return week;
  return Math.min(day, minInterval * 2 ** Math.min(failures - 1, 20));
}

function isGoneMissing(status: number | null): boolean {
  return status === 404 || status === 410;
}
