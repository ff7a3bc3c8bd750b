import { setImmediate } from 'node:timers/promises';
import PostalMime, { type Email } from 'postal-mime';
import { Failure, type Warning } from '../../model/failure.ts';
import { isBlank, linesOf } from './characters.ts';
import type { Draft, Headers, Outside, Split } from './draft.ts';
import { htmlBlocks, readHtml } from './html.ts';
import { readMailingList } from './mailing-list.ts';
import { type PlainRules, plainBlocks, readPlain } from './plain.ts';
import { MOST_ITEMS } from './split.ts';

/** Messages inside of messages are opened down to here; deeper ones are left out. */
const DEEPEST = 4;
/** Messages between two breaths. */
const MESSAGES = 10;
/** Confidence from which parts of a message that was not chosen as a digest are items of their own. */
const SURE = 0.85;

const limits = { forceRfc822Attachments: true, maxNestingDepth: 64, maxHeadersSize: 1024 * 1024 } as const;

/**
 * Reads a mail that was chosen as a digest: its enclosed messages (multipart/digest, RFC 2046, 5.1.5), a mailing list's
 * digest or a newsletter in its text, else itself as one item.
 * @throws {Failure} `malformed`, `too-deep`
 */
export function readMail(bytes: Uint8Array, rules: PlainRules): Promise<Split> {
  return readMessage(bytes, rules, 0, 1);
}

/**
 * Reads an mbox (RFC 4155): each message is an item, or a digest if it is surely one.
 * @throws {Failure} `malformed`, `too-deep`
 */
export async function readMbox(bytes: Uint8Array, rules: PlainRules): Promise<readonly Split[]> {
  const splits: Split[] = [];
  for (const { text, line, delivered } of messagesIn(latin1(bytes))) {
    if (splits.length % MESSAGES === MESSAGES - 1) await setImmediate();
    const split = shifted(await readMessage(Buffer.from(text, 'latin1'), rules, SURE, 1), line - 1);
    splits.push(delivered === null ? split : { ...split, head: { date: delivered, ...split.head } });
  }
  return splits;
}

async function readMessage(
  bytes: Uint8Array,
  rules: PlainRules,
  least: number,
  depth: number,
): Promise<Split> {
  const email = await parse(bytes);
  const source = latin1(bytes);
  const enclosed = email.attachments.filter(isMessage);
  const head = headOf(email);
  if (enclosed.length > 0 && depth < DEEPEST) {
    const { drafts, warnings } = await readEnclosed(enclosed, source, rules, depth);
    const preamble = linesOf(email.text ?? '');
    return {
      head,
      masthead: '',
      drafts,
      outside: outsideOf(preamble, linesAbove(source, preamble)),
      warnings: [...leftOut(email), ...warnings],
    };
  }
  const split = readBody(email, source, rules);
  if (split !== null && split.drafts.length > 1 && confidenceOf(split) >= least) {
    return { ...split, head: { ...split.head, ...head }, warnings: [...split.warnings, ...leftOut(email)] };
  }
  const warnings = [...leftOut(email), ...(enclosed.length > 0 ? [tooDeep()] : [])];
  return { head: {}, masthead: '', drafts: [wholeOf(email, source)], outside: [], warnings };
}

function tooDeep(): Warning {
  const message = `Messages are enclosed in each other more than ${DEEPEST} deep; the innermost are left out.`;
  return { code: 'digest-too-deep', message };
}

/** Text around enclosed messages is no item's. */
function outsideOf(lines: readonly string[], above: number): readonly Outside[] {
  const first = lines.findIndex((line) => !isBlank(line));
  if (first < 0) return [];
  const last = lines.findLastIndex((line) => !isBlank(line));
  const blocks = plainBlocks(lines.join('\n'));
  const opening = (lines[first] ?? '').trim().slice(0, 60);
  return [{ lines: [above + first + 1, above + last + 1], opening, blocks }];
}

