import { dayOf } from './calendar.ts';
import { monthNamed, weekdayNamed } from './names.ts';

/** A day that a text names, as far as it names it. Of a span of days the last one. */
export interface Mention {
  /** Where in the text it stands. */
  readonly start: number;
  readonly end: number;
  /** Day and month; two readings where the order of the numbers is open. */
  readonly readings: readonly { readonly day: number; readonly month: number }[];
  readonly year: number | null;
  /** 0 is Sunday; null: none is named. */
  readonly weekday: number | null;
  readonly isSpan: boolean;
}

export type DateOrder = 'dmy' | 'mdy' | 'ymd';

const ORDINAL = '(?:st|nd|rd|th|er|º|ª|°|\\.)?';
const JOINER = '\\s*(?:[-–—/]|\\b(?:and|to|through|und|bis|et|au|y|al?|e|en|tot|til|till|until)\\b|&)\\s*';
const YEAR = '(?:\\s*,?\\s*(?:(?:de|del|of)\\s+)?[[(]?((?:19|20)\\d\\d)(?!\\d|\\s?[€$%])[\\])]?)?';
/** `9 June 2025`, `4–6 June`, `le 1er juin`, `9 de junio de 2025`, `9 June [2025]`. */
const DAY_FIRST = new RegExp(
  `(?<![\\p{L}\\p{N}.,:/€$£-])(\\d{1,2})${ORDINAL}(?:${JOINER}(\\d{1,2})${ORDINAL})?\\s*[-.]?\\s*(?:(?:of|de)\\s+|d[’'])?(\\p{L}{3,10})\\b\\.?${YEAR}`,
  'gu',
);
/** `June 9, 2025`, `June 5th and 6th`, `Sept. 3`: English only, so eight letters can start it. */
const MONTH_FIRST = new RegExp(
  `(?<![\\p{L}\\p{N}])([JFMASOND]\\p{L}{2,8})\\.?\\s+(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d.,]?\\d|\\p{L})(?:${JOINER}(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:]|\\p{L}|\\.\\d))?${YEAR}`,
  'gu',
);
const YEAR_FIRST =
  /(?<!\d)((?:19|20)\d\d)(?:([-/.])(\d{1,2})\2(\d{1,2})|年\s?(\d{1,2})月\s?(\d{1,2})日)(?!\d)/g;
const NUMERIC = /(?<![\d.,/-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d|\d\d(?=\D|$)(?!\.\d))(?![\d/-])/g;
/** Every date holds one or two digits that stand for themselves. */
const SHORT_NUMBER = /(?:^|\D)\d\d?(?!\d)/;
/** What stands between a month and the day behind it ends with a space. */
const SPACED_NUMBER = /\s\d\d?(?!\d)/;
/** Without one of these there is no date of digits alone. */
const BETWEEN_DIGITS = /\d[./-]\d|年/;
const SPAN_BETWEEN = /^\s*(?:[-–—]|to|until|through|bis(?: zum)?|au|al|y el|and)\s*$/;
const WEEKDAY_BEFORE = /(\p{L}[\p{L}-]{2,13})\.?,?\s*[([]?\s*(?:(?:the|den|dem|le|el|il|am|on)\s+)?$/u;
const WEEKDAY_AFTER = /^\s*[([,]?\s*(\p{L}[\p{L}-]{3,13})\s*[)\]]/u;

/** All days that a text names, in order. `order` decides `4/7/2025`; without it both readings are given. Linear. */
export function mentionsIn(text: string, order: DateOrder | null): readonly Mention[] {
  // Cheap looks before the dear ones.
  if (!SHORT_NUMBER.test(text)) return [];
  const found = [...dayFirst(text)];
  if (SPACED_NUMBER.test(text)) found.push(...monthFirst(text));
  if (BETWEEN_DIGITS.test(text)) found.push(...yearFirst(text), ...numeric(text, order));
  if (found.length < 2) return found;
  return joinSpans(text, withoutOverlaps(found));
}

function* dayFirst(text: string): Iterable<Mention> {
  for (const match of text.matchAll(DAY_FIRST)) {
    const [, first = '', last, word = '', year] = match;
    yield* mention(text, match, monthNamed(word), last ?? first, year, last !== undefined);
  }
}

function* monthFirst(text: string): Iterable<Mention> {
  for (const match of text.matchAll(MONTH_FIRST)) {
    const [, word = '', first = '', last, year] = match;
    yield* mention(text, match, monthNamed(word), last ?? first, year, last !== undefined);
  }
}

function* yearFirst(text: string): Iterable<Mention> {
  for (const match of text.matchAll(YEAR_FIRST)) {
    const [, year, , month = match[5], day = match[6]] = match;
    yield* mention(text, match, Number(month), day ?? '', year, false);
  }
}

function* numeric(text: string, order: DateOrder | null): Iterable<Mention> {
  for (const match of text.matchAll(NUMERIC)) {
    const [, first = '', separator, second = '', years = ''] = match;
    if (years.length === 2 && separator === '-') continue;
    const year = years.length === 2 ? `20${years}` : years;
    const dayLast = { day: Number(second), month: Number(first) };
    const dayBefore = { day: Number(first), month: Number(second) };
    const fixed = separator === '.' ? 'dmy' : order;
    const readings = fixed === 'mdy' ? [dayLast] : fixed === 'dmy' ? [dayBefore] : [dayBefore, dayLast];
    const possible = readings.filter(({ day, month }) => dayOf(Number(year), month, day) !== null);
    // 9/9/2025 reads the same either way.
    const distinct = first === second ? possible.slice(0, 1) : possible;
    if (distinct.length > 0)
      yield { ...placeOf(text, match), readings: distinct, year: Number(year), isSpan: false };
  }
}

function* mention(
  text: string,
  match: RegExpExecArray,
  month: number | null,
  day: string,
  year: string | undefined,
  isSpan: boolean,
): Iterable<Mention> {
  // A leap year stands in for one that is not written.
  if (month === null || dayOf(year === undefined ? 2024 : Number(year), month, Number(day)) === null) return;
  const readings = [{ day: Number(day), month }];
  yield { ...placeOf(text, match), readings, year: year === undefined ? null : Number(year), isSpan };
}

function placeOf(text: string, match: RegExpExecArray): Pick<Mention, 'start' | 'end' | 'weekday'> {
  const end = match.index + match[0].length;
  const before = WEEKDAY_BEFORE.exec(text.slice(Math.max(0, match.index - 24), match.index))?.[1];
  const after = WEEKDAY_AFTER.exec(text.slice(end, end + 20))?.[1];
  return { start: match.index, end, weekday: weekdayNamed(before ?? '') ?? weekdayNamed(after ?? '') };
}

function withoutOverlaps(mentions: readonly Mention[]): readonly Mention[] {
  const kept: Mention[] = [];
  for (const mention of mentions.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (mention.start >= (kept.at(-1)?.end ?? 0)) kept.push(mention);
  }
  return kept;
}

/** `30 May – 2 June 2025` is one span that ends on its second day. */
function joinSpans(text: string, mentions: readonly Mention[]): readonly Mention[] {
  const joined: Mention[] = [];
  for (const mention of mentions) {
    const previous = joined.at(-1);
    if (previous !== undefined && SPAN_BETWEEN.test(text.slice(previous.end, mention.start))) {
      joined[joined.length - 1] = { ...mention, start: previous.start, isSpan: true };
    } else joined.push(mention);
  }
  return joined;
}
