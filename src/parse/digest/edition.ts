import { Failure, type Warning } from '../../model/failure.ts';
import type { DigestOptions } from '../../model/source.ts';
import { decodeText } from '../decode.ts';
import { linesOf, looksBinary } from './characters.ts';
import { type Dated, type DatedDigest, dateItems } from './date/dating.ts';
import type { Draft, Headers, Outside, Split } from './draft.ts';
import { type DigestForm, sniffForm } from './form.ts';
import { keysOf } from './identity.ts';
import { decodedOnce } from './mojibake.ts';
import { type PlainRules, readPlain } from './plain.ts';

/** One item of a digest, complete. */
export interface DigestItem extends Draft {
  /** Stays when the digest changes around the item; see `keysOf`. */
  readonly key: string;
  readonly dated: Dated;
  /** Name of the edition that it came in, null if that has none. */
  readonly edition: string | null;
}

/** One issue of a digest: a document, or a message of an mbox. */
export interface Issue {
  readonly head: Headers;
  /** Its title, and day or number as written; null: it has none. */
  readonly name: string | null;
  readonly dated: Dated;
  readonly items: readonly DigestItem[];
  readonly outside: readonly Outside[];
}

/** A document read to the end. */
export interface Edition {
  readonly form: DigestForm;
  /** What its relative addresses are relative to, where it says so itself. */
  readonly base: string | null;
  readonly head: Headers;
  readonly issues: readonly Issue[];
  readonly items: readonly DigestItem[];
  readonly warnings: readonly Warning[];
}

export interface EditionContext {
  /** Path or address; its extension and a date in its name are hints. */
  readonly location: string;
  readonly contentType: string | null;
  readonly options: DigestOptions | null;
  /** The digest's own day, if somebody knows it: an ISO date. */
  readonly referenceDate: string | null;
  /** When it came, ms: dates the digest only where nothing in it does. */
  readonly receivedAt: number | null;
}

const NO_DATE: Dated = { published: null, estimated: null, reason: () => '' };

/** Nobody reads more of one document. */
const MOST_WARNINGS = 1000;
/** Largest document that is read, in bytes. */
export const MOST_BYTES = 48 * 1024 * 1024;

/**
 * Reads one edition of a digest, whatever its form. The result depends on the document and the context only.
 * @throws {Failure} `empty`, `binary`, `too-large`, `malformed` (JSON), `config-invalid` (a pattern of the options)
 */
export async function readEdition(source: string | Uint8Array, context: EditionContext): Promise<Edition> {
  const { options } = context;
  if (source.length > MOST_BYTES) throw tooLarge(source.length);
  const { text, warnings } =
    typeof source === 'string' ? { text: source, warnings: [] } : decodeText(source, context.contentType);
  if (text.trim() === '') throw new Failure('empty', 'The document is empty.');
  if (looksBinary(text)) throw binary(text);
  const form = options?.format ?? sniffForm(text, context.contentType, context.location);
  const splits = await readForm(form, text, source, rulesOf(options));
  const drafts = splits.flatMap((split) => split.drafts);
  if (drafts.length === 0) throw noItem();
  const keys = keysOf(drafts).values();
  const issues = splits.map((split) => issueOf(split, keys, context));
  const items = issues.flatMap((issue) => issue.items);
  const head = splits.length === 1 ? (splits[0]?.head ?? {}) : {};
  const found = splits.flatMap((split) => [...split.warnings, ...split.outside.map(warningFor)]);
  // The parts of a mail have charsets of their own.
  const isMail = form === 'mail' || form === 'mbox';
  const base = splits[0]?.base ?? null;
  return { form, base, head, issues, items, warnings: firstOf(isMail ? found : [...warnings, ...found]) };
}

/** Readers of the rarer forms are loaded when one comes. */
async function readForm(
  form: DigestForm,
  text: string,
  source: string | Uint8Array,
  rules: PlainRules,
): Promise<readonly Split[]> {
  switch (form) {
    case 'markdown':
      return [(await import('./markdown.ts')).readMarkdown(text, rules)];
    case 'html':
      return [(await import('./html.ts')).readHtml(text, rules)];
    case 'mail':
      return [await (await import('./mail.ts')).readMail(bytesOf(source), rules)];
    case 'mbox':
      return (await import('./mail.ts')).readMbox(bytesOf(source), rules);
    case 'json':
      return [(await import('./records.ts')).readRecords(text)];
    case 'text':
      return [await readText(text, rules)];
  }
}

