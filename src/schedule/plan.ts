import { type Bookmark, never } from '../model/bookmark.ts';
import { type Failure, failureRow } from '../model/failure.ts';
import type { Hints } from '../model/item.ts';
import { type Answer, isRemote, type Source } from '../model/source.ts';
import { backOff } from './back-off.ts';
import { movedAfterFailure, movedAfterSuccess } from './moves.ts';
import { expectedNext, heard, type NotBefore } from './rhythm.ts';
import { outsideSkips } from './skips.ts';
import { inWords } from './words.ts';

/** What planning needs of a fetch; a `Fetched` is one. */
export type Outcome =
  | { readonly kind: 'documents' | 'unchanged'; readonly answer: Answer }
  | {
      readonly kind: 'failed';
      readonly answer: Answer | null;
      readonly at: number;
      readonly failure: Failure;
    };

export interface PlanInput {
  readonly source: Source;
  readonly before: Bookmark | null;
  readonly fetched: Outcome;
  /** What went wrong with the documents after the fetch: then nothing was learned from them. */
  readonly failure?: Failure | null;
  /** Of the documents; null: as before. */
  readonly hints: Hints | null;
  /** For each entry that was not listed last time: when it says it was published, ms, or null. */
  readonly newItems?: readonly (number | null)[];
  /** ms since 1970. */
  readonly now: number;
  /** In [0, 1): spreads sources that would else come together. */
  readonly random: number;
  readonly settings: { readonly minInterval: number };
}

const day = 86_400_000;

/** A wish for a longer pause is a mistake in somebody's configuration (a year of max-age is common). */
const longestWish = 30 * day;

/** A 429 is remembered for this long. */
const paceMemory = 30 * day;

/** Without validators every request is a whole download: once a day. */
const unconditionalInterval = day;

/**
 * The bookmark after a fetch: what to send next time, when, and why then. Pure: the same input, the same plan. What a reading
 * of the documents tells (title, format …) is carried over from before; the caller puts in what is new.
 */
export function planNext(input: PlanInput): Bookmark {
  const { source, fetched } = input;
  const known = input.before?.location === source.location ? input.before : null;
  const before = known ?? firstBookmark(source, input.now);
  const failure = fetched.kind === 'failed' ? fetched.failure : (input.failure ?? null);
  if (failure?.code === 'cancelled') return before;
  if (failure?.facts.asked === false) return afterPause(before, failure, input);
  if (failure !== null) return afterFailure(before, failure, input);
  if (fetched.kind === 'failed') return before;
  return afterSuccess(before, fetched.answer, input);
}

/** What is known of a source that was never asked: nothing, so it is due. */
export function firstBookmark(source: Source, now: number): Bookmark {
  return {
    location: source.location,
    nextAt: now,
    nextWhy: 'never asked yet',
    binding: false,
    heldUntil: null,
    validators: null,
    bodyHash: null,
    lastFetchAt: null,
    lastStatus: null,
    lastSuccessAt: null,
    failures: 0,
    lastFailure: null,
    hints: null,
    pace: null,
    moved: null,
    rhythm: [],
    title: null,
    link: null,
    feedId: null,
    language: null,
    format: null,
    itemsListed: 0,
    warnings: [],
  };
}

function afterSuccess(before: Bookmark, answer: Answer, input: PlanInput): Bookmark {
  const { source, newItems = [] } = input;
  const hints = input.hints ?? before.hints;
  const rhythm = heard(before.rhythm, newItems, before.lastSuccessAt, answer.at);
  const pace = before.pace !== null && answer.at - before.pace.since < paceMemory ? before.pace : null;
  const { etag, lastModified, url } = answer;
  const validators = etag === null && lastModified === null ? null : { url, etag, lastModified };
  const next = isRemote(source.location)
    ? nextRequest({ answer, hints, rhythm, pace, conditional: validators !== null }, input)
    : nextLook(answer.at, source);
  return {
    ...before,
    nextAt: next.at,
    nextWhy: next.why,
    binding: false,
    heldUntil: null,
    validators,
    bodyHash: answer.bodyHash,
    lastFetchAt: answer.at,
    lastStatus: answer.status,
    lastSuccessAt: answer.at,
    failures: 0,
    lastFailure: null,
    hints,
    pace,
    moved: movedAfterSuccess(before.moved, answer, source.location),
    rhythm,
  };
}

/** What is known after a good answer. */
interface Known {
  readonly answer: Answer;
  readonly hints: Hints | null;
  readonly rhythm: readonly number[];
  readonly pace: Bookmark['pace'];
  readonly conditional: boolean;
}

