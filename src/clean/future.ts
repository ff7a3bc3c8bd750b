import type { Warning } from '../model/failure.ts';
import type { Item } from '../model/item.ts';

/** Clocks are off, zones forgotten: what is dated up to a day ahead is not worth a word. In milliseconds. */
const TOLERANCE = 86_400_000;

/** One warning (`date-future`) where items are dated more than a day after `now` (ms since 1970). The dates stay. Pure. */
export function futureDates(
  items: readonly Pick<Item, 'published' | 'updated'>[],
  now: number,
): readonly Warning[] {
  // All of them in ISO 8601 in UTC: they compare as texts.
  const latest = new Date(now + TOLERANCE).toISOString();
  const dates = items.flatMap(({ published, updated }) => {
    const date = [published, updated].find((given) => given !== null && given > latest);
    return date ? [date] : [];
  });
  const [first] = dates;
  if (first === undefined) return [];
  const more = dates.length === 1 ? '' : ` (and ${dates.length - 1} more)`;
  return [{ code: 'date-future', message: `This date is in the future: ${first.slice(0, 10)}${more}.` }];
}
