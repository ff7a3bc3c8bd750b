import type { Draft } from '../draft.ts';
import { type Day, dayOf, dayOfTime, isoDay } from './calendar.ts';
import {
  BELIEVED,
  type Candidate,
  explain,
  type Frame,
  type Passage,
  type Witness,
  weigh,
  witness,
} from './evidence.ts';
import { type DateOrder, mentionsIn } from './mention.ts';
import { monthNamed } from './names.ts';
import { readStated, type StatedRules } from './stated.ts';

export interface DatingRules {
  readonly order: DateOrder | null;
  readonly timezone: string | null;
  /** False: only stated dates count, prose is not read. */
  readonly fromProse: boolean;
}

/** What speaks for the day of a digest as a whole, the strongest first. Nothing in here is the present day. */
export interface DigestDay {
  /** As the caller, a mail's header or front matter states it. */
  readonly stated: string | null;
  /** The title, and the line with the day or number of the edition. */
  readonly title: string;
  /** ISO day in the file's name. */
  readonly named: string | null;
  /** All text above the first item. */
  readonly masthead: string;
  /** The file's name: may give the month. */
  readonly name: string;
  /** When it came, ms: only where the digest itself names no day at all. */
  readonly receivedAt: number | null;
}

export interface Dated {
  /** ISO day or instant; null where neither headers nor text give one. */
  readonly published: string | null;
  /** The digest's day, to order by, where `published` is null. */
  readonly estimated: string | null;
  /** Told when asked: most are never read. */
  readonly reason: () => string;
}

export interface DatedDigest {
  /** The digest's own day: `published` where it says so itself, `estimated` where its items or its coming do. */
  readonly edition: Dated;
  readonly items: readonly Dated[];
}

interface Reading {
  readonly draft: Draft;
  readonly witnesses: readonly Witness[];
}

/** Passages are read up to here, in characters: a date further on is not the item's. */
const PASSAGE = 1000;
/** Days between an item and the digest that need no explanation. */
const USUAL_AGE = 60;

/**
 * Finds the day of each item. Years that a text leaves out are counted from the digest's own day, which comes from the
 * digest, so that the result is the same whenever it is read.
 */
export function dateItems(drafts: readonly Draft[], digest: DigestDay, rules: DatingRules): DatedDigest {
  const order = rules.order ?? commonOrder(drafts);
  const readings = drafts.map((draft) => ({
    draft,
    witnesses: rules.fromProse ? witnessesIn(draft, order) : [],
  }));
  const stated: StatedRules = { order, timezone: rules.timezone, near: null };
  const edition = editionDay(readings, digest, stated);
  const reference = edition?.day ?? null;
  const frame: Frame = { reference, usualAge: usualAge(readings, reference) };
  const near: StatedRules = { ...stated, near: reference };
  const undated = undatedBy(reference);
  return {
    edition: edition?.dated ?? { published: null, estimated: null, reason: () => 'Nothing names a day.' },
    items: readings.map((reading) => dateOf(reading, frame, near, undated)),
  };
}

function witnessesIn({ title, blocks }: Draft, order: DateOrder | null): readonly Witness[] {
  const found: Witness[] = [];
  const read = (place: Passage['place'], whole: string): void => {
    const text = whole.slice(0, PASSAGE);
    for (const mention of mentionsIn(text, order)) found.push(witness(mention, { place, text }));
  };
  read('title', title);
  read('lead', blocks[0]?.text ?? '');
  read('second', blocks[1]?.text ?? '');
  return found;
}

/** The order of numbers that the dates with a day above 12 show, if they agree. */
function commonOrder(drafts: readonly Draft[]): DateOrder | null {
  let dayFirst = 0;
  let monthFirst = 0;
  for (const { headers, blocks } of drafts) {
    for (const text of [headers.date ?? '', blocks[0]?.text.slice(0, PASSAGE) ?? '']) {
      if (!text.includes('/')) continue;
      for (const [, first, second] of text.matchAll(/(?<!\d)(\d{1,2})\/(\d{1,2})\/\d{2}/g)) {
        if (Number(first) > 12) dayFirst++;
        if (Number(second) > 12) monthFirst++;
      }
    }
  }
  if (dayFirst > 0 === monthFirst > 0) return null;
  return dayFirst > 0 ? 'dmy' : 'mdy';
}

interface EditionDay {
  readonly day: Day;
  readonly dated: Dated;
}

/** The surest of what speaks for the digest's own day. */
function editionDay(readings: readonly Reading[], digest: DigestDay, rules: StatedRules): EditionDay | null {
  const stated = digest.stated === null ? null : readStated(digest.stated, rules);
  if (stated !== null) return said(stated, `Stated: “${digest.stated}”.`);
  const titled = fullDayIn(digest.title, rules);
  if (titled !== null) return said(isoDay(titled), `Named above the items: “${digest.title}”.`);
  if (digest.named !== null) return said(digest.named, `In the name of its file: ${digest.name}.`);
  const heading = fullDayIn(digest.masthead, rules);
  if (heading !== null) return guessed(heading, 'Named above the items.');
  const full = newestTogether(readings.flatMap((reading) => leadDay(reading, rules) ?? []));
  if (full !== null) return guessed(full, 'The newest day of its items.');
  const received = digest.receivedAt === null ? null : dayOfTime(digest.receivedAt);
  const month = monthIn(`${digest.title}\n${digest.name}`);
  const weekday = newestByWeekday(readings, month ?? received);
  if (weekday !== null) return guessed(weekday, 'The newest day of its items, told by the weekday.');
  if (month !== null) return guessed(newestInMonth(readings, month), 'In the month that it names.');
  return received === null ? null : guessed(received, 'When it came.');
}

