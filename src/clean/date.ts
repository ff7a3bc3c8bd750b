import { monthOf } from './month-names.ts';
import { offsetOf } from './zone.ts';

/**
 * A date as feeds write it, to an instant in ISO 8601 (UTC, milliseconds), or null if it is none or impossible.
 * Reads RFC 822 and its abuses, RFC 3339 and the profiles of ISO 8601 (weeks and ordinal days too), asctime, the output
 * of `date`, the usual numeric forms, month names of the common languages, and seconds since 1970. A time without a zone
 * counts as UTC. Never "now".
 */
export function parseDate(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length < 2 || trimmed.length > MAX_LENGTH) return null;
  return rfc822(trimmed) ?? iso8601(trimmed) ?? timestamp(trimmed) ?? spelledOut(trimmed);
}

const MAX_LENGTH = 100;

interface Fields {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** Minutes east of Greenwich. */
  readonly offset: number;
}

/** Null where a field is out of its range: 24:00 and leap seconds are times, 30 February is no day. */
function instant(fields: Fields): string | null {
  const { year, month, day, hour, minute, second, millisecond, offset } = fields;
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || Math.abs(offset) > 18 * 60)
    return null;
  if (day > daysIn(year, month)) return null;
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && (minute > 0 || second > 0))) return null;
  const date = new Date(
    Date.UTC(year, month - 1, day, hour, minute - offset, Math.min(second, 59), millisecond),
  );
  // Date.UTC takes the years below 100 for those of the last century.
  if (year < 100) date.setUTCFullYear(date.getUTCFullYear() - 1900);
  const result = date.getUTCFullYear();
  return result < 1 || result > 9999 ? null : date.toISOString();
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

const RFC_822 =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? (GMT|[+-]\d{4}|[A-Z]{1,4})$/;

/** As it should be written, and mostly is: the quick way. */
function rfc822(text: string): string | null {
  const match = RFC_822.exec(text);
  if (match === null) return null;
  const [, day, name = '', year, hour, minute, second, zone = ''] = match;
  const offset = offsetOf(zone);
  const month = monthOf(name);
  if (month === null || offset === null) return null;
  return instant({
    year: Number(year),
    month,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    millisecond: 0,
    offset,
  });
}

const TIME = String.raw`(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?`;
const ZONE = String.raw`(Z|[+-]\d{2}(?::?\d{2})?|[A-Z]{2,5})`;
const ISO = new RegExp(
  String.raw`^(\d{4})(?:-?W(\d{2})(?:-?(\d))?|-(\d{3})|(\d{3})|[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|(\d{2})(\d{2}))?` +
    String.raw`(?:(?:\s*T\s*|\s+)${TIME}\s*${ZONE}?)?$`,
  'i',
);

function iso8601(text: string): string | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year = '', week, weekday, ordinal, compactOrdinal, month, day, compactMonth, compactDay] = match;
  const [hour, minute, second, fraction, zone] = match.slice(10);
  const offset = offsetOf(zone ?? 'Z');
  if (offset === null) return null;
  const time = {
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: millisecondsOf(fraction),
    offset,
  };
  if (week !== undefined) return weekDate(Number(year), Number(week), Number(weekday ?? 1), time);
  const dayOfYear = ordinal ?? compactOrdinal;
  if (dayOfYear !== undefined) return ordinalDate(Number(year), Number(dayOfYear), time);
  return instant({
    year: Number(year),
    month: Number(month ?? compactMonth ?? 1),
    day: Number(day ?? compactDay ?? 1),
    ...time,
  });
}

type Time = Omit<Fields, 'year' | 'month' | 'day'>;

/** ISO 8601: week 1 is the one with 4 January in it; Monday is day 1. */
function weekDate(year: number, week: number, weekday: number, time: Time): string | null {
  if (week < 1 || week > 53 || weekday < 1 || weekday > 7) return null;
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = 4 - ((fourth.getUTCDay() + 6) % 7);
  return shifted(year, monday + (week - 1) * 7 + (weekday - 1), time);
}

function ordinalDate(year: number, day: number, time: Time): string | null {
  return day < 1 || day > 366 ? null : shifted(year, day, time);
}

/** The day that is `day` days into January of that year. */
function shifted(year: number, day: number, time: Time): string | null {
  const date = new Date(Date.UTC(year, 0, day));
  return instant({
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    ...time,
  });
}

/** Seconds or milliseconds since 1970, between 2001 and 2286: shorter numbers are years and days. */
function timestamp(text: string): string | null {
  if (/^\d{10}$/.test(text)) return new Date(Number(text) * 1000).toISOString();
  return /^\d{13}$/.test(text) ? new Date(Number(text)).toISOString() : null;
}

