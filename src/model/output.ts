import type { Enclosure, Link, Location, Podcast } from './item.ts';
import type { SafeHtml } from './markup.ts';
import type { Rewrite, Rule } from './rule.ts';

export type OutputFormat = 'rss' | 'atom' | 'json' | 'html';

/** Which items an output shows. Every part that is given must hold. */
export interface Where {
  /** Ids of sources; an item counts for each source that it was met in. */
  readonly sources: readonly string[] | null;
  readonly tags: readonly string[] | null;
  /** Words that must occur (any of them) in title, text or author; folded, whole words. */
  readonly include: readonly string[] | null;
  /** Words that must not. */
  readonly exclude: readonly string[] | null;
  /** Primary language tags: `en` also takes `en-GB`. */
  readonly language: readonly string[] | null;
  /** Milliseconds. */
  readonly maxAge: number | null;
}

/** One configured output, plain data. */
export interface Output {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  /** A picture that stands for it, absolute. */
  readonly image?: string;
  /** A small square one. */
  readonly icon?: string;
  /** Of the collection; each item has its own. */
  readonly rights?: string;
  /** Absolute path without an extension; `path` + `.rss` and so on are placed. */
  readonly path: string;
  readonly formats: readonly OutputFormat[];
  /** Of items, or of editions. */
  readonly limit: number;
  readonly sort: 'published' | 'seen' | 'updated';
  readonly where: Where;
  /** An item that several sources have is an entry for each of them; absent: one entry that names them all. */
  readonly dedup?: 'mark' | 'keep';
  /** Further demands; all must let an item through. */
  readonly rules?: readonly Rule[];
  /** What is done to titles and links before they are shown, in this order. */
  readonly rewrite?: readonly Rewrite[];
  /** Items that leave its documents stand in pages of an archive, so many in each. */
  readonly archive?: { readonly pageSize: number };
  /** A cron expression: the output shows editions, each of what came between two of its ticks, instead of items. */
  readonly digest?: string;
  /** Hosts whose https frames may stay in its items; of any other a link is left. */
  readonly embeds?: readonly string[];
  /** Pixels that count readers, and parameters of addresses that name them, stay in; absent: they go. */
  readonly trackers?: 'keep';
  /** WebSub hubs that its documents name, and that are told when one changes. */
  readonly hubs?: readonly string[];
}

/** Where an item came from, as a reader sees it. */
export interface Attribution {
  /** Stable id of the source's feed: its own id, else its address, else one made of our source id. */
  readonly id: string;
  readonly title: string;
  /** Address of the feed; null for a digest in a file. */
  readonly url: string | null;
  /** Address of its page. */
  readonly link: string | null;
  /** Where the item is read there. */
  readonly itemUrl: string | null;
  /** Our id of the configured source. */
  readonly source: string;
}

/**
 * An item dressed for the outputs: everything in it is safe to write into any format after escaping.
 * Times in ms since 1970.
 */
export interface ShownItem {
  readonly id: string;
  /** The id that upstream gave. */
  readonly guid: string | null;
  readonly url: string | null;
  /** Never empty. */
  readonly title: string;
  /** Plain text, null where there is none apart from the content. */
  readonly summary: string | null;
  readonly content: SafeHtml | null;
  /** Plain text of a few lines for where there is little room: the summary's or the content's start; may be empty. */
  readonly excerpt: string;
  readonly published: number | null;
  /** Published, its estimate, or first seen: what the item is ordered and dated by where a date must be. */
  readonly datedAt: number;
  readonly estimated: boolean;
  readonly updated: number;
  readonly authors: readonly {
    readonly name: string;
    readonly email: string | null;
    readonly url: string | null;
  }[];
  readonly categories: readonly {
    readonly term: string;
    readonly label: string | null;
    readonly scheme: string | null;
  }[];
  readonly enclosures: readonly Enclosure[];
  readonly media: readonly Enclosure[];
  readonly image: string | null;
  /** Relations other than the permalink and enclosures: related, via, replies … */
  readonly links: readonly Link[];
  readonly comments: string | null;
  /** How many comments there were when it was last looked at. */
  readonly commentCount?: number | null;
  readonly rights: string | null;
  readonly language: string | null;
  readonly podcast: Podcast | null;
  /** What it is about is there. */
  readonly location?: Location | null;
  readonly tags: readonly string[];
  /** Never empty; the first is the one that formats with room for one name. */
  readonly attributions: readonly Attribution[];
}

/** What we call ourselves, to upstream and in what we publish. */
export interface Product {
  readonly name: string;
  readonly version: string;
  /** Where to learn about it. */
  readonly url: string;
}

/** An output as a whole, as its documents name it. */
export interface Channel {
  /** Stable: also when titles or addresses change. */
  readonly id: string;
  readonly title: string;
  /** Empty: none was given. */
  readonly description: string;
  /** The page for people, absolute. */
  readonly home: string;
  /** Absolute address of each format's document. */
  readonly self: Readonly<Partial<Record<OutputFormat, string>>>;
  readonly language: string | null;
  /** ms: its newest item's; 0 when there is none. */
  readonly updated: number;
  readonly generator: Product;
  readonly hubs: readonly string[];
  /** Minutes that a reader may wait. */
  readonly ttl: number | null;
  /** A picture that stands for the output, absolute. */
  readonly image?: string | null;
  /** A small square one. */
  readonly icon?: string | null;
  readonly rights?: string | null;
  /** Addresses of the neighbours of a paged or archived document (RFC 5005), absolute. */
  readonly pages?: Readonly<Partial<Record<OutputFormat, readonly PageLink[]>>>;
  /** Addresses of all pages of its archive for people, the oldest first. */
  readonly archivePages?: readonly string[];
  /** Address of the feed that tells what was withdrawn (RFC 6721). */
  readonly withdrawn?: string;
  /** True for a document that will never change again (RFC 5005, 4); its `pages` name the current one. */
  readonly archive?: boolean;
}

/** One step from a document to a neighbour. */
export interface PageLink {
  readonly rel: 'current' | 'prev-archive' | 'next-archive' | 'first' | 'last' | 'previous' | 'next';
  readonly href: string;
}
