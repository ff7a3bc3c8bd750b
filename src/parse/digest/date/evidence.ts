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
  readonly evidence: readonly Evidence[];
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
const SAID =
  /\b(?:said|announced|reported|told \w+|confirmed|teilte|erklärte|sagte|meldete|a (?:déclaré|annoncé)|dijo|anunció|informó)\b[^.]{0,30}$/iu;
const ON_DAY =
  /(?:^|\s)(?:on|am|vom|le|el|il|este|ce|this|last|of|vergangenen|letzten)\s+(?:the\s+)?(?:\p{L}[\p{L}-]{2,13},?\s*)?[(\s]*$/iu;
const TODAY =
  /\b(?:today|yesterday|this (?:morning|afternoon|evening)|heute|gestern|aujourd[’']hui|hier|hoy|ayer)[\s,(–—-]*(?:\p{L}[\p{L}-]{2,13},?\s+)?$/iu;
/** What stands in the same clause before a day on which something else happens. */
const OTHER_EVENT = cuesBefore(
  [
    'will|shall|expected|scheduled|planned|upcoming|next|later this|starting|beginning|ahead of|to be held|effective|due',
    'deadline|in(?:to)? force|clos(?:es?|ing)|resumes?|reopens?|opens|born|founded|ended|ending|ends|period|cover(?:s|ing)',
    'as (?:of|at)|anniversary|register by|valid|runs',
    'wird|werden|soll|sollen|geplant|kommenden|geboren|gegründet|in Kraft|Wirkung',
    'sera|seront|aura lieu|prévue?s?|prochaine?|né|née|fondée?|à compter|à partir',
    'será|serán|tendrá|prevista|previsto|próxim[oa]|nacid[oa]|termina|a partir',
  ],
  '[^.;,]{0,30}',
);
/** What may stand between such a word and the day: an article, the name of a weekday. */
const DAY_NAME =
  '\\s+(?:the\\s+)?(?:about\\s+)?(?:[\\p{L}-]*(?:day|tag|woch|abend|di|che|nes|tes|les|ves|ado|ngo),?\\s+)?';
/** What stands right before such a day. */
const OTHER_DAY = cuesBefore(
  [
    'since|until|till|by|before|prior to|after',
    'ab|seit(?: dem)?|bis(?: zum)?|vor dem|nach dem|zum',
    "depuis le|jusqu[’']au|avant le|après le|dès le",
    'desde(?: el)?|hasta(?: el)?|antes del|después del',
  ],
  DAY_NAME,
);
/** The same, but only before a single day: "from 2 to 6 June" is an event that has ended. */
const OTHER_SINGLE_DAY = cuesBefore(['from|through|of the|vom|du|del|dal'], DAY_NAME);
/** What follows a day that is still to come, before the clause is joined by another one. */
const WILL_FOLLOW =
  /^(?:(?!\b(?:and|und|et|y)\b)[^.;]){0,40}?\b(?:will|shall|(?:is|are) (?:set|due|expected|scheduled) to|wird|werden|sera|seront|aura lieu|será|serán|tendrán?)\b/iu;

function cuesBefore(cues: readonly string[], between: string): RegExp {
  return new RegExp(`\\b(?:${cues.join('|')})(?!\\p{L})${between}$`, 'iu');
}

type Evidence = readonly [points: number, why: string];

/** A day that a text names, and what the text says about it. */
export interface Witness {
  readonly mention: Mention;
  readonly words: string;
  readonly evidence: readonly Evidence[];
}

export function witness(mention: Mention, passage: Passage): Witness {
  const words = passage.text.slice(mention.start, mention.end).replace(/[\s).,]+$/, '');
  return { mention, words, evidence: [...fromPlace(mention, passage), ...fromWords(mention, passage)] };
}

/** The readings of a mention with their points; none without a year and a day to count it from. */
export function weigh({ mention, words, evidence }: Witness, frame: Frame): readonly Candidate[] {
  return mention.readings.flatMap((reading) => {
    const day = resolve(mention, reading, frame.reference);
    if (day === null) return [];
    const all = [...evidence, ...fromCalendar(mention, day, frame)];
    const points = all.reduce((sum, [value]) => sum + value, 0);
    return [{ day, points, words, evidence: all }];
  });
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

function fromWords(mention: Mention, { text }: Passage): readonly Evidence[] {
  const before = text.slice(Math.max(0, mention.start - 60), mention.start);
  const after = text.slice(mention.end, mention.end + 60);
  const evidence: Evidence[] = [];
  const isToday = TODAY.test(before);
  if (isToday) evidence.push([12, '“today (…)”']);
  if (SAID.test(before)) evidence.push([12, 'said then']);
  if (isToday || SAYS_PUBLISHED.test(before) || ON_DAY.test(before)) evidence.push([8, 'said to be the day']);
  const isOther =
    OTHER_EVENT.test(before) ||
    OTHER_DAY.test(before) ||
    (!mention.isSpan && OTHER_SINGLE_DAY.test(before)) ||
    WILL_FOLLOW.test(after);
  if (isOther) evidence.push([-26, 'another day than that of publication']);
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
export function explain(candidate: Candidate): string {
  const { words, day, points, evidence } = candidate;
  const reasons = evidence.map(
    ([value, why]) => `${why} ${value < 0 ? '−' : '+'}${Math.round(Math.abs(value))}`,
  );
  return `“${words}” is ${isoDay(day)}: ${reasons.join(', ')}; ${Math.round(points)} points of ${BELIEVED}.`;
}
