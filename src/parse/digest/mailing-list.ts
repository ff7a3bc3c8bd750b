import { decodeWords } from 'postal-mime';
import { isBlank } from './characters.ts';
import type { Draft, Headers, Outside, Split } from './draft.ts';
import { plainBlocks } from './plain.ts';

/** Digests of mailing lists in one text: RFC 1153, and what Mailman makes of it. */

/** 70 hyphens close the preamble, 30 part the messages (RFC 1153, 3.3); people and programs count badly. */
const PREAMBLE_END = /^-{60,80}\s*$/;
const SEPARATOR = /^-{20,59}\s*$/;
const FIELD = /^([A-Za-z][A-Za-z-]*):\s*(.*)$/;
const LAST = /^\s*(?:End of .{1,200}|\*{5,})$/;
const FOOTER_SUBJECT = 'Subject: Digest Footer';
/** Mailman puts its list's name before each subject. */
const LIST_TAG = /^((?:re:\s*|fwd?:\s*)*)\[[^\]]{1,60}\]\s*/i;

/** Reads lines as a mailing list's digest; null where fewer than two messages show. */
export function readMailingList(lines: readonly string[]): Split | null {
  const pieces = piecesOf(lines);
  if (pieces.length < 3) return null;
  const [preamble, ...rest] = pieces;
  const drafts: Draft[] = [];
  // The preamble is the masthead: a description of the list and a table of contents (RFC 1153, 3.3).
  const outside: Piece[] = [];
  for (const piece of rest) {
    const draft = messageIn(lines, piece);
    if (draft !== null) drafts.push(draft);
    else if (!isFooter(lines, piece)) outside.push(piece);
  }
  if (drafts.length < 2) return null;
  const masthead = preamble === undefined ? [] : lines.slice(preamble.start, preamble.end);
  const title = titleIn(masthead) ?? titleIn(lines.slice(-10));
  return {
    head: title === undefined ? {} : { title },
    masthead: masthead.slice(0, 6).join('\n'),
    drafts,
    outside: outside.flatMap(({ start, end }) => outsideOf(lines, start, end)),
    warnings: [],
  };
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

function piecesOf(lines: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const [at, line] of lines.entries()) {
    const isCut =
      pieces.length === 0 ? PREAMBLE_END.test(line) || SEPARATOR.test(line) : SEPARATOR.test(line);
    if (!isCut) continue;
    pieces.push({ start, end: at });
    start = at + 1;
  }
  pieces.push({ start, end: lines.length });
  return pieces;
}

/** "Birders Digest, Vol 7, Issue 3", also where it is the end of that. */
function titleIn(lines: readonly string[]): string | undefined {
  const line = lines.find((text) => /\bdigest\b.*\d/i.test(text));
  return line
    ?.replace(/^\s*End of\s+/, '')
    .replace(/\s{2,}/g, ' ')
    .trim();
}

/** "End of Birders Digest" and stars, or what Mailman makes a last message of. */
function isFooter(lines: readonly string[], { start, end }: Piece): boolean {
  const text = lines.slice(start, end).filter((line) => !isBlank(line));
  return text[0] === FOOTER_SUBJECT || text.every((line) => LAST.test(line));
}

function messageIn(lines: readonly string[], { start, end }: Piece): Draft | null {
  let at = start;
  while (at < end && isBlank(lines[at] ?? '')) at++;
  const from = at;
  const fields = new Map<string, string>();
  let name = '';
  for (; at < end && !isBlank(lines[at] ?? ''); at++) {
    const line = lines[at] ?? '';
    const field = FIELD.exec(line);
    if (field !== null) {
      name = field[1]?.toLowerCase() ?? '';
      fields.set(name, field[2] ?? '');
    } else if (/^\s/.test(line) && name !== '') fields.set(name, `${fields.get(name)} ${line.trim()}`);
    else return null;
    // Mailman's `Message: 1` stands above a blank line of its own.
    if (name === 'message' && fields.size === 1 && isBlank(lines[at + 1] ?? '')) at++;
  }
  const subject = fields.get('subject');
  // Mailman's footer looks like a message.
  if (subject === undefined || FOOTER_SUBJECT.endsWith(` ${subject}`)) return null;
  let last = end - 1;
  while (last > at && (isBlank(lines[last] ?? '') || LAST.test(lines[last] ?? ''))) last--;
  return {
    title: decodeWords(subject).replace(LIST_TAG, '$1') || '(no subject)',
    headers: headersOf(fields),
    blocks: plainBlocks(lines.slice(at, last + 1).join('\n')),
    lines: [from + 1, last + 1],
    confidence: 0.95,
  };
}

function headersOf(fields: ReadonlyMap<string, string>): Headers {
  const from = decodeWords(fields.get('from') ?? '');
  const date = fields.get('date');
  const id = fields.get('message-id');
  return {
    ...(from === '' ? {} : { authors: [nameIn(from)] }),
    ...(date === undefined ? {} : { date }),
    ...(id === undefined ? {} : { id: id.trim() }),
  };
}

/** `Ada Lane <ada@example.org>`, `"Lane, Ada" <…>`, `ada@example.org (Ada Lane)`. */
function nameIn(from: string): string {
  const comment = /^\S+@\S+\s+\(([^)]+)\)$/.exec(from)?.[1];
  const name =
    comment ??
    from
      .replace(/<[^>]*>\s*$/, '')
      .trim()
      .replace(/^"(.*)"$/, '$1');
  return name === '' ? from.replace(/[<>]/g, '') : name;
}

function outsideOf(lines: readonly string[], start: number, end: number): readonly Outside[] {
  let first = start;
  while (first < end && isBlank(lines[first] ?? '')) first++;
  if (first === end) return [];
  let last = end - 1;
  while (isBlank(lines[last] ?? '')) last--;
  const blocks = plainBlocks(lines.slice(first, last + 1).join('\n'));
  return [{ lines: [first + 1, last + 1], opening: (lines[first] ?? '').trim().slice(0, 60), blocks }];
}
