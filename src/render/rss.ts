/** One item as an RSS 2.0 `<item>`. */
import type { Enclosure } from '../model/item.ts';
import type { ShownItem } from '../model/output.ts';
import { bylineOf } from './byline.ts';
import { GEORSS_NAMESPACE, locationElement } from './georss.ts';
import { rfc822, rfc3339 } from './instant.ts';
import { mediaContent, thumbnail } from './media-rss.ts';
import { htmlText, plainText } from './plain.ts';
import { episodeElements, PODCAST_NAMESPACE } from './podcast.ts';
import { cdata, el, markup, optional } from './xml.ts';

const SLASH_NAMESPACE = 'http://purl.org/rss/1.0/modules/slash/';

/**
 * @param ownFeed Address of the feed that the item stands in. RSS wants an address with a source's name; where the source has
 * none (a digest in a file), this feed is the one that it can be read in.
 */
export function rssItem(item: ShownItem, ownFeed: string): string {
  const [first] = item.attributions;
  const enclosure = item.enclosures.find(playable);
  const episode = episodeElements(item.podcast);
  const location = locationElement(item.location);
  const counted = item.commentCount != null;
  return markup(
    el(
      'item',
      // Declared only where they are used: few items have any, and checkers mention namespaces that they do not know.
      {
        'xmlns:podcast': episode.length > 0 ? PODCAST_NAMESPACE : null,
        'xmlns:georss': location === null ? null : GEORSS_NAMESPACE,
        'xmlns:slash': counted ? SLASH_NAMESPACE : null,
      },
      el('title', null, plainText(item.title)),
      optional('link', item.url),
      el('guid', { isPermaLink: 'false' }, item.id),
      el('pubDate', null, rfc822(item.datedAt)),
      texts(item),
      bylineOf(item).map(({ name }) => el('dc:creator', null, plainText(name))),
      item.categories.map(({ term, scheme }) => el('category', { domain: scheme }, plainText(term))),
      optional('comments', item.comments),
      counted ? el('slash:comments', null, String(item.commentCount)) : null,
      enclosure &&
        el('enclosure', {
          url: enclosure.url,
          length: enclosure.length ?? 0,
          type: enclosure.type ?? 'application/octet-stream',
        }),
      // What an enclosure has no room for, and the other files.
      enclosure && (enclosure.duration !== null || enclosure.title !== null) ? mediaContent(enclosure) : null,
      item.enclosures.map((file) => (file === enclosure ? null : mediaContent(file))),
      item.media.map(mediaContent),
      thumbnail(item),
      episode,
      location,
      first && el('source', { url: first.url ?? first.link ?? ownFeed }, plainText(first.title)),
      item.links.map(({ rel, href, type, title, hreflang }) =>
        el('atom:link', { rel, href, type, title: title && plainText(title), hreflang }),
      ),
      optional('dc:rights', item.rights && plainText(item.rights)),
      optional('dc:language', item.language),
      item.updated > item.datedAt ? el('atom:updated', null, rfc3339(item.updated)) : null,
    ),
  );
}

/** The summary with the content beside it; one of them alone is the description. */
function texts({ summary, content }: ShownItem) {
  if (summary === null) return content === null ? null : el('description', null, cdata(content));
  const description = el('description', null, cdata(htmlText(summary)));
  return content === null ? description : [description, el('content:encoded', null, cdata(content))];
}

/** RSS takes one enclosure, and wants a host name in its address. */
const playable = ({ url }: Enclosure): boolean =>
  /^https?:\/\/(?:[a-z0-9-]+\.)+[a-z0-9-]+(?::\d+)?\//i.test(url);
