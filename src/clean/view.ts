import type { DigestTrace, Format } from '../model/entry.ts';
import type { Warning } from '../model/failure.ts';
import type {
  Category,
  Enclosure,
  Item,
  Link,
  Location,
  Origin,
  Person,
  Podcast,
  Reading,
} from '../model/item.ts';
import type { Markup } from '../model/markup.ts';
import { absoluteAddresses } from './absolute.ts';

/** A reading as `preview --json` and `readFeed` show it: flat, with bodies as HTML strings. */
export interface FeedView {
  readonly format: Format;
  readonly title: string | null;
  /** The page that the feed belongs to. */
  readonly link: string | null;
  readonly description: string | null;
  readonly id: string | null;
  readonly updated: string | null;
  readonly language: string | null;
  readonly image: string | null;
  readonly authors: readonly Person[];
  readonly items: readonly ItemView[];
  readonly warnings: readonly Warning[];
}

/**
 * `summary` and `content` are unsanitised HTML with the addresses inside resolved. Where the source has one text only,
 * both show it.
 */
export interface ItemView {
  readonly id: string | null;
  readonly title: string | null;
  readonly url: string | null;
  readonly published: string | null;
  readonly updated: string | null;
  readonly summary: string | null;
  readonly content: string | null;
  readonly authors: readonly Person[];
  /** Terms, and labels where they differ. */
  readonly categories: readonly string[];
  readonly enclosures: readonly Pick<Enclosure, 'url' | 'type' | 'length'>[];
  readonly source: Origin | null;
  readonly media: readonly Enclosure[];
  readonly image: string | null;
  readonly links: readonly Link[];
  readonly comments: string | null;
  readonly commentCount: number | null;
  readonly rights: string | null;
  readonly language: string | null;
  readonly podcast: Podcast | null;
  readonly location: Location | null;
  /** Of an item of a digest: its lines, how sure they are, why its date is what it is. */
  readonly digest: DigestTrace | null;
}

export function viewOf({ format, head, items, warnings }: Reading): FeedView {
  return {
    format,
    title: head.title,
    link: head.link,
    description: head.description,
    id: head.id,
    updated: head.updated,
    language: head.language,
    image: head.image ?? head.logo ?? head.icon,
    authors: head.authors,
    items: items.map(itemView),
    warnings,
  };
}

function itemView(item: Item): ItemView {
  const content = bodyOf(item.content);
  return {
    id: item.guid,
    title: item.title,
    url: item.url,
    published: item.published,
    updated: item.updated,
    summary: bodyOf(item.summary) ?? content,
    content,
    authors: item.authors,
    categories: item.categories.flatMap(termsOf),
    enclosures: item.enclosures.map(({ url, type, length }) => ({ url, type, length })),
    source: item.source,
    media: item.media,
    image: item.image,
    links: item.links,
    comments: item.comments,
    commentCount: item.commentCount ?? null,
    rights: item.rights,
    language: item.language,
    podcast: item.podcast,
    location: item.location ?? null,
    digest: item.digest,
  };
}

function bodyOf(markup: Markup | null): string | null {
  return markup === null ? null : absoluteAddresses(markup);
}

function termsOf({ term, label }: Category): readonly string[] {
  return label === null ? [term] : [term, label];
}
