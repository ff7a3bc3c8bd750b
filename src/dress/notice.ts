/** A notice as an item, so that people meet it in their feed reader. */
import type { StoredItem } from '../model/item.ts';
import type { Notice } from '../model/trouble.ts';
import { escaped, NOTHING } from './edition.ts';

export interface NoticeName {
  readonly id: string;
  /** Who tells: our id, and what readers call it. */
  readonly publisher: { readonly id: string; readonly title: string };
}

/** Pure: the same notice, the same item. When it changes, the item is revised; when the trouble is over, it says so. */
export function noticeItem(
  { title, says, advice, began, changed, over }: Notice,
  name: NoticeName,
): StoredItem {
  const html = [
    over === null
      ? ''
      : `<p><strong>This is over</strong> since ${new Date(over).toISOString().slice(0, 16).replace('T', ' ')} UTC.</p>`,
    `<p>${escaped(says)}</p>`,
    advice === null || over !== null ? '' : `<p><strong>What to do:</strong> ${escaped(advice)}</p>`,
  ].join('');
  return {
    id: name.id,
    firstSeenAt: began,
    changedAt: changed,
    revision: changed > began ? 1 : 0,
    item: {
      ...NOTHING,
      title: over === null ? title : `Over: ${title}`,
      content: { html, base: null },
      published: new Date(began).toISOString(),
    },
    sightings: [
      {
        source: name.publisher.id,
        guid: null,
        url: null,
        origin: { id: null, title: name.publisher.title, url: null, link: null },
        firstSeenAt: began,
      },
    ],
  };
}
