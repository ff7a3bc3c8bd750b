import { type Day, dayOf, isoDay, weekdayOf, yearOf } from './calendar.ts';
import type { Mention } from './mention.ts';

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
  /** As the text has it. */
  readonly words: string;
  /** "first sentence +30". */
  readonly reasons: readonly string[];
}

/** Points from which a day is believed. */
export const BELIEVED = 25;

const BREAK =
  /(?<!\b\p{Lu}|\b(?:St|Mr|Mrs|Ms|Dr|No|Nr|Gen|Lt|Col|Prof|Sgt|Sen|Rep|Gov|Inc|vs|ca))[.!?]["”’')\]]*\s+["“‘(]?\p{Lu}/u;
const PLACE_NAMES =
  /^[\s([]*(?:(?:\p{Lu}[\p{L}.'’/-]*|de|du|des|la|le|les|el|den|der|am|im|di|da|of|the|and|&|\([^)]{1,30}\))[\s,:;–—|/-]*){0,8}[\s([]*$/u;
const DASH_AFTER =
  /^[\])]?\s*(?:\([^)]{1,40}\)\s*)?(?:[,.]?\s*[\p{Lu}][\p{L} ]{1,24}\s*)?(?:[-–—:|]|\/{1,2}\s?\p{Lu})/u;
const SAYS_PUBLISHED =
  /\b(?:published|posted|issued|released|updated|dated|veröffentlicht|publié|publicado|actualizado)\b[^.]{0,14}$/iu;
const ON_DAY =
  /(?:^|\s)(?:on|am|vom|le|el|il|este|ce|this|last|of|vergangenen|letzten)\s+(?:the\s+)?(?:\p{L}[\p{L}-]{2,13},?\s*)?[(\s]*$/iu;
const TODAY =
  /\b(?:today|yesterday|this (?:morning|afternoon|evening)|heute|gestern|aujourd[’']hui|hier|hoy|ayer)[\s,(–—-]*(?:\p{L}[\p{L}-]{2,13},?\s+)?$/iu;
const NOT_YET = new RegExp(
  `\\b(?:${[
    'will|shall|expected|scheduled|planned|upcoming|next|later this|starting|beginning|ahead of|to be held|effective|due',
    'deadline|in(?:to)? force|clos(?:es?|ing)|resumes?|reopens?|opens|born|founded|ended|ending|ends|period|cover(?:s|ing)|as (?:of|at)',
    'anniversary|signed in|register by|valid|until|till|since|by|before|prior to|after',
    'ab|seit|bis(?: zum)?|vor dem|nach dem|wird|werden|soll|sollen|geplant|kommenden|geboren|gegründet|in Kraft',
    "depuis|jusqu[’']?au|avant le|après le|dès le|à partir du|sera|seront|aura lieu|prévue?s?|prochain|né le|fondée? le",
    'desde(?: el)?|hasta(?: el)?|antes del|después del|a partir del|será|serán|tendrá|prevista?o?s?|próximo|nacid[oa] el',
  ].join('|')})\\b[^.;]{0,30}$`,
  'iu',
);
/** Cues that stand right before the day only: "from 9 June", but not "news from Paris, 9 June". */
const NOT_YET_CLOSE = /\b(?:from|through|of the|vom|du|del|dal)\s+(?:the\s+)?(?:\p{L}+day,?\s+)?$/iu;
const WILL_FOLLOW =
  /^[^.;]{0,40}?\b(?:will|shall|is (?:set|due|expected|scheduled) to|are (?:set|due|expected|scheduled) to|wird|werden|sera|seront|aura lieu|será|serán|tendrá|tendrán)\b/iu;

/** The readings of a mention with their points; none without a year and a day to count it from. */
export function weigh(mention: Mention, passage: Passage, frame: Frame): readonly Candidate[] {
  return mention.readings.flatMap((reading) => {
    const day = resolve(mention, reading, frame.reference);
    if (day === null) return [];
    const evidence = [
      ...fromPlace(mention, passage),
      ...fromWords(mention, passage),
      ...fromCalendar(mention, day, frame),
    ];
    const points = evidence.reduce((sum, [value]) => sum + value, 0);
    const reasons = evidence.map(([value, why]) => `${why} ${value > 0 ? '+' : '−'}${Math.abs(value)}`);
    return [{ day, points, words: passage.text.slice(mention.start, mention.end).trim(), reasons }];
  });
}

type Evidence = readonly [points: number, why: string];

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

function fromWords(mention: Mention, { text }: Passage): readonly Evidence[] {
  const before = text.slice(Math.max(0, mention.start - 60), mention.start);
  const after = text.slice(mention.end, mention.end + 60);
  const evidence: Evidence[] = [];
  if (TODAY.test(before)) evidence.push([12, '“today (…)”']);
  if (TODAY.test(before) || SAYS_PUBLISHED.test(before) || ON_DAY.test(before))
    evidence.push([8, 'said to be the day']);
  const isSpanOfEvent = mention.isSpan && !NOT_YET.test(before);
  if (NOT_YET.test(before) || (!isSpanOfEvent && NOT_YET_CLOSE.test(before)) || WILL_FOLLOW.test(after)) {
    evidence.push([-26, 'another day than that of publication']);
  }
  return evidence;
}

function fromCalendar(mention: Mention, day: Day, { reference, usualAge }: Frame): readonly Evidence[] {
  const evidence: Evidence[] = [];
  if (mention.year !== null) evidence.push([10, 'year']);
  if (mention.weekday !== null) {
    evidence.push(weekdayOf(day) === mention.weekday ? [10, 'weekday agrees'] : [-30, 'weekday contradicts']);
  }
  if (reference === null) return evidence;
  const age = reference - day;
  if (age < -1) evidence.push([-45, 'after the digest']);
  else if (age > Math.max(400, usualAge)) evidence.push([-40, 'years before the digest']);
  else if (age > usualAge) evidence.push([-30, 'long before the digest']);
  else if (mention.readings.length > 1) evidence.push([-Math.min(5, age / 30), 'the nearer of two readings']);
  return evidence;
}

/** The year of a day that is named without one: by its weekday, else so that it is nearest to the digest's day. */
function resolve(
  mention: Mention,
  reading: { readonly day: number; readonly month: number },
  reference: Day | null,
): Day | null {
  if (mention.year !== null) return dayOf(mention.year, reading.month, reading.day);
  if (reference === null) return null;
  const near = yearOf(reference);
  const days = [near + 1, near, near - 1, near - 2, near - 3, near - 4, near - 5, near - 6].flatMap(
    (year) => dayOf(year, reading.month, reading.day) ?? [],
  );
  const agreeing = days.find((day) => weekdayOf(day) === mention.weekday && day <= reference + 2);
  return agreeing ?? days.toSorted((a, b) => Math.abs(a - reference) - Math.abs(b - reference))[0] ?? null;
}

/** Why a day was chosen, in words. */
export function explain(candidate: Candidate): string {
  return `“${candidate.words}” is ${isoDay(candidate.day)}: ${candidate.reasons.join(', ')}; ${Math.round(candidate.points)} points of ${BELIEVED}.`;
}
