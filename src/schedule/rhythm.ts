import { inWords } from './words.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Times that are remembered. */
const memory = 32;

/** Items posted within this time of each other are one posting. */
const burst = 10 * minute;

/** The longest that a quiet source is left alone. */
const longestWait = day;

/**
 * The rhythm with the times of new items added, newest first. An item counts as posted when it says so, if that can be true
 * (it was not there at the last fetch and is there now), and else now: clocks of publishers lie.
 */
export function heard(
  rhythm: readonly number[],
  newItems: readonly (number | null)[],
  lastFetchAt: number | null,
  now: number,
): readonly number[] {
  const times = newItems.flatMap((posted) => {
    if (lastFetchAt === null) return posted !== null && posted <= now ? [posted] : [];
    return [posted !== null && posted > lastFetchAt && posted <= now ? posted : now];
  });
  return [...new Set([...times, ...rhythm])].sort((one, other) => other - one).slice(0, memory);
}

/** A time before which not to ask, ms since 1970, and the reason in words. */
export interface NotBefore {
  readonly at: number;
  readonly why: string;
}

/** When to look again, going by when the source posted so far. */
export function expectedNext(rhythm: readonly number[], now: number): NotBefore {
  const moments = postings(rhythm);
  const [newest] = moments;
  if (newest === undefined) return { at: now, why: 'nothing known of its rhythm yet' };
  const silence = Math.max(0, now - newest);
  const gaps = moments.slice(1).map((time, index) => (moments[index] ?? time) - time);
  const gap = median(gaps);
  if (gap !== null && isRegular(gaps, gap) && silence < 3 * gap) {
    const next = newest + gap * Math.max(1, Math.ceil((silence + minute) / gap));
    return { at: next + minute, why: `posts about every ${inWords(gap)}` };
  }
  const wait = Math.min(longestWait, Math.max((gap ?? 0) / 3, silence / 6));
  return { at: now + wait, why: `quiet for ${inWords(silence)}` };
}

function postings(rhythm: readonly number[]): readonly number[] {
  return rhythm.filter((time, index) => index === 0 || (rhythm[index - 1] ?? time) - time > burst);
}

function isRegular(gaps: readonly number[], gap: number): boolean {
  if (gaps.length < 4) return false;
  const near = gaps.filter((one) => Math.abs(one - gap) <= Math.max(gap / 10, 5 * minute));
  return near.length >= 0.7 * gaps.length;
}

function median(values: readonly number[]): number | null {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? null;
}
