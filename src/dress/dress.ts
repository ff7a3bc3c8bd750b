/** A stored item, dressed for the outputs: all that a format needs to know, and nothing that could hurt one. */
import type { StoredItem } from '../model/item.ts';
import type { Sanitiser } from '../model/markup.ts';
import type { ShownItem } from '../model/output.ts';
import { shownAddress } from './address.ts';
import { attributionsOf, type SourceName } from './attribution.ts';
import { datesOf } from './dates.ts';
import { authorsOf, categoriesOf, linksOf, shownLanguage } from './labels.ts';
import { filesOf, imageOf, podcastOf, withDuration } from './media.ts';
import { wordingOf } from './wording.ts';

/**
 * Pure, and fit to be remembered by `id`, `revision`, the sources' names and the sanitiser's policy: it depends on
 * nothing else. A source that `sources` does not know goes by its id.
 */
export function dress(
  stored: StoredItem,
  sources: ReadonlyMap<string, SourceName>,
  sanitiser: Sanitiser,
): ShownItem {
  const { item } = stored;
  const files = new Set<string>();
  const enclosures = withDuration(filesOf(item.enclosures, files), item.podcast);
  const media = filesOf(item.media, files);
  return {
    id: stored.id,
    guid: item.guid,
    url: shownAddress(item.url),
    ...wordingOf(item, sanitiser),
    ...datesOf(stored),
    authors: authorsOf(item.authors),
    categories: categoriesOf(item.categories),
    enclosures,
    media,
    image: imageOf(item.image, [...enclosures, ...media]),
    links: linksOf(item.links),
    comments: shownAddress(item.comments),
    commentCount: item.commentCount ?? null,
    rights: item.rights?.trim() || null,
    language: shownLanguage(stored, sources),
    podcast: podcastOf(item.podcast),
    location: item.location ?? null,
    tags: [...new Set(stored.sightings.flatMap(({ source }) => sources.get(source)?.tags ?? []))],
    attributions: attributionsOf(stored, sources),
  };
}
