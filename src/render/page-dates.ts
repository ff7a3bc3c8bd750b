/** Dates for people, in the language of the output. Always UTC: a page is the same for everyone, and needs no script. */

export interface Calendar {
  day(time: number): { readonly weekday: string; readonly date: string };
  /** A time of day. */
  clock(time: number): string;
  /** Date and time of day. */
  moment(time: number): string;
}

const known = new Map<string, Calendar>();

/** `language`: a BCP 47 tag; English where there is none or it is not one. */
export function calendarOf(language: string | null): Calendar {
  const tag = supported(language);
  const calendar = known.get(tag) ?? made(tag);
  known.set(tag, calendar);
  return calendar;
}

/** Formats are dear to make and the same for ever. British English has the day before the month, as most languages do. */
function made(tag: string): Calendar {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options });
  const weekday = format({ weekday: 'long' });
  const date = format({ dateStyle: 'long' });
  const clock = format({ hour: '2-digit', minute: '2-digit' });
  const moment = format({ dateStyle: 'long', timeStyle: 'short' });
  return {
    day: (time) => ({ weekday: weekday.format(time), date: date.format(time) }),
    clock: (time) => clock.format(time),
    moment: (time) => moment.format(time),
  };
}

function supported(language: string | null): string {
  try {
    const [tag] = language === null ? [] : Intl.DateTimeFormat.supportedLocalesOf(language);
    return tag === undefined || tag === 'en' ? 'en-GB' : tag;
  } catch {
    return 'en-GB'; // RangeError: not a language tag
  }
}
