/** An output's items as a document of a format. Pure: the same channel and items, the same bytes. */
import type { Channel, OutputFormat, ShownItem } from '../model/output.ts';
import { atomEntry } from './atom.ts';
import { type Envelope, envelopeOf } from './envelope.ts';
import { distinctTimes } from './instant.ts';
import { jsonItem } from './json.ts';
import { openPageOf } from './page.ts';
import { rssItem } from './rss.ts';

/** Writes a document piece by piece, so that neither it nor its items need ever be held as a whole. UTF-8 is what it declares. */
export interface DocumentWriter {
  readonly head: string;
  /** The next item, with what stands between it and the one before. */
  item(item: ShownItem): string;
  tail(): string;
}

/** What a document says of its items before the first one, besides what the channel says. */
export interface ItemsAhead {
  /** No item is dated later than the one before: only then can a page put them under days. */
  readonly newestFirst: boolean;
}

/** Failure `render-refused` when the channel can not be rendered. */
export function openDocument(format: OutputFormat, channel: Channel, ahead: ItemsAhead): DocumentWriter {
  switch (format) {
    case 'html':
      return openPageOf(channel, ahead);
    case 'rss': {
      const ownFeed = channel.self.rss ?? channel.home;
      return joined(envelopeOf(format, channel), (item) => rssItem(item, ownFeed));
    }
    case 'json':
      return joined(envelopeOf(format, channel), jsonItem);
    case 'atom': {
      const spell = distinctTimes();
      return joined(envelopeOf(format, channel), (item) => atomEntry(item, spell));
    }
  }
}

function joined({ head, between, tail }: Envelope, render: (item: ShownItem) => string): DocumentWriter {
  let separator = '';
  return {
    head,
    item(item) {
      const piece = separator + render(item);
      separator = between;
      return piece;
    },
    tail: () => tail,
  };
}

/** A document of items that are at hand, in pieces of about one an item. Failure as above, before the first piece. */
export function* renderDocument(
  format: OutputFormat,
  channel: Channel,
  items: readonly ShownItem[],
): Iterable<string> {
  const document = openDocument(format, channel, { newestFirst: areNewestFirst(items) });
  yield document.head;
  for (const item of items) yield document.item(item);
  yield document.tail();
}

export const areNewestFirst = (items: readonly { readonly datedAt: number }[]): boolean =>
  items.every(({ datedAt }, index) => index === 0 || datedAt <= (items[index - 1]?.datedAt ?? datedAt));
