import type { Warning } from './failure.ts';

/** How a document was read. */
export type Format =
  | 'rss'
  | 'atom'
  | 'rdf'
  | 'json'
  | 'cdf'
  | 'digest-text'
  | 'digest-markdown'
  | 'digest-html'
  | 'digest-mail'
  | 'digest-mbox'
  | 'digest-json';

/** A text construct (RFC 4287, 3.1) after its transport encoding (escaping, CDATA, xhtml, base64) is undone. */
export interface RawText {
  readonly value: string;
  readonly kind: 'text' | 'html';
  /** In-scope base for addresses inside (xml:base, else the document's URL). */
  readonly base?: string | undefined;
}

export interface RawPerson {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly url?: string | undefined;
}

export interface RawCategory {
  readonly term?: string | undefined;
  readonly label?: string | undefined;
  readonly scheme?: string | undefined;
}

/** An enclosure, or a media object (Media RSS). Numbers are still as upstream wrote them. */
export interface RawEnclosure {
  readonly url?: string | undefined;
  readonly type?: string | undefined;
  readonly length?: string | undefined;
  readonly title?: string | undefined;
  readonly medium?: string | undefined;
  readonly duration?: string | undefined;
  readonly width?: string | undefined;
  readonly height?: string | undefined;
}

export interface RawLink {
  readonly rel?: string | undefined;
  readonly href?: string | undefined;
  readonly type?: string | undefined;
  readonly title?: string | undefined;
  readonly hreflang?: string | undefined;
}

/** The feed or paper that an entry itself names (RSS `source`, `atom:source`, a digest's `Source:` line). */
export interface RawOrigin {
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly url?: string | undefined;
  readonly link?: string | undefined;
}

/** A place, by latitudes and longitudes in turn, as one text. */
export interface RawLocation {
  readonly shape: 'point' | 'box' | 'line' | 'polygon';
  readonly coordinates: string;
  readonly name?: string | undefined;
}

export interface RawPodcast {
  readonly duration?: string | undefined;
  readonly episode?: string | undefined;
  readonly season?: string | undefined;
  readonly episodeType?: string | undefined;
  readonly explicit?: string | undefined;
  readonly image?: string | undefined;
  readonly transcripts?:
    | readonly {
        readonly url?: string;
        readonly type?: string;
        readonly language?: string;
      }[]
    | undefined;
  readonly chapters?: { readonly url?: string; readonly type?: string } | undefined;
}

/** What a digest's reader found about an entry, besides the text. */
export interface DigestTrace {
  /** First and last line of the document that belong to the entry, from 1. */
  readonly lines: readonly [number, number];
  /** ISO day (`2025-06-09`) or instant that stands in for a missing date, and why that one. */
  readonly estimated?: string | undefined;
  /** Why the date is what it is, for `preview` and `explain`. */
  readonly dateReason?: string | undefined;
  /** How sure the reader is of the split, 0 to 1. */
  readonly confidence: number;
  /** Name of the edition that the entry came in. */
  readonly edition?: string | undefined;
  /** True: the entry is that edition, whole. */
  readonly whole?: true | undefined;
}

/**
 * What upstream claims about one entry. All optional, all untrusted; relative addresses are resolved against their
 * scope (nothing else is checked), dates are strings. Only `parse/` makes one, only `clean/` reads it.
 */
export interface RawEntry {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  readonly title?: RawText | undefined;
  readonly summary?: RawText | undefined;
  readonly content?: RawText | undefined;
  readonly published?: string | undefined;
  readonly updated?: string | undefined;
  readonly authors?: readonly RawPerson[] | undefined;
  readonly contributors?: readonly RawPerson[] | undefined;
  readonly categories?: readonly RawCategory[] | undefined;
  readonly enclosures?: readonly RawEnclosure[] | undefined;
  readonly media?: readonly RawEnclosure[] | undefined;
  readonly image?: string | undefined;
  /** Links other than the permalink and enclosures: related, via, replies, in-reply-to, license … */
  readonly links?: readonly RawLink[] | undefined;
  readonly comments?: string | undefined;
  /** How many comments there are, as written (slash, threading). */
  readonly commentCount?: string | undefined;
  readonly rights?: string | undefined;
  readonly language?: string | undefined;
  readonly source?: RawOrigin | undefined;
  readonly podcast?: RawPodcast | undefined;
  readonly location?: RawLocation | undefined;
  readonly digest?: DigestTrace | undefined;
}

/** When upstream wishes to be asked again: RSS ttl and skips, the syndication module. As written. */
export interface RawHints {
  readonly ttl?: string | undefined;
  readonly skipHours?: readonly string[] | undefined;
  readonly skipDays?: readonly string[] | undefined;
  readonly updatePeriod?: string | undefined;
  readonly updateFrequency?: string | undefined;
}

export interface RawHead {
  readonly id?: string | undefined;
  readonly title?: RawText | undefined;
  readonly description?: RawText | undefined;
  /** The page that the feed belongs to. */
  readonly link?: string | undefined;
  readonly updated?: string | undefined;
  readonly published?: string | undefined;
  readonly language?: string | undefined;
  readonly rights?: string | undefined;
  readonly image?: string | undefined;
  readonly icon?: string | undefined;
  readonly logo?: string | undefined;
  readonly generator?: string | undefined;
  readonly authors?: readonly RawPerson[] | undefined;
  readonly categories?: readonly RawCategory[] | undefined;
  /** self, hub, next, prev-archive, alternate … */
  readonly links?: readonly RawLink[] | undefined;
  readonly hints?: RawHints | undefined;
}

/** One parsed document: a feed, or one edition of a digest. Entries are in the document's order. */
export interface RawDocument {
  readonly format: Format;
  readonly head: RawHead;
  readonly entries: readonly RawEntry[];
  readonly warnings: readonly Warning[];
}
