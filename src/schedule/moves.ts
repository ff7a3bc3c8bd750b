import type { Bookmark } from '../model/bookmark.ts';
import type { Answer } from '../model/source.ts';

type Moved = Bookmark['moved'];

/** A redirect that is called permanent is believed when it was seen this often, over this long (ms). */
const sightingsToAdopt = 5;
const timeToAdopt = 3 * 86_400_000;

/**
 * What is known of a move after a request that brought a feed (a maintenance or login page is no feed, so it never gets
 * here). A move from https to http is followed, never adopted.
 */
export function movedAfterSuccess(before: Moved, answer: Answer, location: string): Moved {
  const to = answer.movedTo;
  if (to === null) return before?.adopted === true ? before : null;
  if (location.startsWith('https:') && !to.startsWith('https:')) return null;
  // An adopted address that itself has moved: look at it afresh, from the configured one on.
  if (before === null || before.to !== to || before.adopted) {
    return { to, sightings: 1, since: answer.at, adopted: false };
  }
  const sightings = before.sightings + 1;
  const adopted = sightings >= sightingsToAdopt && answer.at - before.since >= timeToAdopt;
  return { ...before, sightings, adopted };
}

/** One failure may be chance; a second one at an adopted address sends us back to the configured one. */
export function movedAfterFailure(before: Moved, failures: number): Moved {
  return before?.adopted === true && failures >= 2 ? null : before;
}
