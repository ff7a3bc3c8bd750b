/** One item as an object of JSON Feed 1.1. */
import type { Enclosure } from '../model/item.ts';
import type { Attribution, ShownItem } from '../model/output.ts';
import { bylineOf } from './byline.ts';
import { rfc3339 } from './instant.ts';
import { legalCharacters } from './xml.ts';

export function jsonItem(item: ShownItem): string {
  const { content, summary } = item;
  return legalJson({
    id: item.id,
    url: item.url ?? undefined,
    title: item.title,
    content_html: content ?? undefined,
    content_text: content === null ? (summary ?? item.title) : undefined,
    summary: content !== null && summary !== null ? summary : undefined,
    image: item.image ?? undefined,
    date_published: item.published === null ? undefined : rfc3339(item.published),
    date_modified: rfc3339(item.updated),
    authors: some(bylineOf(item).map(author)),
    tags: some([...new Set(item.categories.map(({ label, term }) => label ?? term))]),
    language: item.language ?? undefined,
    attachments: some([...item.enclosures, ...item.media].map(attachment)),
    _feedriver: {
      guid: item.guid ?? undefined,
      dated: item.published === null ? rfc3339(item.datedAt) : undefined,
      estimated: item.estimated || undefined,
      comments: item.comments ?? undefined,
      comment_count: item.commentCount ?? undefined,
      rights: item.rights ?? undefined,
      podcast: item.podcast ?? undefined,
      location: item.location ?? undefined,
      links: some(item.links),
      tags: some(item.tags),
      sources: item.attributions.map(source),
    },
  });
}

/** What may stand for a character that XML forbids; few items have one. */
const SUSPECT = /\\[ru]|[\x7f-\x9f\udffe\udfff\ufdd0-\ufdef\ufffd-\uffff]/;

/** JSON could spell any character; what the other formats can not hold is not held here either. */
export function legalJson(value: object): string {
  const json = JSON.stringify(value);
  return SUSPECT.test(json) ? JSON.stringify(value, legalStrings) : json;
}

const legalStrings = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? legalCharacters(value) : value;

const some = <Value>(list: readonly Value[]): readonly Value[] | undefined =>
  list.length > 0 ? list : undefined;

const author = ({ name, email, url }: ShownItem['authors'][number]) => ({
  name,
  url: url ?? (email === null ? undefined : `mailto:${email}`),
});

const attachment = ({ url, type, title, length, duration }: Enclosure) => ({
  url,
  mime_type: type ?? 'application/octet-stream',
  title: title ?? undefined,
  size_in_bytes: length ?? undefined,
  duration_in_seconds: duration ?? undefined,
});

const source = ({ source: ours, id, title, url, link, itemUrl }: Attribution) => ({
  source: ours,
  id,
  title,
  feed_url: url ?? undefined,
  home_page_url: link ?? undefined,
  item_url: itemUrl ?? undefined,
});
