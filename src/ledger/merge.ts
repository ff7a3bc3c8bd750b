/** What an item looks like after it was met, met again changed, or met elsewhere. Pure; the judge has already decided. */
import type { Item, Sighting, StoredItem } from '../model/item.ts';

const DAY = 86_400_000;
const FIRST_PLAUSIBLE = Date.UTC(1995, 0);

export function sightingOf(source: string, item: Item, at: number): Sighting {
  return { source, guid: item.guid, url: item.url, origin: item.source, firstSeenAt: at };
}

export function firstMet(id: string, source: string, item: Item, at: number): StoredItem {
  return {
    id,
    firstSeenAt: at,
    changedAt: at,
    revision: 0,
    item,
    sightings: [sightingOf(source, item, at)],
  };
}

/** The same source changed the text or the title: shown as it is now, published when it was. */
export function revise(stored: StoredItem, source: string, item: Item, at: number): StoredItem {
  return {
    ...stored,
    changedAt: at,
    revision: stored.revision + 1,
    item: { ...item, published: stored.item.published ?? item.published, estimated: stored.item.estimated },
    sightings: resight(stored.sightings, source, item),
  };
}

/** The same source says the same under another address. */
export function readdress(stored: StoredItem, source: string, item: Item): StoredItem {
  const shown = stored.sightings[0]?.source === source && item.url !== null;
  return {
    ...stored,
    item: shown ? { ...stored.item, url: item.url } : stored.item,
    sightings: resight(stored.sightings, source, item),
  };
}

function resight(sightings: readonly Sighting[], source: string, item: Item): readonly Sighting[] {
  return sightings.map((sighting) =>
    sighting.source === source
      ? {
          ...sighting,
          guid: item.guid ?? sighting.guid,
          url: item.url ?? sighting.url,
          origin: item.source ?? sighting.origin,
        }
      : sighting,
  );
}

/**
 * Another source has it too. The id, the title and the name in front stay those of the first one; the date is the
 * earliest credible one; the content is the other's if `longer`. It joins silently: `changedAt` and `revision` stay.
 */
export function join(
  stored: StoredItem,
  source: string,
  item: Item,
  at: number,
  longer: boolean,
): StoredItem {
  const published = earliest(stored.item.published, item.published, at);
  const text = longer ? { content: item.content, summary: stored.item.summary ?? item.summary } : {};
  return {
    ...stored,
    item: {
      ...stored.item,
      ...text,
      published,
      estimated: published === null ? (stored.item.estimated ?? item.estimated) : stored.item.estimated,
      authors: stored.item.authors.length > 0 ? stored.item.authors : item.authors,
      enclosures: stored.item.enclosures.length > 0 ? stored.item.enclosures : item.enclosures,
      image: stored.item.image ?? item.image,
      url: stored.item.url ?? item.url,
    },
    sightings: [...stored.sightings, { ...sightingOf(source, item, at), ...titleBeside(stored, item) }],
  };
}

/** What the item is called, where it is called otherwise first. */
function titleBeside({ item: first }: StoredItem, { title }: Item): { readonly title?: string } {
  return title === null || title === first.title ? {} : { title };
}

function earliest(known: string | null, other: string | null, now: number): string | null {
  if (other === null || !isCredible(other, now)) return known ?? other;
  if (known === null || !isCredible(known, now)) return other;
  return Date.parse(other) < Date.parse(known) ? other : known;
}

/** Not before feeds were, nor after it was seen. */
function isCredible(date: string, now: number): boolean {
  const time = Date.parse(date);
  return time >= FIRST_PLAUSIBLE && time <= now + DAY;
}
