import { setImmediate } from 'node:timers/promises';
import type { Format, RawDocument, RawEntry } from '../model/entry.ts';
import { Failure, type Warning } from '../model/failure.ts';
import { canonicalChannel } from './channel.ts';
import { decodeText } from './decode.ts';
import { htmlPageFailure } from './discover.ts';
import { child, type Element } from './element.ts';
import { entryOf } from './entry.ts';
import { readHead } from './head.ts';
import { readJsonFeed } from './json-feed.ts';
import { refuseTooMany } from './limits.ts';
import { newRepairs } from './repairs.ts';
import { refuseNonText, sniff } from './sniff.ts';
import { readTree } from './tree.ts';
import { ROOTS } from './vocabulary.ts';

/** Characters read between two breaths: a few milliseconds of work. */
const PORTION = 262_144;

/** Bytes whose decoding alone is some milliseconds of work. */
const LARGE = 1_048_576;

/** A declaration, a comment or the root itself; not words of a server's before them. */
const STARTS_WELL = /^[\s\ufeff]*<(?:[?!]|(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\b)/i;

/**
 * Reads a feed of any dialect (RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, CDF), repairing what is broken. What
 * it is, is decided by content. Large documents are read in portions, other work in between.
 *
 * Failures: `empty`, `binary`, `html-page` (with the feeds that the page names), `not-a-feed`, `malformed` (JSON),
 * `too-many` (entries).
 */
export async function readDocument(
  bytes: Uint8Array,
  context: { readonly location: string; readonly contentType: string | null },
): Promise<RawDocument> {
  refuseNonText(bytes);
  const { text, warnings } = decodeText(bytes, context.contentType);
  if (bytes.length > LARGE) await setImmediate();
  const base = /^https?:\/\//i.test(context.location) ? context.location : null;
  switch (sniff(text)) {
    case 'json':
      return withWarnings(await readJsonFeed(text, base), warnings);
    case 'xml':
      return withWarnings(await readXmlFeed(text, base), warnings);
    case 'html':
      throw htmlPageFailure(text, base);
    case 'other':
      throw notAFeed();
  }
}

async function readXmlFeed(text: string, base: string | null): Promise<RawDocument> {
  const repairs = newRepairs();
  const entries: RawEntry[] = [];
  const tree = readTree(text, base, repairs, (entry, document) => {
    entries.push(entryOf(entry, formatOf(document) ?? 'rss'));
    refuseTooMany(entries.length);
  });
  if (!STARTS_WELL.test(text.slice(0, 1024))) repairs.note('leading-junk', 0);
  while (tree.advance(PORTION)) await setImmediate();
  const document = tree.finish();
  const format = formatOf(document) ?? (entries.length > 0 ? 'rss' : null);
  if (format === null) throw notAFeed();
  const head = await readHead(canonicalChannel(document, format));
  return { format, head, entries, warnings: repairs.warnings(text) };
}

/** By the root's name. A `channel` without `rss` around it is CDF, if it says so in CDF's way. */
function formatOf(document: Element): Format | null {
  const root = document.children.find(({ name }) => ROOTS.has(name)) ?? nestedRoot(document);
  switch (root?.name) {
    case 'feed':
      return 'atom';
    case 'rdf:rdf':
      return 'rdf';
    case 'rss':
      return 'rss';
    case 'channel':
      return root.attributes.has('href') || root.attributes.has('lastmod') ? 'cdf' : 'rss';
    default:
      return null;
  }
}

function nestedRoot(document: Element): Element | undefined {
  for (const outer of document.children) {
    const root = child(outer, ...ROOTS);
    if (root !== undefined) return root;
  }
  return undefined;
}

function withWarnings(document: RawDocument, warnings: readonly Warning[]): RawDocument {
  return { ...document, warnings: [...warnings, ...document.warnings] };
}

function notAFeed(): Failure {
  return new Failure('not-a-feed', 'This is no feed: neither RSS, Atom, RDF, JSON Feed nor CDF.', {
    advice: 'Check the address; if it is a digest, configure it as kind: digest.',
  });
}