const CLOCK =
  /(?:(上午|下午|午前|午後|오전|오후)\s*)?(\d{1,2})\s*(?::|h|시|時|时)\s*(\d{2})(?:\s*(?::|m|분|分)\s*(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*[초秒])?(?:\s*([ap])\.?m\b\.?)?/i;
const NAMED_ZONE = /(?:^|[\s\d)])((?:GMT|UTC?)?\s*[+-]\d{1,2}:?\d{0,2}|\(?[A-Z]{1,5}\)?)(?=$|[\s,)(\d])/;

/** Any order of a day, a month by name or number, a year and a clock time, with names of days and zones around. */
function spelledOut(text: string): string | null {
  const clock = CLOCK.exec(text);
  const around =
    clock === null ? [text, ''] : [text.slice(0, clock.index), text.slice(clock.index + clock[0].length)];
  const date = `${around[0]} ${withoutZone(around[1] ?? '')}`;
  const day = dayOf(date);
  if (day === null) return null;
  const offset = clock === null ? 0 : zoneIn(around[1] ?? '');
  return instant({ ...day, ...timeOf(clock), offset });
}

function timeOf(clock: RegExpExecArray | null): Omit<Time, 'offset'> {
  const [, before, hours, minutes, seconds, fraction, after] = clock ?? [];
  const isAfternoon = /下午|午後|오후/.test(before ?? '') || after?.toLowerCase() === 'p';
  const isMorning = before !== undefined || after !== undefined;
  const hour = Number(hours ?? 0);
  const twelve = isMorning && hour === 12 ? 0 : hour;
  return {
    hour: isAfternoon && twelve < 12 ? twelve + 12 : twelve,
    minute: Number(minutes ?? 0),
    second: Number(seconds ?? 0),
    millisecond: millisecondsOf(fraction),
  };
}

function zoneIn(after: string): number {
  const zone = NAMED_ZONE.exec(` ${after}`)?.[1];
  return zone === undefined ? 0 : (offsetOf(zone) ?? 0);
}

function withoutZone(after: string): string {
  return after.replace(/(?:GMT|UTC?)?\s*[+-]\d{1,2}:?\d{2}\b/i, ' ');
}

/** Day, month and year out of words and numbers. */
function dayOf(text: string): Pick<Fields, 'year' | 'month' | 'day'> | null {
  const east = /(\d{4})\s*[년年]\s*(\d{1,2})\s*[월月]\s*(\d{1,2})\s*[일日]/.exec(text);
  if (east !== null) return { year: Number(east[1]), month: Number(east[2]), day: Number(east[3]) };
  const numeric = /(?:^|\s)(\d{1,4})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{2,4})(?=\D|$)/.exec(text);
  if (numeric !== null)
    return numericDay(Number(numeric[1]), Number(numeric[2]), numeric[3] ?? '', text.includes('.'));
  const numbers = [...text.matchAll(/\d+/g)].map(([digits]) => digits);
  const month = monthIn(text);
  if (month === null) return null;
  const year = numbers.find((digits) => digits.length === 4);
  const rest = numbers.filter((digits) => digits !== year && digits.length <= 3);
  const [day, shortYear] = rest;
  if (year !== undefined) return { year: Number(year), month, day: Number(day ?? 1) };
  return day === undefined || shortYear === undefined
    ? null
    : { year: fullYear(shortYear), month, day: Number(day) };
}

/** With dots or a first number beyond twelve the day comes first, with slashes the month (as Americans write). */
function numericDay(
  first: number,
  second: number,
  last: string,
  dotted: boolean,
): Pick<Fields, 'year' | 'month' | 'day'> {
  if (first > 31) return { year: first, month: second, day: Number(last) };
  const dayFirst = dotted ? second <= 12 : first > 12;
  return {
    year: last.length === 4 ? Number(last) : fullYear(last),
    month: dayFirst ? second : first,
    day: dayFirst ? first : second,
  };
}

/** The last one: the name of a day that comes before may look like one (French mardi, Italian martedì). */
function monthIn(text: string): number | null {
  let found: number | null = null;
  for (const [word] of text.matchAll(/[\p{L}\p{M}]{3,}/gu)) found = monthOf(word) ?? found;
  return found;
}

/** RFC 2822, 4.3: two digits below 50 are of this century, three or two others of the last. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 3) return year;
  return digits.length === 2 && year < 50 ? 2000 + year : 1900 + year;
}

function millisecondsOf(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Math.floor(Number(`0.${fraction.slice(0, 9)}`) * 1000);
}
