import type { Warning } from '../../model/failure.ts';
import type { DigestOptions } from '../../model/source.ts';
import { readEdition } from './edition.ts';
import { htmlOf } from './markup.ts';

export interface DigestTextOptions {
  /** The digest's own day, if you know it: an ISO date. Years that the text leaves out are counted from it. */
  readonly referenceDate?: string | Date | null;
  /** When the digest came; dates it only where nothing in it does. */
  readonly receivedAt?: string | number | Date | null;
  /** Sniffed if not given. */
  readonly format?: DigestOptions['format'];
}

/** One item of a digest. */
export interface DigestTextItem {
  /** Stays when the digest grows, is reordered, re-wrapped or edited, gains links or loses its source lines. */
  readonly id: string;
  readonly title: string;
  readonly source: string | null;
  readonly link: string | null;
  readonly authors: readonly string[];
  readonly tags: readonly string[];
  /** `2025-06-09`, or an instant where a time is stated; null where neither headers nor text give a day. */
  readonly published: string | null;
  /** The digest's own day, which stands in where `published` is null; null where it is not needed or not known. */
  readonly estimated: string | null;
  /** The blocks of the body as plain text. */
  readonly paragraphs: readonly string[];
  /** The body as HTML, made by escaping. */
  readonly content: string;
  /** First and last line, from 1. */
  readonly lines: readonly [number, number];
}

export interface DigestReading {
  readonly items: readonly DigestTextItem[];
  readonly warnings: readonly Warning[];
}

/**
 * Takes a digest apart into items: plain text, Markdown, HTML, a mail, an mbox or JSON. Depends on its arguments only,
 * never on the present day.
 * @throws {Failure} `empty`, `binary`, `too-large`, `malformed`
 */
export async function readDigest(
  text: string | Uint8Array,
  options: DigestTextOptions = {},
): Promise<DigestReading> {
  const edition = await readEdition(text, {
    location: '',
    contentType: null,
    options: {
      format: options.format ?? null,
      split: null,
      titlePattern: null,
      dateOrder: null,
      timezone: null,
      dates: true,
    },
    referenceDate: options.referenceDate == null ? null : isoOf(options.referenceDate),
    receivedAt: options.receivedAt == null ? null : new Date(options.receivedAt).getTime(),
  });
  const { head } = edition;
  const items = edition.items.map(
    (item): DigestTextItem => ({
      id: item.key,
      title: item.title,
      source: item.headers.source ?? head.source ?? null,
      link: item.headers.link ?? null,
      authors: item.headers.authors ?? head.authors ?? [],
      tags: item.headers.tags ?? head.tags ?? [],
      published: item.dated.published,
      estimated: item.dated.estimated,
      paragraphs: item.blocks.map((block) => block.text),
      content: htmlOf(item.blocks),
      lines: item.lines,
    }),
  );
  return { items, warnings: edition.warnings };
}

function isoOf(date: string | Date): string {
  return typeof date === 'string' ? date : date.toISOString();
}
