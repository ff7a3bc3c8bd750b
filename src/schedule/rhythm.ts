import { inWords } from './words.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Times that are remembered. */
const memory = 48;

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

/** When to look again, going by when the source posted so far. Quiet sources later, busy ones sooner; a day at most. */
export function expectedNext(rhythm: readonly number[], now: number, minInterval: number): NotBefore {
  const moments = postings(rhythm);
  const [newest] = moments;
  if (newest === undefined) return { at: now, why: 'nothing known of its rhythm yet' };
  const silence = Math.max(0, now - newest);
  const gaps = moments.slice(1).map((time, index) => (moments[index] ?? time) - time);
  const gap = median(gaps);
  if (gap !== null && gap >= minInterval && silence < 3 * gap && isRegular(gaps, gap)) {
    return nextOfRegular(newest, gap, lateness(gaps, gap), now);
  }
  const wait = Math.min(longestWait, gap === null ? silence / 6 : Math.sqrt(gap * silence) / 3);
  const open = intoActiveHours(rhythm, now, now + Math.max(wait, minInterval));
  if (open !== null) return { at: open, why: 'it does not post at this time of the day' };
  return { at: now + wait, why: `quiet for ${inWords(silence)}` };
}

/** Just after the next posting; where that is late already, after as long again as it is late. */
function nextOfRegular(newest: number, gap: number, late: number, now: number): NotBefore {
  const why = `posts about every ${inWords(gap)}`;
  const expected = newest + gap + late;
  if (now < expected) return { at: expected, why };
  const following = expected + gap * Math.ceil((now - expected + minute) / gap);
  return { at: Math.min(following, now + (now - expected)), why: `${why}, and is late` };
}

/** How much later than expected a regular source tends to be, ms. */
function lateness(gaps: readonly number[], gap: number): number {
  const deviations = gaps.map((one) => Math.abs(one - gap)).sort((one, other) => one - other);
  const usual = deviations[Math.floor(deviations.length * 0.8)] ?? 0;
  return minute + Math.min(usual, gap / 10);
}

/** Hours without a post must be seen often enough to be believed. */
const enoughToJudge = { posts: 24, span: 3 * day };

/** A surprise in the middle of the night still waits no longer. */
const longestNight = 6 * hour;

/**
 * Where `planned` falls into hours of the day (GMT) in which the source never posts: when these end, or `longestNight` from now.
 * Null where it does not, or too little is known.
 */
function intoActiveHours(rhythm: readonly number[], now: number, planned: number): number | null {
  const oldest = rhythm.at(-1) ?? now;
  if (rhythm.length < enoughToJudge.posts || now - oldest < enoughToJudge.span) return null;
  const active = new Set(rhythm.map(hourOf));
  // An hour more at both ends, for the last post of the day and the first one of tomorrow.
  const isActive = (time: number) => [-hour, 0, hour].some((margin) => active.has(hourOf(time + margin)));
  if (isActive(planned)) return null;
  let open = Math.floor(planned / hour) * hour;
  while (!isActive(open)) open += hour;
  return Math.max(planned, Math.min(open, now + longestNight));
}

function hourOf(time: number): number {
  return Math.floor(time / hour) % 24;
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
