/** Times as the formats spell them. Times come in ms since 1970. */

/** Feeds older than this did not exist, and checkers do not believe it: it stands for "never". */
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(9999, 11, 31);

/** RFC 3339, in UTC. */
export const rfc3339 = (time: number): string => new Date(bounded(time)).toISOString();

/** RFC 822 with the four-digit year of RFC 1123, in GMT. */
export const rfc822 = (time: number): string => new Date(bounded(time)).toUTCString();

/** A time that both can spell, so that no item can cost a document. */
export const bounded = (time: number): number => (time >= EARLIEST ? Math.min(time, LATEST) : EARLIEST);

/**
 * Spells times so that no two in a document are the same, as readers want of atom:updated. Below the millisecond, where
 * no source says anything, the digits are drawn from the id: an item's time does not depend on its neighbours.
 */
export function distinctTimes(): (time: number, id: string) => string {
  const taken = new Set<string>();
  return (time, id) => {
    const milliseconds = rfc3339(time).slice(0, -1);
    for (let digits = hashed(id) % MILLION; ; digits = (digits + 1) % MILLION) {
      const spelled = `${milliseconds}${String(digits).padStart(6, '0')}Z`;
      if (taken.has(spelled)) continue;
      taken.add(spelled);
      return spelled;
    }
  };
}

const MILLION = 1_000_000;

/** FNV-1a. */
function hashed(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
