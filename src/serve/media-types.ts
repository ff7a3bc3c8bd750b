import type { OutputFormat } from '../model/output.ts';

/** What documents are served as: RSS Advisory Board's and RFC 4287's types, and JSON Feed 1.1's. */
export const MEDIA_TYPES: Readonly<Record<OutputFormat, string>> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
  html: 'text/html; charset=utf-8',
};
