/** Several items as one: an edition with a table of contents and a section for each. */
import type { Item, Origin, StoredItem } from '../model/item.ts';
import type { ShownItem } from '../model/output.ts';

/** Sections with their text; what is beyond is listed by title. */
const MOST_SECTIONS = 100;

export interface EditionName {
  readonly id: string;
  readonly title: string;
  /** What brings it out: our id of the output, and what readers call it. */
  readonly publisher: { readonly id: string; readonly title: string };
  /** When it came out, ms. */
  readonly at: number;
}

/** Pure: the same items, the same edition. It holds all that it needs, so that it stays when its items change or go. */
export function editionOf(
  items: readonly ShownItem[],
  { id, title, publisher, at }: EditionName,
): StoredItem {
  const html = [...contentsOf(items), ...items.slice(0, MOST_SECTIONS).flatMap(sectionOf)].join('\n');
  const origin: Origin = { id: null, title: publisher.title, url: null, link: null };
  return {
    id,
    firstSeenAt: at,
    changedAt: at,
    revision: 0,
    item: {
      ...NOTHING,
      title,
      content: { html, base: null },
      published: new Date(at).toISOString(),
      source: origin,
    },
    sightings: [{ source: publisher.id, guid: null, url: null, origin, firstSeenAt: at }],
  };
}

/** An item of ours that says nothing yet. */
export const NOTHING: Item = {
  guid: null,
  url: null,
  title: null,
  summary: null,
  content: null,
  published: null,
  updated: null,
  estimated: null,
  authors: [],
  categories: [],
  enclosures: [],
  media: [],
  image: null,
  links: [],
  comments: null,
  rights: null,
  language: null,
  source: null,
  podcast: null,
  digest: null,
};

function contentsOf(items: readonly ShownItem[]): readonly string[] {
  if (items.length < 2) return [];
  const rows = items.map((item, at) => {
    const title = at < MOST_SECTIONS ? escaped(item.title) : linked(item);
    return `<li>${title} (${escaped(namesOf(item))})</li>`;
  });
  return ['<ol>', ...rows, '</ol>'];
}

function sectionOf(item: ShownItem): readonly string[] {
  const line = [namesOf(item), ...item.authors.map(({ name }) => name), dayOf(item)].join(' · ');
  const text = item.content ?? (item.summary === null ? '' : `<p>${escaped(item.summary)}</p>`);
  return [`<h2>${linked(item)}</h2>`, `<p><em>${escaped(line)}</em></p>`, text];
}

const namesOf = ({ attributions }: ShownItem): string => attributions.map(({ title }) => title).join(', ');

const dayOf = ({ datedAt }: ShownItem): string => new Date(datedAt).toISOString().slice(0, 10);

function linked({ title, url }: ShownItem): string {
  return url === null ? escaped(title) : `<a href="${escaped(url)}">${escaped(title)}</a>`;
}

export const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
