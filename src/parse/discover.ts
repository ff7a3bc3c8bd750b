import { decodeHTML } from 'entities/decode';
import { Failure } from '../model/failure.ts';
import { resolve } from './element.ts';

const FEED_TYPES =
  /^(application\/(rss|atom|rdf|feed|activity|x\.atom|x-rss)\+(xml|json)|application\/(xml|json)|text\/xml)\b/i;
/** Where feeds are found on sites that do not say. */
const COMMON_PATHS: readonly string[] = [
  '/feed',
  '/rss.xml',
  '/atom.xml',
  '/feed.xml',
  '/index.xml',
  '/rss',
  '/feed.json',
];
const MAX_FOUND = 8;
/** Characters of a page that are looked through: feeds are named in its head. */
const MAX_PAGE = 1_048_576;

/** What to say of an HTML page in place of a feed: which feeds it names, else where to look. Code: `html-page`. */
export function htmlPageFailure(html: string, base: string | null): Failure {
  const feeds = discoverFeeds(html, base);
  if (feeds.length > 0) {
    return new Failure('html-page', `This is a web page, not a feed. It names: ${feeds.join(', ')}`, {
      advice: `Use ${feeds[0]} as the location of this source.`,
      facts: { feeds: feeds.join(' '), found: feeds.length },
    });
  }
  const guesses = base === null ? [] : COMMON_PATHS.map((path) => resolve(path, base));
  return new Failure('html-page', 'This is a web page, not a feed, and it names no feed.', {
    advice:
      guesses.length === 0
        ? 'Look for the address of the feed on the site.'
        : `Look for the address of the feed on the site; common ones are ${guesses.join(', ')}.`,
    facts: { feeds: '', found: 0 },
  });
}

/** Addresses in `<link rel="alternate" type="application/rss+xml" href="…">` and its kin, in the page's order. */
export function discoverFeeds(page: string, base: string | null): readonly string[] {
  const html = page.slice(0, MAX_PAGE);
  const ownBase = attributes(/<base\s[^<>]{0,2000}>/i.exec(html)?.[0] ?? '').get('href');
  const origin = ownBase === undefined ? base : resolve(ownBase, base);
  const found = new Set<string>();
  for (const [tag] of html.matchAll(/<(?:link|a)\s[^<>]{0,2000}>/gi)) {
    const given = attributes(tag);
    const rel = given.get('rel')?.toLowerCase().split(/\s+/) ?? [];
    const href = given.get('href');
    if (href === undefined || !(rel.includes('alternate') || rel.includes('feed'))) continue;
    if (!rel.includes('feed') && !FEED_TYPES.test(given.get('type') ?? '')) continue;
    found.add(resolve(href, origin));
    if (found.size === MAX_FOUND) break;
  }
  return [...found];
}

function attributes(tag: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name, double, single, bare] of tag.matchAll(
    /([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi,
  )) {
    if (name !== undefined)
      found.set(name.toLowerCase(), decodeHTML((double ?? single ?? bare ?? '').trim()));
  }
  return found;
}
