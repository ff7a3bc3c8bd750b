import type { RawHints } from '../model/entry.ts';
import type { Hints } from '../model/item.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The syndication module's periods (web.resource.org/rss/1.0/modules/syndication). */
const PERIODS: Readonly<Record<string, number>> = {
  hourly: 60 * MINUTE,
  daily: DAY,
  weekly: 7 * DAY,
  monthly: 30 * DAY,
  yearly: 365 * DAY,
};

const DAYS: readonly string[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];

/** When upstream wishes to be asked again; what makes no sense is left out. No period is longer than a year. */
export function cleanHints(raw: RawHints | undefined): Hints {
  const ttl = positive(raw?.ttl) * MINUTE;
  const period = PERIODS[raw?.updatePeriod?.trim().toLowerCase() ?? ''] ?? 0;
  const syndication = period / (positive(raw?.updateFrequency) || 1);
  const longest = Math.min(Math.max(ttl, syndication), 365 * DAY);
  return {
    period: longest > 0 ? Math.round(longest) : null,
    // Hour 24 is midnight for those who count from 1.
    skipHours: numbers(raw?.skipHours ?? [], (hour) =>
      /^\d{1,2}$/.test(hour) && Number(hour) <= 24 ? Number(hour) % 24 : -1,
    ),
    skipDays: numbers(raw?.skipDays ?? [], (day) => DAYS.indexOf(day.toLowerCase())),
  };
}

function positive(text: string | undefined): number {
  const number = Number(text?.trim() || Number.NaN);
  return number > 0 && number < 1e7 ? number : 0;
}

function numbers(texts: readonly string[], meaning: (text: string) => number): readonly number[] {
  const values = texts.map((text) => meaning(text.trim())).filter((value) => value >= 0);
  return [...new Set(values)].sort((left, right) => left - right);
}
