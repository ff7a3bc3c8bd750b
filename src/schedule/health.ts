import { type Bookmark, never } from '../model/bookmark.ts';
import type { Quarantine } from '../model/caution.ts';
import { inWords } from './words.ts';

/** `held`: its new items wait for the user. `waiting`: told to wait. `failing`: trouble that may pass. `dead`: looks as if it will not. `gone`: said so itself. */
export type Health = 'new' | 'well' | 'held' | 'waiting' | 'failing' | 'dead' | 'gone';

export interface Diagnosis {
  readonly health: Health;
  /** What is so, one sentence without a full stop. */
  readonly says: string;
  /** What the user can do; null where nothing is to be done. */
  readonly advice: string | null;
}

const day = 86_400_000;

/** Without success for this long a failing source is called dead, if it failed this often. */
const deadAfter = { time: 14 * day, failures: 7 };

/** How a source is doing at `now` (ms), in words for `status` and the health feed. */
export function diagnose(bookmark: Bookmark | null, now: number): Diagnosis {
  if (bookmark === null || bookmark.lastFetchAt === null) {
    return { health: 'new', says: 'not asked yet', advice: null };
  }
  const { failures, lastFailure, lastSuccessAt, moved } = bookmark;
  if (lastFailure === null || failures === 0) {
    if (bookmark.quarantine) return heldDiagnosis(bookmark.quarantine, now);
    if (bookmark.heldUntil !== null && bookmark.heldUntil > now) {
      return { health: 'waiting', says: nextInWords(bookmark, now), advice: null };
    }
    return {
      health: 'well',
      says: nextInWords(bookmark, now),
      advice: moved === null ? null : moveAdvice(moved),
    };
  }
  const advice = lastFailure.advice ?? null;
  if (bookmark.nextAt === never) return { health: 'gone', says: lastFailure.message, advice };
  const since =
    lastSuccessAt === null ? 'it never worked' : `it last worked ${inWords(now - lastSuccessAt)} ago`;
  const says = `${lastFailure.message}; ${timesInWords(failures)}, ${since}; ${nextInWords(bookmark, now)}`;
  if (bookmark.binding) return { health: 'waiting', says, advice };
  const silent = lastSuccessAt === null || now - lastSuccessAt >= deadAfter.time;
  return { health: silent && failures >= deadAfter.failures ? 'dead' : 'failing', says, advice };
}

function heldDiagnosis({ why, until, items }: Quarantine, now: number): Diagnosis {
  const count = items.length === 1 ? '1 new item is' : `${items.length} new items are`;
  const end = until > now ? `in ${inWords(until - now)}` : 'with the next run';
  return {
    health: 'held',
    says: `${count} held back, because ${why}; published ${end} at the latest`,
    advice: 'See what it brings; `feedriver release` with its id publishes it with the next run.',
  };
}

/** When a source is asked next and why then: "in 3 h: Cache-Control max-age=10800". */
export function nextInWords({ nextAt, nextWhy }: Bookmark, now: number): string {
  if (nextAt === never) return nextWhy;
  return nextAt <= now ? `due now: ${nextWhy}` : `in ${inWords(nextAt - now)}: ${nextWhy}`;
}

function timesInWords(failures: number): string {
  return failures === 1 ? 'it failed once' : `it failed ${failures} times in a row`;
}

function moveAdvice({ to, adopted }: NonNullable<Bookmark['moved']>): string {
  const shown = to.split('?')[0] ?? to;
  return adopted
    ? `It has moved for good: enter ${shown}.`
    : `It redirects to ${shown} and calls that permanent.`;
}
