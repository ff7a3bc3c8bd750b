/** What an item says: a title always, its content, and a summary where that is something else. */
import type { Item } from '../model/item.ts';
import type { Markup, SafeHtml, Sanitiser } from '../model/markup.ts';

/** Of a title that we take from the text. */
const TITLE_LIMIT = 100;
const SUMMARY_LIMIT = 600;
const EXCERPT_LIMIT = 280;

export interface Wording {
  readonly title: string;
  readonly summary: string | null;
  readonly content: SafeHtml | null;
  readonly excerpt: string;
}

export function wordingOf(item: Item, sanitiser: Sanitiser): Wording {
  const own = item.content === null ? null : sanitiser.html(item.content);
  const content = own ?? (item.summary === null ? null : sanitiser.html(item.summary));
  const summary = own === null || item.summary === null ? null : summaryBeside(item, sanitiser);
  const text = (summary === null ? null : item.summary) ?? (own === null ? item.summary : item.content);
  const excerpt = text === null ? '' : sanitiser.text(text, EXCERPT_LIMIT);
  return { title: titleOf(item, text, sanitiser), summary, content, excerpt };
}

/** The summary's text, unless the content says just the same. */
function summaryBeside({ summary, content }: Item, sanitiser: Sanitiser): string | null {
  const text = summary === null ? '' : sanitiser.text(summary, SUMMARY_LIMIT);
  if (text === '' || content === null) return text || null;
  return text === sanitiser.text(content, SUMMARY_LIMIT) ? null : text;
}

function titleOf(item: Item, text: Markup | null, sanitiser: Sanitiser): string {
  const title = item.title?.trim() || (text !== null && sanitiser.text(text, TITLE_LIMIT));
  if (title) return title;
  const address = item.url ?? item.enclosures[0]?.url ?? item.media[0]?.url;
  return address === undefined || address === null ? 'Untitled' : readable(address);
}

/** An address as one would say it: `example.org/a page`. */
function readable(address: string): string {
  const url = URL.parse(address);
  if (url === null) return address;
  const path = url.pathname === '/' ? '' : url.pathname.replace(/\/$/, '');
  try {
    return url.hostname + decodeURIComponent(path).replace(/[\s\p{C}]+/gu, ' ');
  } catch {
    return url.hostname + path; // a percent-encoding of something else than UTF-8
  }
}
