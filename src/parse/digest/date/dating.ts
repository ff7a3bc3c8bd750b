import type { Draft } from '../draft.ts';
import { type Day, dayOfTime, isoDay } from './calendar.ts';
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
  /** Text above the first item. */
  readonly masthead: string;
  /** When it came, ms: only where the digest itself names no day at all. */
  readonly receivedAt: number | null;
}

export interface Dated {
  /** ISO day or instant; null where neither headers nor text give one. */
  readonly published: string | null;
  /** The digest's day, to order by, where `published` is null. */
  readonly estimated: string | null;
  readonly reason: string;
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
export function dateItems(drafts: readonly Draft[], digest: DigestDay, rules: DatingRules): readonly Dated[] {
  const order = rules.order ?? commonOrder(drafts);
  const readings = drafts.map((draft) => ({
    draft,
    witnesses: rules.fromProse ? witnessesIn(draft, order) : [],
  }));
  const stated: StatedRules = { order, timezone: rules.timezone, near: null };
  const reference = referenceDay(readings, digest, stated);
  const frame: Frame = { reference, usualAge: usualAge(readings, reference) };
  return readings.map((reading) => dateOf(reading, frame, { ...stated, near: reference }));
}

function witnessesIn(draft: Draft, order: DateOrder | null): readonly Witness[] {
  const passages: readonly Passage[] = [
    { place: 'title', text: draft.title.slice(0, PASSAGE) },
    { place: 'lead', text: draft.blocks[0]?.text.slice(0, PASSAGE) ?? '' },
    { place: 'second', text: draft.blocks[1]?.text.slice(0, PASSAGE) ?? '' },
  ];
  return passages.flatMap((passage) =>
    mentionsIn(passage.text, order).map((mention) => witness(mention, passage)),
  );
}

/** The order of numbers that the dates with a day above 12 show, if they agree. */
function commonOrder(drafts: readonly Draft[]): DateOrder | null {
  let dayFirst = 0;
  let monthFirst = 0;
  for (const { headers, blocks } of drafts) {
    const text = `${headers.date ?? ''}\n${blocks[0]?.text.slice(0, PASSAGE) ?? ''}`;
    if (!text.includes('/')) continue;
    for (const [, first, second] of text.matchAll(/(?<!\d)(\d{1,2})\/(\d{1,2})\/\d{2}/g)) {
      if (Number(first) > 12) dayFirst++;
      if (Number(second) > 12) monthFirst++;
    }
  }
  if (dayFirst > 0 === monthFirst > 0) return null;
  return dayFirst > 0 ? 'dmy' : 'mdy';
}

function referenceDay(readings: readonly Reading[], digest: DigestDay, rules: StatedRules): Day | null {
  const received = digest.receivedAt === null ? null : dayOfTime(digest.receivedAt);
  if (digest.stated !== null) {
    const stated = dayStated(digest.stated, rules);
    if (stated !== null) return stated;
  }
  const masthead: Passage = { place: 'title', text: digest.masthead.slice(0, PASSAGE) };
  const heading = mentionsIn(masthead.text, rules.order)
    .filter((mention) => mention.year !== null)
    .flatMap((mention) => weigh(witness(mention, masthead), { reference: null, usualAge: USUAL_AGE }));
  const full = newestTogether(readings.flatMap((reading) => leadDay(reading, rules) ?? []));
  return heading.at(-1)?.day ?? full ?? newestByWeekday(readings, received) ?? received;
}

/** Where no year is written, weekdays tell it: also when the digest is read years later. */
function newestByWeekday(readings: readonly Reading[], received: Day | null): Day | null {
  const frame: Frame = { reference: received, usualAge: Number.POSITIVE_INFINITY };
  const days = readings.flatMap(({ draft, witnesses }) => {
    const named = witnesses.filter(({ mention }) => mention.weekday !== null);
    return best({ draft, witnesses: named }, frame)?.day ?? [];
  });
  return newestTogether(days);
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

function dateOf(reading: Reading, frame: Frame, rules: StatedRules): Dated {
  const header = reading.draft.headers.date;
  const stated = header === undefined ? null : readStated(header, rules);
  if (stated !== null) return { published: stated, estimated: null, reason: `Stated: “${header}”.` };
  const candidate = best(reading, frame);
  if (candidate !== null)
    return { published: isoDay(candidate.day), estimated: null, reason: explain(candidate) };
  const estimated = frame.reference === null ? null : isoDay(frame.reference);
  const standIn =
    estimated === null
      ? 'No day is known for the digest either.'
      : `The digest's day, ${estimated}, stands in.`;
  return { published: null, estimated, reason: `Neither headers nor text give a day. ${standIn}` };
}
