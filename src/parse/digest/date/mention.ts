import { dayOf } from './calendar.ts';
import { monthNamed, weekdayNamed } from './names.ts';

/** A day that a text names, as far as it names it. Of a span of days the last one. */
export interface Mention {
  /** Where in the text it stands. */
  readonly start: number;
  readonly end: number;
  /** Day and month; two readings where the order of the numbers is open. */
  readonly readings: readonly Reading[];
  readonly year: number | null;
  /** 0 is Sunday; null: none is named. */
  readonly weekday: number | null;
  readonly isSpan: boolean;
}

export interface Reading {
  readonly day: number;
  readonly month: number;
}

export type DateOrder = 'dmy' | 'mdy' | 'ymd';

const DIGITS = /\d+/g;
const ORDINAL = '(?:st|nd|rd|th|er|º|ª|°|\\.)?';
const JOINER =
  "\\s*(?:[-–—/]|\\b(?:and|to|through|und|bis|et|au|y|al?|e|en|tot|til|till|until|i|do|och|og)\\b|all[’']|&)\\s*";
const YEAR = '(?:\\s*,?\\s*(?:(?:de|del|of)\\s+)?[[(]?((?:19|20)\\d\\d)(?!\\d|\\s?[€$%])[\\])]?)?';
/** `9 June 2025`, `4–6 June`, `le 1er juin`, `9 de junio de 2025`, `9 June [2025]`. */
const DAY_FIRST = new RegExp(
  `(?<![\\p{L}\\p{N}.,:/€$£-])(\\d{1,2})${ORDINAL}(?:${JOINER}(\\d{1,2})${ORDINAL})?\\s*[-.]?\\s*(?:(?:of|de)\\s+|d[’'])?(\\p{L}{3,12})(?!\\p{L})\\.?${YEAR}`,
  'uy',
);
/** `June 9, 2025`, `June 5th and 6th`, `Sept. 3`: English only, so eight letters can start it. */
const MONTH_BEFORE = /(?<![\p{L}\p{N}])([JFMASOND]\p{L}{2,8})\.?\s+(?:the\s+)?$/u;
const DAY_AFTER = new RegExp(
  `(\\d{1,2})(?:st|nd|rd|th)?(?![\\d.,]?\\d|\\p{L})(?:${JOINER}(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:]|\\p{L}|\\.\\d))?${YEAR}`,
  'uy',
);
const YEAR_FIRST =
  /(?<!\d)((?:19|20)\d\d)(?:([-/.])(\d{1,2})\2(\d{1,2})|年\s?(\d{1,2})月\s?(\d{1,2})日)(?!\d)/y;
