import { type Day, dayOf, isoDay, weekdayOf, yearOf } from './calendar.ts';
import { type Cues, cuesAround } from './cues.ts';
import type { Mention, Reading } from './mention.ts';

/**
 * How likely a day that an item's text names is the day of the item's publication. Evidence speaks for and against in
 * points; docs/decisions/0003 says where the figures come from.
 */

/** A piece of an item's text. */
export interface Passage {
  readonly place: 'title' | 'lead' | 'second';
  readonly text: string;
}

/** What is known of the digest as a whole. */
export interface Frame {
  /** Its own day; null: nobody knows. */
  readonly reference: Day | null;
  /** Age in days up to which an item of this digest is no surprise. */
  readonly usualAge: number;
}

export interface Candidate {
  readonly day: Day;
  readonly points: number;
  readonly witness: Witness;
  /** What the calendar says of that day, besides the text. */
  readonly calendar: readonly Evidence[];
}

/** Points from which a day is believed. */
export const BELIEVED = 25;

const BREAK =
  /[.!?](?<!(?:\b\p{Lu}|\b(?:St|Mr|Mrs|Ms|Dr|No|Nr|Gen|Lt|Col|Prof|Sgt|Sen|Rep|Gov|Inc|vs|ca))[.!?])["”’')\]]*\s+["“‘(]?\p{Lu}/u;
const PLACE_NAMES =
  /^[\s([]*(?:(?:\p{Lu}[\p{L}.'’/-]*|de|du|des|la|le|les|el|den|der|am|im|di|da|of|the|and|&|\([^)]{1,30}\))[\s,:;–—|/([-]*){0,8}[\s([]*$/u;
const DASH_AFTER =
  /^[\])]?\s*(?:\([^)]{1,40}\)\s*)?(?:[,.]?\s*[\p{Lu}][\p{L} ]{1,24}\s*)?(?:[-–—:|]|\/{1,2}\s?\p{Lu})/u;

type Evidence = readonly [points: number, why: string];

/** A day that a text names, and what the text says about it. */
export interface Witness {
  readonly mention: Mention;
  readonly passage: Passage;
  readonly evidence: readonly Evidence[];
  readonly points: number;
  /** Called today or yesterday: no day to come, whatever day the digest seems to be of. */
  readonly isToday: boolean;
}

export function witness(mention: Mention, passage: Passage): Witness {
  const cues = cuesAround(passage.text, mention.start, mention.end, mention.isSpan);
  const evidence = [...fromPlace(mention, passage), ...fromWords(cues)];
  return { mention, passage, evidence, points: pointsOf(evidence), isToday: cues.isToday };
}

function pointsOf(evidence: readonly Evidence[]): number {
  let points = 0;
  for (const [value] of evidence) points += value;
  return points;
}

/** The readings of a mention with their points; none without a year and a day to count it from. */
export function weigh(witness: Witness, frame: Frame): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (const reading of witness.mention.readings) {
    const day = resolve(witness.mention, reading, frame.reference);
    if (day === null) continue;
    const calendar = fromCalendar(witness, day, frame);
    candidates.push({ day, points: witness.points + pointsOf(calendar), witness, calendar });
  }
  return candidates;
}

function fromPlace(mention: Mention, { place, text }: Passage): readonly Evidence[] {
  const before = text.slice(0, mention.start);
  const after = text.slice(mention.end, mention.end + 50);
  if (place === 'title')
    return [[12, 'title'], ...(isSetApart(before, after) ? [[8, 'set apart'] as const] : [])];
  if (place === 'second') return [[4, 'second paragraph']];
  const opening: Evidence = BREAK.test(before) ? [18, 'first paragraph'] : [30, 'first sentence'];
  if (mention.start < 60 && PLACE_NAMES.test(before) && (DASH_AFTER.test(after) || after.trim() === '')) {
    return [opening, [25, 'dateline']];
  }
  return [opening];
}

/** At an end of the title, behind a dash, a bar, a comma or in brackets. */
function isSetApart(before: string, after: string): boolean {
  return (
    (/[-–—|:,(]\s*$/.test(before) && /^[)\s]*$/.test(after)) ||
    (before.trim() === '' && /^\s*[-–—|:]/.test(after))
  );
}

function fromWords({ isToday, isSaid, isTheDay, isOther }: Cues): readonly Evidence[] {
  const evidence: Evidence[] = [];
  if (isToday) evidence.push([12, '“today (…)”']);
  if (isSaid) evidence.push([12, 'said then']);
  if (isTheDay) evidence.push([8, 'said to be the day']);
  if (isOther) evidence.push([-26, 'another day than that of publication']);
  return evidence;
}

function fromCalendar(
  { mention, isToday }: Witness,
  day: Day,
  { reference, usualAge }: Frame,
): readonly Evidence[] {
  const evidence: Evidence[] = [];
  if (mention.year !== null) evidence.push([10, 'year']);
  if (mention.weekday !== null) {
    evidence.push(weekdayOf(day) === mention.weekday ? [10, 'weekday agrees'] : [-30, 'weekday contradicts']);
  }
  if (reference === null) return evidence;
  const age = reference - day;
  if (age < (isToday ? -usualAge : -1)) evidence.push([-45, 'after the digest']);
  else if (age > Math.max(400, usualAge)) evidence.push([-40, 'years before the digest']);
  else if (age > usualAge) evidence.push([-30, 'long before the digest']);
  else if (mention.readings.length > 1) evidence.push([-Math.min(5, age / 30), 'the nearer of two readings']);
  return evidence;
}

/** The year of a day that is named without one: by its weekday, else so that it is nearest to the digest's day. */
function resolve(mention: Mention, reading: Reading, reference: Day | null): Day | null {
  if (mention.year !== null) return dayOf(mention.year, reading.month, reading.day);
  if (reference === null) return null;
  const latest = yearOf(reference) + 1;
  for (let year = latest; mention.weekday !== null && year >= latest - 7; year--) {
    const day = dayOf(year, reading.month, reading.day);
    if (day !== null && weekdayOf(day) === mention.weekday && day <= reference + 2) return day;
  }
  let nearest: Day | null = null;
  for (let year = latest; year >= latest - 2; year--) {
    const day = dayOf(year, reading.month, reading.day);
    if (day === null) continue;
    if (nearest === null || Math.abs(day - reference) < Math.abs(nearest - reference)) nearest = day;
  }
  return nearest;
}

/** Why a day was chosen, in words. */
export function explain({ day, points, witness, calendar }: Candidate): string {
  const { mention, passage, evidence } = witness;
  const words = passage.text.slice(mention.start, mention.end).replace(/[\s).,]+$/, '');
  const reasons = [...evidence, ...calendar].map(
    ([value, why]) => `${why} ${value < 0 ? '−' : '+'}${Math.round(Math.abs(value))}`,
  );
  return `“${words}” is ${isoDay(day)}: ${reasons.join(', ')}; ${Math.round(points)} points of ${BELIEVED}.`;
}
