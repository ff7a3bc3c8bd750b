import type { Sighting, StoredItem } from '../model/item.ts';
import type { Output } from '../model/output.ts';
import { refusalOf } from './admit.ts';
import { idNamed } from './named-id.ts';
import { type Surroundings, viewOf } from './view.ts';

/**
 * What an output shows for an item that several sources have: one entry that names them all, or one for each source that
 * the output would show it of, in the order in which it was met. The first keeps the item's id. `mark` says of the others
 * what they are, by a category and a link to the first.
 */
export function copiesOf(
  stored: StoredItem,
  output: Output,
  surroundings: Surroundings,
): readonly StoredItem[] {
  const { dedup } = output;
  if (dedup === undefined || stored.sightings.length < 2) return [stored];
  const copies = stored.sightings
    .map((sighting, index) => copyAt(stored, sighting, index))
    .filter((copy) => refusalOf(viewOf(copy, surroundings), output, surroundings) === null);
  const [first, ...others] = copies;
  // where it takes several sources together to be shown, it is shown as what they have together
  if (first === undefined) return [stored];
  return [
    { ...first, id: stored.id },
    ...(dedup === 'mark' ? others.map((copy) => marked(copy, first.item.url)) : others),
  ];
}

function copyAt(stored: StoredItem, sighting: Sighting, index: number): StoredItem {
  if (index === 0) return { ...stored, sightings: [sighting] };
  const { item } = stored;
  const { source, guid, url, title, origin, firstSeenAt } = sighting;
  return {
    ...stored,
    id: idNamed(`feedriver:copy:${stored.id}\n${source}`),
    firstSeenAt,
    changedAt: Math.max(stored.changedAt, firstSeenAt),
    item: { ...item, guid, url, title: title ?? item.title, source: origin },
    sightings: [sighting],
  };
}

function marked(copy: StoredItem, original: string | null): StoredItem {
  const { item } = copy;
  const link = { rel: 'related', type: null, title: null, hreflang: null };
  return {
    ...copy,
    item: {
      ...item,
      categories: [...item.categories, { term: 'duplicate', label: null, scheme: null }],
      links: original === null ? item.links : [...item.links, { ...link, href: original }],
    },
  };
}
