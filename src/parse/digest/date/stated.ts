import { type Day, dayOf, isoDay } from './calendar.ts';
import { type DateOrder, mentionsIn } from './mention.ts';

/** Dates that somebody stated as dates: header lines, front matter, fields. */

export interface StatedRules {
  readonly order: DateOrder | null;
  /** IANA name of the zone that times without one are meant in; null: UTC. */
  readonly timezone: string | null;
  /** Day that a date without a year is near to. */
  readonly near: Day | null;
}

const TIME =
  /(?<![\d.:-])(2[0-4]|[01]?\d)(?!\d)(?:[:.h]([0-5]\d)(?:[:.]([0-5]\d)(?:\.\d+)?)?)?\s*([ap])?\.?m?\.?\s*(Z\b|[+-]\d{2}:?\d{2}\b|(?:UTC|GMT)(?:\s?[+-]\d{1,2}(?::?\d{2})?)?|[A-Z]{3,4}\b)?/iu;
/** Minutes east of Greenwich; RFC 5322, 4.3, and the European ones. */
const ZONES: Readonly<Record<string, number>> = {
  UT: 0,
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  MEZ: 60,
  CEST: 120,
  MESZ: 120,
  EET: 120,
  EEST: 180,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
};

/** A stated date as `2025-06-09`, or as an instant with its offset where a time of day is given; null: it is none. */
export function readStated(value: string, rules: StatedRules): string | null {
  const text = value.slice(0, 100);
  const mention = mentionsIn(text, rules.order)[0];
  if (mention === undefined) return null;
  const [reading] = mention.readings;
  const year = mention.year ?? yearNear(reading, rules.near);
  const day = reading === undefined || year === null ? null : dayOf(year, reading.month, reading.day);
  if (day === null) return null;
  return withTime(
    day,
    `${text.slice(0, mention.start)} ${text.slice(mention.end).replace(/^T/, ' ')}`,
    rules.timezone,
  );
}

function yearNear(
  reading: { readonly day: number; readonly month: number } | undefined,
  near: Day | null,
): number | null {
  if (reading === undefined || near === null) return null;
  const year = Number(isoDay(near).slice(0, 4));
  const distance = (candidate: number) =>
    Math.abs((dayOf(candidate, reading.month, reading.day) ?? Infinity) - near);
  return [year, year - 1, year + 1].toSorted((a, b) => distance(a) - distance(b))[0] ?? null;
}

function withTime(day: Day, rest: string, timezone: string | null): string {
  const match = TIME.exec(rest);
  const [, hours = '', minutes, seconds = '00', half, zone] = match ?? [];
  if (match === null || (minutes === undefined && half === undefined)) return isoDay(day);
  const hour = (Number(hours) % (half === undefined ? 24 : 12)) + (half?.toLowerCase() === 'p' ? 12 : 0);
  const clock = `${String(hour).padStart(2, '0')}:${minutes ?? '00'}:${seconds}`;
  const local = `${isoDay(day)}T${clock}`;
  const offset = zone === undefined ? null : offsetNamed(zone);
  return local + written(offset ?? offsetIn(timezone, Date.parse(`${local}Z`)));
}

function offsetNamed(zone: string): number | null {
  const match = /^(?:UTC|GMT)?\s?([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone);
  if (match === null) return ZONES[zone.toUpperCase()] ?? null;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}

/** Minutes by which a zone is ahead of UTC when its clocks show `local` (as if it were UTC, in ms). */
function offsetIn(timezone: string | null, local: number): number {
  if (timezone === null) return 0;
  const shown = (time: number): number => {
    const text = new Date(time).toLocaleString('sv-SE', { timeZone: timezone });
    return (Date.parse(`${text.replace(' ', 'T')}Z`) - time) / 60_000;
  };
  return shown(local - shown(local) * 60_000);
}

function written(minutes: number): string {
  if (minutes === 0) return 'Z';
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