/** The latest of all wishes, then out of the hours that the feed excludes. */
function nextRequest(known: Known, { source, settings, random }: PlanInput): NotBefore {
  const { answer, hints, pace } = known;
  const { at } = answer;
  const { minInterval } = settings;
  const wishes = wishesOf(answer, hints);
  const floors = [{ at: at + minInterval, why: `minimum interval of ${inWords(minInterval)}` }, ...wishes];
  if (source.every !== null)
    floors.push({ at: at + source.every, why: `every: ${inWords(source.every)} (configured)` });
  if (pace !== null) floors.push({ at: at + pace.interval, why: 'asked more often, it said 429' });
  if (minInterval > 0) {
    // Who names a time beyond our minimum knows its rhythm better than we can guess.
    const guessing = wishes.every((wish) => wish.at <= at + minInterval);
    if (guessing) floors.push(expectedNext(known.rhythm, at, minInterval));
    if (!known.conditional) {
      floors.push({ at: at + unconditionalInterval, why: 'no ETag and no Last-Modified: once a day' });
    }
  }
  const latest = floors.reduce((one, other) => (other.at > one.at ? other : one));
  const spread = latest.at + spreadOver(latest.at - at, random);
  const open = outsideSkips(spread, hints);
  return { at: Math.ceil(open), why: open === spread ? latest.why : 'skipHours and skipDays of the feed' };
}

function wishesOf({ at, freshUntil, freshWhy }: Answer, hints: Hints | null): readonly NotBefore[] {
  const wishes: NotBefore[] = [];
  const wish = (until: number, why: string) => wishes.push({ at: Math.min(until, at + longestWish), why });
  if (freshUntil !== null) wish(freshUntil, freshWhy ?? 'fresh until then');
  if (hints?.period != null)
    wish(at + hints.period, `the feed asks for ${inWords(hints.period)} between requests`);
  return wishes;
}

/** A little later, by chance, so that sources which met once do not meet for ever. */
function spreadOver(wait: number, random: number): number {
  return random * Math.min(wait / 50, 300_000);
}

/** A file on this machine costs nobody anything: every run looks at it, unless the user wants otherwise. */
function nextLook(at: number, { every }: Source): NotBefore {
  if (every === null) return { at, why: 'a local file: looked at in every run' };
  return { at: at + every, why: `every: ${inWords(every)} (configured)` };
}

function afterFailure(before: Bookmark, failure: Failure, input: PlanInput): Bookmark {
  const { fetched } = input;
  const at = fetched.kind === 'failed' ? fetched.at : fetched.answer.at;
  const status = fetched.answer?.status ?? null;
  const failures = before.failures + 1;
  return {
    ...before,
    ...pauseAfter(failure, { at, status, failures }, input),
    lastFetchAt: at,
    lastStatus: status,
    failures,
    lastFailure: failureRow(failure),
    moved: movedAfterFailure(before.moved, failures),
    pace: failure.code === 'rate-limited' ? slower(before, fetched.answer, at, input) : before.pace,
  };
}

/** After a 429 the interval that drew it is not tried again for a while. */
function slower(
  { pace, lastFetchAt }: Bookmark,
  answer: Answer | null,
  at: number,
  input: PlanInput,
): Bookmark['pace'] {
  const tried = lastFetchAt === null ? 0 : at - lastFetchAt;
  const asked = answer?.retryAt == null ? 0 : answer.retryAt - at;
  const interval = Math.max(pace?.interval ?? 0, asked, Math.min(tried, input.settings.minInterval) * 2);
  return { interval: Math.min(interval, day), since: at };
}

type Pause = Pick<Bookmark, 'nextAt' | 'nextWhy' | 'binding' | 'heldUntil'>;

function pauseAfter(
  failure: Failure,
  { at, status, failures }: { at: number; status: number | null; failures: number },
  { source, fetched, settings, random }: PlanInput,
): Pause {
  if (failure.code === 'gone') {
    return { nextAt: never, nextWhy: '410 Gone: not asked any more', binding: true, heldUntil: never };
  }
  if (!isRemote(source.location)) {
    const next = nextLook(at, source);
    return { nextAt: next.at, nextWhy: next.why, binding: false, heldUntil: null };
  }
  const { wait, why } = backOff({ code: failure.code, status, failures }, settings.minInterval, random);
  const floor = at + Math.max(wait, source.every ?? 0);
  const retryAt = fetched.answer?.retryAt ?? null;
  if (retryAt === null) return { nextAt: Math.ceil(floor), nextWhy: why, binding: false, heldUntil: null };
  const heldUntil = Math.min(retryAt, at + longestWish);
  const ours = at + settings.minInterval;
  if (ours > heldUntil) {
    return {
      nextAt: ours,
      nextWhy: `minimum interval of ${inWords(settings.minInterval)}`,
      binding: false,
      heldUntil,
    };
  }
  return {
    nextAt: Math.ceil(heldUntil + spreadOver(heldUntil - at, random)),
    nextWhy: 'Retry-After',
    binding: true,
    heldUntil,
  };
}

/** Not asked, because another source at the same host was told to wait. No failure of this source. */
function afterPause(before: Bookmark, failure: Failure, { random, now }: PlanInput): Bookmark {
  const until = Number(failure.facts.until);
  const nextAt = Math.ceil(Math.max(before.nextAt, until + spreadOver(until - now, random)));
  return { ...before, nextAt, nextWhy: 'its host asked for a pause (429)', binding: true, heldUntil: until };
}