function said(published: string, reason: string): EditionDay {
  const day = dayOfTime(Date.parse(published.slice(0, 10)));
  return { day, dated: { published, estimated: null, reason: () => reason } };
}

function guessed(day: Day, reason: string): EditionDay {
  return { day, dated: { published: null, estimated: isoDay(day), reason: () => reason } };
}

/** The last day that the text gives with its year, and that it does not give as another one. */
function fullDayIn(text: string, rules: StatedRules): Day | null {
  const passage: Passage = { place: 'title', text: text.slice(0, PASSAGE) };
  const frame: Frame = { reference: null, usualAge: USUAL_AGE };
  const days = mentionsIn(passage.text, rules.order)
    .filter((mention) => mention.year !== null)
    .flatMap((mention) => weigh(witness(mention, passage), frame));
  return days.at(-1)?.day ?? null;
}

/** `March 2026`, `2026-03`: the first of that month. */
function monthIn(text: string): Day | null {
  const [, word = '', year] =
    /(?<!\p{L})(\p{L}{3,10})\.?,?\s+(?:de\s+|of\s+)?(20\d\d)(?!\d)/u.exec(text) ?? [];
  const named = year === undefined ? null : monthNamed(word);
  if (named !== null) return dayOf(Number(year), named, 1);
  const [, years, month] = /(?<!\d)(20\d\d)[-_.](0[1-9]|1[0-2])(?![\d-])/.exec(text) ?? [];
  return years === undefined ? null : dayOf(Number(years), Number(month), 1);
}

/** Where no year is written, weekdays tell it: also when the digest is read years later. */
function newestByWeekday(readings: readonly Reading[], near: Day | null): Day | null {
  const frame: Frame = { reference: near, usualAge: Number.POSITIVE_INFINITY };
  const days = readings.flatMap(({ draft, witnesses }) => {
    const named = witnesses.filter(({ mention }) => mention.weekday !== null);
    return best({ draft, witnesses: named }, frame)?.day ?? [];
  });
  return newestTogether(days);
}

/** The newest day of the items that lies in the month, else its first. */
function newestInMonth(readings: readonly Reading[], first: Day): Day {
  const frame: Frame = { reference: first + 30, usualAge: USUAL_AGE };
  const days = readings.flatMap((reading) => best(reading, frame)?.day ?? []);
  return Math.max(first, ...days.filter((day) => day <= first + 30).slice(0, 1000));
}

function dayStated(value: string, rules: StatedRules): Day | null {
  const stated = readStated(value, rules);
  return stated === null ? null : dayOfTime(Date.parse(stated.slice(0, 10)));
}

/** The day that an item gives in full. */
function leadDay(reading: Reading, rules: StatedRules): Day | null {
  const header = reading.draft.headers.date;
  const stated = header === undefined ? null : dayStated(header, rules);
  return stated ?? best(reading, { reference: null, usualAge: USUAL_AGE })?.day ?? null;
}

/** The newest of the days, unless it stands alone: one misread date must not carry all others with it. */
function newestTogether(days: readonly Day[]): Day | null {
  const sorted = days.toSorted((a, b) => a - b);
  let last = sorted.length - 1;
  while (last >= 3) {
    const [middle = 0, next = 0, newest = 0] = [sorted[(last - 1) >> 1], sorted[last - 1], sorted[last]];
    if (newest - next <= Math.max(45, next - middle)) break;
    last--;
  }
  return sorted[last] ?? null;
}

/** Three times the median age of several items, at least two months: a review of a year is no news of a week. */
function usualAge(readings: readonly Reading[], reference: Day | null): number {
  if (reference === null) return USUAL_AGE;
  const ages = readings.flatMap((reading) => {
    const day = best(reading, { reference, usualAge: Number.POSITIVE_INFINITY })?.day;
    return day === undefined ? [] : [Math.abs(reference - day)];
  });
  if (ages.length < 4) return USUAL_AGE;
  const median = ages.toSorted((a, b) => a - b)[Math.floor((ages.length - 1) / 2)] ?? 0;
  return Math.max(USUAL_AGE, 3 * median);
}

function best(reading: Reading, frame: Frame): Candidate | null {
  let found: Candidate | null = null;
  for (const each of reading.witnesses) {
    for (const candidate of weigh(each, frame)) {
      if (candidate.points >= BELIEVED && candidate.points > (found?.points ?? 0)) found = candidate;
    }
  }
  return found;
}

function dateOf(reading: Reading, frame: Frame, rules: StatedRules, undated: Dated): Dated {
  const header = reading.draft.headers.date;
  const stated = header === undefined ? null : readStated(header, rules);
  if (stated !== null) return { published: stated, estimated: null, reason: () => `Stated: “${header}”.` };
  const candidate = best(reading, frame);
  if (candidate === null) return undated;
  return { published: isoDay(candidate.day), estimated: null, reason: () => explain(candidate) };
}

/** What is said of every item that gives no day. */
function undatedBy(reference: Day | null): Dated {
  const estimated = reference === null ? null : isoDay(reference);
  const standIn =
    estimated === null
      ? 'No day is known for the digest either.'
      : `The digest's day, ${estimated}, stands in.`;
  return { published: null, estimated, reason: () => `Neither headers nor text give a day. ${standIn}` };
}