/** `2025. szeptember 18.`, `2025-Sep-18`. */
const YEAR_MONTH_DAY = /(?<!\d)((?:19|20)\d\d)[.,]?[\s-](\p{L}{3,12})\.?[\s-](\d{1,2})(?![\d.,]?\d)/uy;
const NUMERIC = /(?<![\d.,/-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d|\d\d(?=\D|$)(?!\.\d))(?![\d/-])/y;
/** `(18.9.)`, `am 30.12.`: two numbers with full stops, where something else says that they are a day. */
const WITHOUT_YEAR =
  /(?<=(?:\b(?:am|vom|den|dem|bis|zum|seit|ab|d\.|v)|tag|woch|[(,])\s{0,2})(\d{1,2})\.\s?(\d{1,2})\.(?!\s?\d)/iuy;
const SPAN_BETWEEN = /^\s*(?:[-–—]|to|until|through|bis(?: zum)?|au|al|y el|and|do|till)\s*$/;
const WEEKDAY_BEFORE = /(\p{L}[\p{L}-]{1,13})\.?,?\s*[([]?\s*(?:(?:the|den|dem|le|el|il|am|on)\s+)?$/u;
const WEEKDAY_AFTER = /^\s*[([,]?\s*(\p{L}[\p{L}-]{3,13})\s*[)\]]/u;

/**
 * All days that a text names, in order. Every one holds a number of one, two or four digits: only there is looked for more.
 * @param order decides `4/7/2025`; without it both readings are given. Linear.
 */
export function mentionsIn(text: string, order: DateOrder | null): readonly Mention[] {
  const found: Mention[] = [];
  let free = 0;
  DIGITS.lastIndex = 0;
  // `test` makes no object for each number.
  while (DIGITS.test(text)) {
    const end = DIGITS.lastIndex;
    let at = end - 1;
    while (at > free && isDigit(text.charCodeAt(at - 1))) at--;
    const mention = mentionAt(text, at, end - at, order);
    if (mention === null || mention.start < free) continue;
    found.push(mention);
    free = mention.end;
    DIGITS.lastIndex = Math.max(free, end);
  }
  return found.length < 2 ? found : joinSpans(text, found);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function mentionAt(text: string, at: number, digits: number, order: DateOrder | null): Mention | null {
  if (digits === 4) return yearFirst(text, at) ?? yearMonthDay(text, at);
  if (digits > 2) return null;
  return monthFirst(text, at) ?? dayFirst(text, at) ?? numeric(text, at, order) ?? withoutYear(text, at);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function dayFirst(text: string, at: number): Mention | null {
  const match = matchAt(DAY_FIRST, text, at);
  if (match === null) return null;
  const [{ length }, first = '', last, word = '', year] = match;
  return mentionOf(text, at, at + length, monthNamed(word), last ?? first, year, last !== undefined);
}

function monthFirst(text: string, at: number): Mention | null {
  if (text[at - 1] !== ' ') return null;
  const before = MONTH_BEFORE.exec(text.slice(Math.max(0, at - 20), at));
  const month = monthNamed(before?.[1] ?? '');
  const match = before === null || month === null ? null : matchAt(DAY_AFTER, text, at);
  if (before === null || match === null) return null;
  const [{ length }, first = '', last, year] = match;
  const start = at - before[0].length;
  return mentionOf(text, start, at + length, month, last ?? first, year, last !== undefined);
}

function yearFirst(text: string, at: number): Mention | null {
  const match = matchAt(YEAR_FIRST, text, at);
  if (match === null) return null;
  const [{ length }, year, , month = match[5], day = match[6]] = match;
  return mentionOf(text, at, at + length, Number(month), day ?? '', year, false);
}

function yearMonthDay(text: string, at: number): Mention | null {
  const match = matchAt(YEAR_MONTH_DAY, text, at);
  if (match === null) return null;
  const [{ length }, year, word = '', day = ''] = match;
  return mentionOf(text, at, at + length, monthNamed(word), day, year, false);
}

function withoutYear(text: string, at: number): Mention | null {
  const match = matchAt(WITHOUT_YEAR, text, at);
  if (match === null) return null;
  const [{ length }, day = '', month] = match;
  return mentionOf(text, at, at + length, Number(month), day, undefined, false);
}

function numeric(text: string, at: number, order: DateOrder | null): Mention | null {
  const match = matchAt(NUMERIC, text, at);
  if (match === null) return null;
  const [{ length }, first = '', separator, second = '', years = ''] = match;
  if (years.length === 2 && separator === '-') return null;
  const year = Number(years.length === 2 ? `20${years}` : years);
  const dayLast = { day: Number(second), month: Number(first) };
  const dayBefore = { day: Number(first), month: Number(second) };
  const fixed = separator === '.' ? 'dmy' : order;
  const readings = fixed === 'mdy' ? [dayLast] : fixed === 'dmy' ? [dayBefore] : [dayBefore, dayLast];
  const possible = readings.filter(({ day, month }) => dayOf(year, month, day) !== null);
  // 9/9/2025 reads the same either way.
  const distinct = first === second ? possible.slice(0, 1) : possible;
  if (distinct.length === 0) return null;
  const end = at + length;
  return { start: at, end, readings: distinct, year, weekday: weekdayAt(text, at, end), isSpan: false };
}

function mentionOf(
  text: string,
  start: number,
  end: number,
  month: number | null,
  day: string,
  year: string | undefined,
  isSpan: boolean,
): Mention | null {
  // A leap year stands in for one that is not written.
  if (month === null || dayOf(year === undefined ? 2024 : Number(year), month, Number(day)) === null)
    return null;
  const readings = [{ day: Number(day), month }];
  const weekday = weekdayAt(text, start, end);
  return { start, end, readings, year: year === undefined ? null : Number(year), weekday, isSpan };
}

function weekdayAt(text: string, start: number, end: number): number | null {
  const before = WEEKDAY_BEFORE.exec(text.slice(Math.max(0, start - 24), start))?.[1];
  const after = WEEKDAY_AFTER.exec(text.slice(end, end + 20))?.[1];
  return weekdayNamed(before ?? '') ?? weekdayNamed(after ?? '');
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
