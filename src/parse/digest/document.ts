import type { Format, RawDocument, RawEntry } from '../../model/entry.ts';
import type { DigestOptions } from '../../model/source.ts';
import { type DigestItem, type Edition, readEdition } from './edition.ts';
import { htmlOf } from './markup.ts';
import { wholeOf } from './whole.ts';

export interface DigestContext {
  /** An http(s) URL or a path. */
  readonly location: string;
  readonly contentType: string | null;
  /** ms; dates the digest only where nothing in it does, before `receivedAt`. */
  readonly modifiedAt: number | null;
  /** ms. */
  readonly receivedAt: number;
  readonly options: DigestOptions | null;
}

/**
 * Reads one edition of a digest as a document of entries, or of one entry where the options ask for it whole. An entry's `published` is what its headers or text say; the
 * day that stands in where they say nothing is `digest.estimated`.
 * @throws {Failure} as `readEdition`
 */
export async function readDigestDocument(bytes: Uint8Array, context: DigestContext): Promise<RawDocument> {
  const edition = await readEdition(bytes, {
    location: context.location,
    contentType: context.contentType,
    options: context.options,
    referenceDate: null,
    receivedAt: context.modifiedAt ?? context.receivedAt,
  });
  const base = baseOf(edition.base, context.location);
  const file = nameOf(context.location);
  const document = { format: formatOf(edition), head: headOf(edition) };
  if (context.options?.group === 'edition') {
    const issues = edition.issues.filter(({ items }) => items.length > 0);
    // What belongs to no item stands in the whole.
    const warnings = edition.warnings.filter(({ code }) => code !== 'digest-lines-outside');
    return { ...document, entries: issues.map((issue) => wholeOf(issue, file, base)), warnings };
  }
  const entries = edition.items.map((item) => entryOf(item, edition, file, base));
  return { ...document, entries, warnings: edition.warnings };
}

/** What relative addresses in the document are relative to. */
function baseOf(stated: string | null, location: string): string | undefined {
  const own = /^https?:/i.test(location) ? location : undefined;
  return stated === null ? own : (absolute(stated, own) ?? own);
}

function absolute(address: string | undefined, base: string | undefined): string | undefined {
  if (address === undefined || base === undefined) return address;
  return URL.canParse(address, base) ? new URL(address, base).href : address;
}

function formatOf({ form }: Edition): Format {
  return `digest-${form}`;
}

function headOf({ head, issues }: Edition): RawDocument['head'] {
  const published = issues.length === 1 ? issues[0]?.dated.published : null;
  return {
    published: published ?? undefined,
    title: head.title === undefined ? undefined : { value: head.title, kind: 'text' },
    link: head.link,
    language: head.language,
    authors: head.authors?.map((name) => ({ name })),
  };
}

function entryOf(item: DigestItem, { head }: Edition, file: string, base: string | undefined): RawEntry {
  const { headers, dated, blocks } = item;
  const source = headers.source ?? head.source;
  return {
    id: item.key,
    url: absolute(headers.link, base),
    title: { value: item.title, kind: 'text' },
    content: blocks.length === 0 ? undefined : { value: htmlOf(blocks), kind: 'html', base },
    published: dated.published ?? undefined,
    authors: (headers.authors ?? head.authors)?.map((name) => ({ name })),
    categories: (headers.tags ?? head.tags)?.map((term) => ({ term })),
    language: headers.language ?? head.language,
    source: source === undefined ? undefined : { title: source },
    digest: {
      lines: item.lines,
      estimated: dated.estimated ?? undefined,
      dateReason: dated.reason(),
      confidence: item.confidence,
      edition: item.edition ?? file,
    },
  };
}

/** The name of a file, or the last part of an address, without extension. */
function nameOf(location: string): string {
  const name = location.replace(/[?#].*$/, '').replace(/\/+$/, '');
  return name.slice(name.lastIndexOf('/') + 1).replace(/\.\w{1,8}$/, '');
}
