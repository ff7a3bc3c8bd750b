/** What of a source's state wants a person. In words that stay the same as long as the trouble does: moments, no spans. Pure. */
import { type Bookmark, never } from '../model/bookmark.ts';
import type { FailureCode } from '../model/failure.ts';
import type { Source } from '../model/source.ts';
import type { Trouble } from '../model/trouble.ts';
import { diagnose } from './health.ts';

const DAY = 86_400_000;

/** Trouble that may pass is nobody's business for so long. */
const PATIENCE = 2 * DAY;

/** What does not pass by itself is told when it was met so often in a row: a server may stumble. */
const SURE = 3;

const LASTING: ReadonlySet<FailureCode> = new Set([
  'address-refused',
  'address-invalid',
  'tls',
  'not-http',
  'proxy',
  'redirect-loop',
  'redirect-limit',
  'redirect-refused',
  'too-large',
  'file-unreadable',
  'file-outside',
  'not-a-feed',
  'html-page',
  'binary',
  'too-deep',
] satisfies FailureCode[]);

/** `now` in ms since 1970: what is failing becomes a trouble with time. */
export function troublesOf(source: Source, bookmark: Bookmark | null, now: number): readonly Trouble[] {
  if (bookmark === null) return [];
  const name = source.title ?? bookmark.title ?? source.id;
  const about = { source, bookmark, name };
  return [fetching(about, now), moved(about), held(about), empty(about)].filter(
    (trouble) => trouble !== null,
  );
}

interface About {
  readonly source: Source;
  readonly bookmark: Bookmark;
  readonly name: string;
}

const subjectOf = ({ source }: About, what: string): string => `source:${source.id}:${what}`;

function fetching(about: About, now: number): Trouble | null {
  const { bookmark, name } = about;
  const { lastFailure, lastSuccessAt, failures } = bookmark;
  if (lastFailure === null || failures === 0) return null;
  const { health } = diagnose(bookmark, now);
  const isOver = bookmark.nextAt === never;
  const isOld = failures >= SURE && now - (lastSuccessAt ?? bookmark.firstReadAt ?? 0) >= PATIENCE;
  const isSure = failures >= SURE && (LASTING.has(lastFailure.code) || refused(bookmark));
  if (!isOver && !isOld && !isSure && health !== 'dead') return null;
  const since = lastSuccessAt === null ? 'It never worked.' : `It last worked on ${moment(lastSuccessAt)}.`;
  return {
    subject: subjectOf(about, 'fetch'),
    // of what may pass, every hour says something else
    gist: `${isOver ? 'gone' : health}: ${LASTING.has(lastFailure.code) || refused(bookmark) ? lastFailure.code : 'failing'}`,
    title: `${name} ${isOver ? 'is gone' : health === 'dead' ? 'has not worked for weeks' : 'does not work'}`,
    says: `${sentence(lastFailure.message)} ${since}`,
    advice:
      lastFailure.advice ??
      'Look whether it has moved, and enter the new address; or take it out of the config.',
  };
}

/** Told so by the server, and not for a moment. */
const refused = ({ lastStatus }: Bookmark): boolean =>
  lastStatus !== null && lastStatus >= 400 && lastStatus < 500 && lastStatus !== 408 && lastStatus !== 429;

function moved(about: About): Trouble | null {
  const { moved: move } = about.bookmark;
  if (move === null || !move.adopted) return null;
  const to = move.to.split('?')[0] ?? move.to;
  return {
    subject: subjectOf(about, 'moved'),
    gist: to,
    title: `${about.name} has moved for good`,
    says: `It has redirected to ${to} permanently since ${moment(move.since)}, and is asked there.`,
    advice: `Enter ${to} in the config: one day the old address will lead nowhere.`,
  };
}

function held(about: About): Trouble | null {
  const { quarantine } = about.bookmark;
  if (!quarantine) return null;
  const { why, since, until, items } = quarantine;
  const count = items.length === 1 ? '1 item waits' : `${items.length} items wait`;
  return {
    subject: subjectOf(about, 'held'),
    gist: String(since),
    title: `${about.name}: new items are held back`,
    says: `${sentence(why)} ${count} since ${moment(since)}, until ${moment(until)} at the latest.`,
    advice: `See what it brings; \`feedriver release ${about.source.id}\` publishes it with the next run.`,
  };
}

/** A feed may well be empty; a text in which nothing is found was mostly read wrongly. */
function empty(about: About): Trouble | null {
  const { source, bookmark } = about;
  if (source.kind !== 'digest' || bookmark.itemsListed > 0 || bookmark.failures > 0) return null;
  if (bookmark.lastSuccessAt === null) return null;
  return {
    subject: subjectOf(about, 'empty'),
    gist: 'empty',
    title: `${about.name}: no item was found`,
    says: ['The text was read, but nothing in it looks like an item.', ...bookmark.warnings.slice(0, 3)]
      .map(sentence)
      .join(' '),
    advice: 'See with `feedriver preview` how it is read, and set `split`, `titlePattern` or `format`.',
  };
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** `2026-03-09 07:00 UTC` */
const moment = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