function bytesOf(source: string | Uint8Array): Uint8Array {
  return typeof source === 'string' ? new TextEncoder().encode(source) : source;
}

/** A text with the separators of a mailing list's digest is read as one, if messages show. */
async function readText(source: string, rules: PlainRules): Promise<Split> {
  const text = decodedOnce(source);
  if (text.includes('-'.repeat(28))) {
    const { readMailingList } = await import('./mailing-list.ts');
    const split = readMailingList(linesOf(text));
    if (split !== null) return split;
  }
  return readPlain(text, rules);
}

function firstOf(warnings: readonly Warning[]): readonly Warning[] {
  if (warnings.length <= MOST_WARNINGS) return warnings;
  const message = `And ${warnings.length - MOST_WARNINGS} warnings more.`;
  return [...warnings.slice(0, MOST_WARNINGS), { code: 'digest-warnings', message }];
}

function warningFor({ lines: [from, to], opening }: Outside): Warning {
  const place = from === to ? `Line ${from} belongs` : `Lines ${from}–${to} belong`;
  return { code: 'digest-lines-outside', message: `${place} to no item: “${opening}”.`, line: from };
}

/** `keys` gives the keys of all issues, one after the other. */
function issueOf(split: Split, keys: Iterator<string>, context: EditionContext): Issue {
  const { head, dateline = null, drafts, outside } = split;
  const name = [head.title ?? [], dateline ?? []].flat().join(', ') || null;
  const dated = datesOf(split, context);
  const items = drafts.map((draft, index): DigestItem => {
    const date = dated.items[index] ?? NO_DATE;
    return { ...draft, key: keys.next().value ?? '', dated: date, edition: name };
  });
  return { head, name, dated: dated.edition, items, outside };
}

function datesOf({ head, dateline, masthead, drafts }: Split, context: EditionContext): DatedDigest {
  const { options, location, receivedAt } = context;
  const name = location.slice(location.lastIndexOf('/') + 1);
  const digest = {
    stated: context.referenceDate ?? head.date ?? null,
    title: `${head.title ?? ''} ${dateline ?? ''}`.trim(),
    named: dayInName(name),
    masthead,
    name,
    receivedAt,
  };
  const rules = {
    order: options?.dateOrder ?? null,
    timezone: options?.timezone ?? null,
    fromProse: options?.dates ?? true,
  };
  return dateItems(drafts, digest, rules);
}

/** `digest-2025-06-12.txt`, `20250612.eml`. */
function dayInName(name: string): string | null {
  const match = /(?<!\d)(20\d\d)([-_.]?)([01]\d)\2([0-3]\d)(?!\d)/.exec(name);
  return match === null ? null : `${match[1]}-${match[3]}-${match[4]}`;
}

function rulesOf(options: DigestOptions | null): PlainRules {
  return {
    split: patternOf('split', options?.split ?? null),
    titlePattern: patternOf('titlePattern', options?.titlePattern ?? null),
  };
}

function patternOf(name: string, pattern: string | null): RegExp | null {
  if (pattern === null) return null;
  try {
    return new RegExp(pattern, 'u');
  } catch (cause) {
    const message = `\`${name}\` is no regular expression: ${pattern}`;
    throw new Failure('config-invalid', message, { cause, advice: 'Check its brackets and escapes.' });
  }
}

function tooLarge(size: number): Failure {
  const limit = MOST_BYTES / 1024 / 1024;
  return new Failure(
    'too-large',
    `The digest has ${Math.ceil(size / 1024 / 1024)} MiB; up to ${limit} MiB are read.`,
    {
      advice: 'Divide it into several files.',
      facts: { bytes: size, limit: MOST_BYTES },
    },
  );
}

function noItem(): Failure {
  return new Failure('empty', 'The document holds no item, only header lines or rules.');
}

function binary(start: string): Failure {
  const kind = start.startsWith('%PDF-')
    ? 'a PDF'
    : start.startsWith('PK')
      ? 'a ZIP or word processor file'
      : 'no text';
  return new Failure('binary', `The document is ${kind}.`, {
    advice: 'Save it as text, Markdown, HTML or mail and take that.',
  });
}
