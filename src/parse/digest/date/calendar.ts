/** Days as whole numbers: days since 1970-01-01, in no time zone. */
export type Day = number;

const DAY = 86_400_000;

/** The day, or null if the calendar has none such. `month` from 1. */
export function dayOf(year: number, month: number, day: number): Day | null {
  const isMonth = month >= 1 && month <= 12;
  if (!isMonth || !(day >= 1 && day <= 31)) return null;
  const time = Date.UTC(year, month - 1, day) / DAY;
  // The 31st of a shorter month is a day of the next one.
  return day <= 28 || time < Date.UTC(year, month, 1) / DAY ? time : null;
}

/** The day in UTC of a time in ms. */
export function dayOfTime(time: number): Day {
  return Math.floor(time / DAY);
}

/** `2025-06-09`. */
export function isoDay(day: Day): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

export function yearOf(day: Day): number {
  return new Date(day * DAY).getUTCFullYear();
}

/** 0 is Sunday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}
