/** How often a source posts, as a small picture: a bar for each day. Inline, so that it costs no request and no script. */
import { type Hypertext, hypertext } from './hypertext.ts';

/** Days that are shown. */
export const DAYS = 28;

const DAY = 86_400_000;
const BAR = 5;
const GAP = 1;
const HEIGHT = 28;

/** Postings of each day (UTC) up to the day of `until`, the oldest first. Times in ms since 1970. */
export function postingsByDay(times: readonly number[], until: number): readonly number[] {
  const last = Math.floor(until / DAY);
  const counts = Array<number>(DAYS).fill(0);
  for (const time of times) {
    const index = DAYS - 1 - (last - Math.floor(time / DAY));
    if (index >= 0 && index < DAYS) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

/** What is seen is also said. */
export function sparkline(counts: readonly number[]): Hypertext {
  const most = Math.max(1, ...counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const busy = counts.filter((count) => count > 0).length;
  const says = `${total} ${total === 1 ? 'posting' : 'postings'} on ${busy} of ${counts.length} days`;
  const bars = counts.map((count, index) => {
    const height = count === 0 ? 2 : Math.max(4, Math.round((count / most) * HEIGHT));
    const quiet = count === 0 && hypertext` class="quiet"`;
    return hypertext`<rect${quiet} x="${index * (BAR + GAP)}" y="${HEIGHT - height}" width="${BAR}" height="${height}"></rect>`;
  });
  const width = counts.length * (BAR + GAP) - GAP;
  return hypertext`<svg class="rhythm" role="img" aria-label="${says}" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}"><title>${says}</title>${bars}</svg>`;
}