async function parse(bytes: Uint8Array): Promise<Email> {
  refuseTooDense(bytes);
  try {
    return await PostalMime.parse(bytes, limits);
  } catch (cause) {
    throw new Failure(
      'malformed',
      `The mail can not be read: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
}

/** More lines than a mail of twenty megabytes has, and more parts than any: the parser takes its time for each. */
const MOST_LINES = 250_000;
const MOST_PARTS = 10_000;

function refuseTooDense(bytes: Uint8Array): void {
  const source = latin1(bytes);
  if (countLines(source, 0, Number.POSITIVE_INFINITY) > MOST_LINES)
    throw new Failure('too-many', `The mail has more than ${MOST_LINES} lines.`);
  let parts = 0;
  for (let at = source.indexOf('\n--'); at >= 0 && parts <= MOST_PARTS; at = source.indexOf('\n--', at + 1))
    parts++;
  if (parts > MOST_PARTS) throw new Failure('too-many', `The mail has more than ${MOST_PARTS} parts.`);
}

type Attachment = Email['attachments'][number];

function isMessage({ mimeType }: Attachment): boolean {
  return mimeType === 'message/rfc822';
}

async function readEnclosed(
  parts: readonly Attachment[],
  source: string,
  rules: PlainRules,
  depth: number,
): Promise<Pick<Split, 'drafts' | 'warnings'>> {
  const drafts: Draft[] = [];
  const warnings: Warning[] = [];
  let cursor = 0;
  let line = 1;
  for (const [index, { content }] of parts.slice(0, MOST_ITEMS).entries()) {
    if (index % MESSAGES === MESSAGES - 1) await setImmediate();
    const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
    // A part that is not encoded stands in the source to the letter: there its lines are counted.
    const found = source.indexOf(`\n${latin1(bytes.subarray(0, 200)).split(/\r?\n/, 1)[0]}`, cursor);
    if (found >= 0) {
      line += countLines(source, cursor, found + 1);
      cursor = found + 1;
    }
    const split = shifted(await readMessage(bytes, rules, SURE, depth + 1), line - 1);
    drafts.push(...split.drafts);
    warnings.push(...split.warnings);
  }
  return { drafts, warnings };
}

/** The text or the HTML of a mail, whichever comes apart more surely. */
function readBody(email: Email, source: string, rules: PlainRules): Split | null {
  const lines = linesOf(email.text ?? '');
  const text = readMailingList(lines) ?? (email.text === undefined ? null : readPlain(email.text, rules));
  const html = email.html === undefined ? null : readHtml(email.html, rules);
  const isHtml =
    html !== null && html.drafts.length > 1 && (text === null || confidenceOf(html) >= confidenceOf(text));
  const split = isHtml ? html : text;
  return split === null
    ? null
    : shifted(split, linesAbove(source, isHtml ? (email.html ?? '').split('\n') : lines));
}

/** Of the least sure item; 0 where there are no several. */
function confidenceOf({ drafts }: Split): number {
  return drafts.length < 2 ? 0 : Math.min(...drafts.slice(0, 1000).map((draft) => draft.confidence));
}

/** The mail itself as one item. */
function wholeOf(email: Email, source: string): Draft {
  const blocks = email.html === undefined ? plainBlocks(email.text ?? '') : htmlBlocks(email.html);
  const { from } = email;
  const author = from === undefined ? undefined : from.name || from.address;
  const id = email.messageId;
  const date = headOf(email).date;
  return {
    title: email.subject?.trim() || '(no subject)',
    headers: {
      ...(author === undefined ? {} : { authors: [author] }),
      ...(date === undefined ? {} : { date }),
      ...(id === undefined ? {} : { id }),
    },
    blocks,
    lines: [1, countLines(source.trimEnd(), 0, Number.POSITIVE_INFINITY) + 1],
    confidence: 0.9,
  };
}

function headOf(email: Email): Headers {
  // As written: it tells the day at the sender's place.
  const date = email.headers.find((header) => header.key === 'date')?.value;
  return {
    ...(email.subject === undefined ? {} : { title: email.subject.trim() }),
    ...(date === undefined ? {} : { date }),
  };
}

function leftOut(email: Email): readonly Warning[] {
  const parts = email.attachments.filter((part) => !isMessage(part) && part.related !== true);
  if (parts.length === 0) return [];
  const names = parts.slice(0, 3).map((part) => part.filename ?? part.mimeType);
  const more = parts.length > names.length ? ' …' : '';
  const count = parts.length === 1 ? 'One attachment is' : `${parts.length} attachments are`;
  return [{ code: 'digest-attachments', message: `${count} not read: ${names.join(', ')}${more}` }];
}

interface Message {
  readonly text: string;
  /** Number of its first header line. */
  readonly line: number;
  /** The day that the `From ` line gives: near to the message's own, but not stated by it. */
  readonly delivered: string | null;
}

/** A `From ` line under a blank one starts a message; in the messages such lines are marked with `>`. */
function* messagesIn(source: string): Iterable<Message> {
  const starts = [...source.matchAll(/(?:^|(?<=\n\r?\n))From [^\n]*\n/g)].slice(0, MOST_ITEMS);
  let line = 1;
  for (const [index, match] of starts.entries()) {
    const start = match.index + match[0].length;
    const end = starts[index + 1]?.index ?? source.length;
    const [, month, day, year] = /(\w{3}) +(\d{1,2}) [\d:]{4,8}(?: \S{1,5})? (\d{4})/.exec(match[0]) ?? [];
    const delivered = year === undefined ? null : `${day} ${month} ${year}`;
    yield { text: source.slice(start, end).replace(/^>(>*From )/gm, '$1'), line: line + 1, delivered };
    line += countLines(source, match.index, end);
  }
}

/** How many lines of the source stand above a part of it; 0 where the part is encoded and lines mean nothing. */
function linesAbove(source: string, part: readonly string[]): number {
  const first = part.findIndex((line) => !isBlank(line));
  const last = part.findLastIndex((line) => !isBlank(line));
  const start = source.indexOf(`\n${asBytes(part[first])}`);
  const end = source.lastIndexOf(`\n${asBytes(part[last])}`);
  if (first < 0 || start < 0 || countLines(source, start, end) !== last - first) return 0;
  return countLines(source, 0, start + 1) - first;
}

/** A line of text as UTF-8 looks in a source of single bytes. */
function asBytes(line: string | undefined): string {
  return Buffer.from(line?.trimEnd() ?? '').toString('latin1');
}

function shifted(split: Split, by: number): Split {
  if (by === 0) return split;
  const move = ([from, to]: readonly [number, number]): [number, number] => [from + by, to + by];
  return {
    ...split,
    drafts: split.drafts.map((draft) => ({ ...draft, lines: move(draft.lines) })),
    outside: split.outside.map((piece) => ({ ...piece, lines: move(piece.lines) })),
    warnings: split.warnings.map((warning) =>
      warning.line === undefined ? warning : { ...warning, line: warning.line + by },
    ),
  };
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
