/** One item as an Atom 1.0 `<entry>` (RFC 4287, 4.1.2). */
import type { SafeHtml } from '../model/markup.ts';
import type { Attribution, ShownItem } from '../model/output.ts';
import { GEORSS_NAMESPACE, locationElement } from './georss.ts';
import { rfc3339 } from './instant.ts';
import { mediaContent, thumbnail } from './media-rss.ts';
import { htmlText, plainText } from './plain.ts';
import { cdata, el, markup, optional, type Xml } from './xml.ts';

/** `spell`: the time of the last change, as no other entry of the document has it. */
export function atomEntry(item: ShownItem, spell: (time: number, id: string) => string): string {
  const { content, url } = item;
  const updated = spell(item.updated, item.id);
  const location = locationElement(item.location);
  const counted = item.commentCount != null;
  return markup(
    el(
      'entry',
      {
        'xml:lang': item.language,
        'xmlns:georss': location === null ? null : GEORSS_NAMESPACE,
        'xmlns:thr': counted ? THREADING_NAMESPACE : null,
      },
      el('id', null, item.id),
      textConstruct('title', item.title),
      el('updated', null, updated),
      item.published === null ? null : el('published', null, rfc3339(item.published)),
      url === null ? null : el('link', { rel: 'alternate', href: url }),
      item.links.map(({ rel, href, type, title, hreflang }) =>
        el('link', { rel, href, type, title: title && plainText(title), hreflang }),
      ),
      item.comments === null ? null : el('link', { rel: 'replies', href: item.comments, type: 'text/html' }),
      counted ? el('thr:total', null, String(item.commentCount)) : null,
      item.enclosures.map(({ url: href, type, length, title }) =>
        el('link', { rel: 'enclosure', href, type, length, title: title && plainText(title) }),
      ),
      item.authors.map((author) => person(author.name, author.email, author.url)),
      item.categories.map(({ term, label, scheme }) =>
        el('category', { term, label: label && plainText(label), scheme }),
      ),
      item.summary === null ? null : textConstruct('summary', item.summary),
      body(content, item),
      item.enclosures.map((file) => (file.duration === null ? null : mediaContent(file))),
      item.media.map(mediaContent),
      thumbnail(item),
      location,
      item.rights === null ? null : textConstruct('rights', item.rights),
      item.attributions.slice(0, 1).map((attribution) => source(attribution, updated)),
    ),
  );
}

/** RFC 4685. */
const THREADING_NAMESPACE = 'http://purl.org/syndication/thread/1.0';

/** Without a summary there is a content; an entry that leads nowhere must have one (RFC 4287, 4.1.2). */
function body(content: SafeHtml | null, { summary, url, title }: ShownItem): Xml | null {
  if (content !== null) return el('content', { type: 'html' }, cdata(content));
  if (summary !== null && url !== null) return null;
  return el('content', { type: 'html' }, cdata(htmlText(summary ?? title)));
}

/** The feed that the entry was taken from (RFC 4287, 4.2.11): its author speaks where the entry names none. */
function source({ id, title, url, link }: Attribution, updated: string): Xml {
  return el(
    'source',
    null,
    el('id', null, id),
    textConstruct('title', title),
    el('updated', null, updated),
    person(title, null, link),
    url === null ? null : el('link', { rel: 'self', href: url }),
    link === null ? null : el('link', { rel: 'alternate', href: link }),
  );
}

const person = (name: string, email: string | null, uri: string | null): Xml =>
  el('author', null, el('name', null, plainText(name)), optional('email', email), optional('uri', uri));

/** Plain text, as HTML where it holds what some readers take for HTML in any case (RFC 4287, 3.1). */
const textConstruct = (name: string, text: string): Xml =>
  /[&<>]/.test(text) ? el(name, { type: 'html' }, cdata(htmlText(text))) : el(name, null, text);
