import type { Headers } from './draft.ts';

/** The head of a mail that was forwarded or pasted as text stands above the digest, and is no item of it. */

const MARK =
  /^[\s>]*(?:-{2,}\s*)?(?:begin forwarded|forwarded|original|ursprüngliche|weitergeleitete|mensaje|message|messaggio|doorgestuurd|mensagem)\b[\p{L}\s’']{0,30}:?\s*-*\s*$/iu;
const FIELD =
  /^[\s>]*[*_]{0,2}(from|von|de|da|van|od|date|sent|gesendet|datum|envoyé|fecha|enviado|data|inviato|verzonden|subject|betreff|objet|asunto|assunto|oggetto|onderwerp|temat|to|an|à|para|a|aan|do|cc|reply-to)\s*:[*_]{0,2}\s+(\S.*)$/iu;
const FROM = /^(?:from|von|de|da|van|od)$/i;
const DATE = /^(?:date|sent|gesendet|datum|envoyé|fecha|enviado|data|inviato|verzonden)$/i;
const SUBJECT = /^(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp|temat)$/i;
const PREFIX = /^(?:(?:re|aw|fwd?|wg|tr|rv|i|doorst)\s*:\s*)+/i;
/** How many lines may stand above it. */
const WINDOW = 40;

export interface Unforwarded {
  /** As many as before: the head's are empty. */
  readonly lines: readonly string[];
  readonly head: Headers;
}

export function withoutForwarding(lines: readonly string[]): Unforwarded {
  const found = headIn(lines.slice(0, WINDOW + 10));
  if (found === null) return { lines, head: {} };
  const { first, last, fields } = found;
  const stated = (name: RegExp) => fields.find(([field]) => name.test(field))?.[1];
  const title = stated(SUBJECT)?.replace(PREFIX, '');
  const date = stated(DATE);
  return {
    lines: lines.map((line, at) => (at >= first && at <= last ? '' : line)),
    head: { ...(title === undefined ? {} : { title }), ...(date === undefined ? {} : { date }) },
  };
}

type Field = readonly [name: string, value: string];

/** Three or more fields of a mail in a row, the sender and the subject among them, and the mark above them. */
function headIn(lines: readonly string[]): { first: number; last: number; fields: readonly Field[] } | null {
  for (let at = 0; at < Math.min(lines.length, WINDOW); at++) {
    const fields: Field[] = [];
    for (let end = at; ; end++) {
      const [, name, value] = FIELD.exec(lines[end] ?? '') ?? [];
      if (name === undefined || value === undefined) break;
      fields.push([name, value.trim()]);
    }
    const has = (pattern: RegExp) => fields.some(([name]) => pattern.test(name));
    if (fields.length >= 3 && has(FROM) && has(SUBJECT)) {
      const mark = [at - 1, at - 2].find((above) => MARK.test(lines[above] ?? ''));
      return { first: mark ?? at, last: at + fields.length - 1, fields };
    }
    at += Math.max(0, fields.length - 1);
  }
  return null;
}
