/** An output's items as a document of a format. Pure: the same channel and items, the same bytes. */
import type { Channel, OutputFormat, ShownItem } from '../model/output.ts';
import { atomEntry } from './atom.ts';
import { envelopeOf } from './envelope.ts';
import { distinctTimes } from './instant.ts';
import { jsonItem } from './json.ts';
import { pageOf } from './page.ts';
import { rssItem } from './rss.ts';

/**
 * The document in pieces, about one an item, so that a long one need never be held as a whole; nor its items, which
 * are asked for one by one (by a page: all at once). UTF-8 is what the declaration says. Failure `render-refused` before the first piece when the channel can not be rendered.
 */
export function renderDocument(
  format: OutputFormat,
  channel: Channel,
  items: Iterable<ShownItem>,
): Iterable<string> {
  switch (format) {
    case 'html':
      return pageOf(channel, [...items]);
    case 'rss':
      return joined(format, channel, items, (item) => rssItem(item, channel.self.rss ?? channel.home));
    case 'json':
      return joined(format, channel, items, jsonItem);
    case 'atom': {
      const spell = distinctTimes();
      return joined(format, channel, items, (item) => atomEntry(item, spell));
    }
  }
}

function* joined(
  format: 'rss' | 'atom' | 'json',
  channel: Channel,
  items: Iterable<ShownItem>,
  render: (item: ShownItem) => string,
): Iterable<string> {
  const { head, between, tail } = envelopeOf(format, channel);
  yield head;
  let separator = '';
  for (const item of items) {
    yield separator + render(item);
    separator = between;
  }
  yield tail;
}
