/** The sources as OPML 2.0, to take along into any feed reader. */
import { rfc822 } from './instant.ts';
import { el, markup, type Xml } from './xml.ts';

export interface ListedSource {
  readonly title: string;
  /** Address of the feed; a source without one (a digest in a file) is not listed. */
  readonly url: string | null;
  /** Address of its page. */
  readonly link: string | null;
  readonly tags: readonly string[];
  readonly language: string | null;
}

/** `updated`: when the list last changed, ms since 1970; null: not known. Sources stay in their order. */
export function renderOpml(title: string, updated: number | null, sources: readonly ListedSource[]): string {
  const document = el(
    'opml',
    { version: '2.0' },
    el(
      'head',
      null,
      el('title', null, title),
      updated === null ? null : el('dateModified', null, rfc822(updated)),
    ),
    el('body', null, sources.flatMap(outline)),
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n${markup(document).replaceAll('<outline ', '\n<outline ')}\n`;
}

function outline({ title, url, link, tags, language }: ListedSource): readonly Xml[] {
  if (url === null) return [];
  const category = tags.map((tag) => tag.replaceAll(',', ' ')).join(',');
  return [
    el('outline', {
      type: 'rss',
      text: title,
      title,
      xmlUrl: url,
      htmlUrl: link,
      category: category || null,
      language,
    }),
  ];
}
