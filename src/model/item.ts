import type { DigestTrace, Format } from './entry.ts';
import type { Warning } from './failure.ts';
import type { Markup } from './markup.ts';

export interface Person {
  readonly name: string | null;
  readonly email: string | null;
  readonly url: string | null;
}

export interface Category {
  readonly term: string;
  readonly label: string | null;
  readonly scheme: string | null;
}

/** A file that goes with an item. `length` in bytes, `duration` in seconds, `width` and `height` in pixels. */
export interface Enclosure {
  readonly url: string;
  readonly type: string | null;
  readonly length: number | null;
  readonly title: string | null;
  readonly medium: string | null;
  readonly duration: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

export interface Link {
  readonly rel: string;
  readonly href: string;
  readonly type: string | null;
  readonly title: string | null;
  readonly hreflang: string | null;
}

/** The feed or paper that an item itself names as where it comes from. */
export interface Origin {
  readonly id: string | null;
  readonly title: string | null;
  /** Address of its feed. */
  readonly url: string | null;
  /** Address of its page. */
  readonly link: string | null;
}

/** A place on Earth. Each point is latitude and longitude in degrees (WGS 84); a box is two corners. */
export interface Location {
  readonly shape: 'point' | 'box' | 'line' | 'polygon';
  readonly points: readonly (readonly [number, number])[];
  readonly name: string | null;
}

export interface Podcast {
  readonly duration: number | null;
  readonly episode: number | null;
  readonly season: number | null;
  readonly episodeType: 'full' | 'trailer' | 'bonus' | null;
  readonly explicit: boolean | null;
  readonly transcripts: readonly {
    readonly url: string;
    readonly type: string;
    readonly language: string | null;
  }[];
  readonly chapters: { readonly url: string; readonly type: string } | null;
}

/**
 * What we vouch for: addresses are absolute http(s) URLs, title and names are plain text on one line, no text holds a
 * character that XML forbids, dates are ISO 8601 in UTC or null and never "now". Plain JSON. Only `clean/` makes one.
 */
export interface Item {
  /** The id that upstream gave, to the letter. */
  readonly guid: string | null;
  /** Where a person reads it. */
  readonly url: string | null;
  readonly title: string | null;
  /** Untrusted. Null where the source has one text only, which is then the content. */
  readonly summary: Markup | null;
  /** Untrusted. */
  readonly content: Markup | null;
  readonly published: string | null;
  readonly updated: string | null;
  /** A digest's stand-in for a missing date; outputs may order by it, nobody takes it for a fact. */
  readonly estimated: string | null;
  readonly authors: readonly Person[];
  readonly categories: readonly Category[];
  readonly enclosures: readonly Enclosure[];
  readonly media: readonly Enclosure[];
  readonly image: string | null;
  readonly links: readonly Link[];
  readonly comments: string | null;
  /** How many comments there were when it was last looked at. */
  readonly commentCount?: number;
  readonly rights: string | null;
  readonly language: string | null;
  readonly source: Origin | null;
  readonly podcast: Podcast | null;
  /** What it is about is there. */
  readonly location?: Location;
  readonly digest: DigestTrace | null;
}

/** When upstream wishes to be asked again. `period` in milliseconds (the longest of ttl and sy), hours and days in GMT. */
export interface Hints {
  readonly period: number | null;
  readonly skipHours: readonly number[];
  /** 0 is Sunday. */
  readonly skipDays: readonly number[];
}

/** What a document says about itself as a whole. */
export interface Head {
  readonly id: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly link: string | null;
  readonly updated: string | null;
  readonly language: string | null;
  readonly rights: string | null;
  readonly image: string | null;
  readonly icon: string | null;
  readonly logo: string | null;
  readonly authors: readonly Person[];
  readonly links: readonly Link[];
  readonly hints: Hints;
}

/** A document as we vouch for it. */
export interface Reading {
  readonly format: Format;
  readonly head: Head;
  readonly items: readonly Item[];
  readonly warnings: readonly Warning[];
}

/** One source that an item was met in, in the order of meeting. Times in ms since 1970. */
export interface Sighting {
  readonly source: string;
  readonly guid: string | null;
  readonly url: string | null;
  /** What the item named there as its origin: the `NATO` of a digest. */
  readonly origin: Origin | null;
  readonly firstSeenAt: number;
  /** What the item is called there, where that is not what it is called first. */
  readonly title?: string;
  /** Outputs do not count this sighting: its source brought more at its first fetch than is wanted, or suddenly too much. */
  readonly held?: 'firstFetch' | 'quarantine';
}

/** An item with the id that we minted for it once and for all. */
export interface StoredItem {
  /** `urn:uuid:…`; never computed again from anything that a publisher can change. */
  readonly id: string;
  readonly firstSeenAt: number;
  /** When folded text or title last changed; equal to `firstSeenAt` at first. */
  readonly changedAt: number;
  /** 0 for an item as first met, one more for each change that a reader can see. */
  readonly revision: number;
  /** True: its source brought it late, dated long before the fetch before; ordered by when it was first met. */
  readonly late?: true;
  readonly item: Item;
  /** Never empty, unless another item took it in; the first is where it was first met, its name is what outputs show. */
  readonly sightings: readonly Sighting[];
}
