/**
 * What stands around the entries. `feed` renders the channel, with no items; what it wrote inside of its root element is
 * kept, and entries are joined in at one place. A release of `feed` that moved the marks is refused, loudly.
 */
import { Feed } from 'feed';
import { Failure } from '../model/failure.ts';
import type { Channel, OutputFormat } from '../model/output.ts';
import { bounded } from './instant.ts';
import { legalJson } from './json.ts';
import { plainText } from './plain.ts';
import { type AttributeValues, type Child, el, legalCharacters, markup } from './xml.ts';

export interface Envelope {
  readonly head: string;
  readonly between: string;
  readonly tail: string;
}

export type FeedFormat = Exclude<OutputFormat, 'html'>;

const PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n';
const ATOM = 'http://www.w3.org/2005/Atom';
const MEDIA = 'http://search.yahoo.com/mrss/';
const HISTORY = 'http://purl.org/syndication/history/1.0';

/** Failure `render-refused` when `feed` can not render the channel or wrote something unknown. */
export function envelopeOf(format: FeedFormat, channel: Channel): Envelope {
  switch (format) {
    case 'rss':
      return rssEnvelope(channel);
    case 'atom':
      return atomEnvelope(channel);
    case 'json':
      return jsonEnvelope(channel);
  }
}

function rssEnvelope(channel: Channel): Envelope {
  const channelInside = inside(
    rendered(channel, 'rss', (feed) => feed.rss2()),
    '<channel>',
    '</channel>',
  );
  const links = linksOf(channel, 'rss');
  const root = startTag('rss', {
    version: '2.0',
    'xmlns:atom': ATOM,
    'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
    'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
    'xmlns:media': MEDIA,
    'xmlns:fh': channel.archive ? HISTORY : null,
  });
  return {
    head: `${PROLOG}${root}\n<channel>${channelInside}\n${lines(
      links.map((link) => el('atom:link', link)),
      channel.archive ? el('fh:archive', null) : null,
    )}`,
    between: '\n',
    tail: '\n</channel>\n</rss>\n',
  };
}

function atomEnvelope(channel: Channel): Envelope {
  const feedInside = inside(
    rendered(channel, 'atom', (feed) => feed.atom1()),
    `<feed xmlns="${ATOM}">`,
    '</feed>',
  );
  const links = linksOf(channel, 'atom');
  const root = startTag('feed', {
    xmlns: ATOM,
    'xmlns:media': MEDIA,
    'xmlns:fh': channel.archive ? HISTORY : null,
    'xml:lang': channel.language,
  });
  return {
    head: `${PROLOG}${root}${feedInside}\n${lines(
      links.map((link) => el('link', link)),
      channel.archive ? el('fh:archive', null) : null,
    )}`,
    between: '\n',
    tail: '\n</feed>\n',
  };
}

/** `feed` writes the first hub. */
function linksOf({ hubs, pages, withdrawn }: Channel, format: 'rss' | 'atom'): readonly AttributeValues[] {
  return [
    ...hubs.slice(1).map((href) => ({ rel: 'hub', href })),
    ...(pages?.[format] ?? []).map(({ rel, href }) => ({ rel, href })),
    ...(withdrawn === undefined
      ? []
      : [{ rel: 'related', href: withdrawn, type: 'application/atom+xml', title: 'Withdrawn entries' }]),
  ];
}

function jsonEnvelope(channel: Channel): Envelope {
  const document = rendered(channel, 'json', (feed) => {
    for (const [name, objects] of Object.entries(jsonMembers(channel))) {
      if (objects !== undefined) feed.addExtension({ name, objects: objects as Record<string, unknown> });
    }
    return feed.json1();
  });
  const items = /"items": \[\]\s*\}\s*$/.exec(document);
  if (items === null) throw moved('"items": []');
  return { head: `${document.slice(0, items.index)}"items": [\n`, between: ',\n', tail: '\n]\n}\n' };
}

/** What JSON Feed 1.1 has and `feed`, which writes version 1, does not. */
function jsonMembers(channel: Channel): Readonly<Record<string, unknown>> {
  const { title, home, hubs, language, icon, pages, withdrawn, generator, id, rights } = channel;
  const members = {
    version: 'https://jsonfeed.org/version/1.1',
    authors: [{ name: title, url: home }],
    language: language ?? undefined,
    favicon: icon ?? undefined,
    hubs: hubs.length > 0 ? hubs.map((url) => ({ type: 'WebSub', url })) : undefined,
    next_url: pages?.json?.find(({ rel }) => rel === 'prev-archive' || rel === 'next')?.href,
    _feedriver: {
      about: generator.url,
      id,
      generator: `${generator.name} ${generator.version}`,
      rights: rights ?? undefined,
      links: pages?.json?.length ? pages.json : undefined,
      withdrawn,
    },
  };
  return JSON.parse(legalJson(members));
}

/** The channel by `feed`. Its own texts are no safer than an item's: they are cleaned before, as `feed` does not. */
function rendered(channel: Channel, format: FeedFormat, render: (feed: Feed) => string): string {
  const json = format === 'json';
  const text = json ? legalCharacters : (raw: string) => exact(plainText(raw));
  const [hub] = channel.hubs;
  const self = channel.self[format];
  const { name, version, url } = channel.generator;
  try {
    return render(
      new Feed({
        id: exact(channel.id),
        title: text(channel.title),
        // RSS wants one (RSS 2.0, "Required channel elements")
        description: text(channel.description || (format === 'rss' ? channel.title : '')),
        link: channel.home,
        updated: new Date(bounded(channel.updated)),
        generator: exact(`${name} ${version} (${url})`),
        docs: 'https://www.rssboard.org/rss-specification',
        ...(channel.language === null ? {} : { language: text(channel.language) }),
        ...(channel.ttl === null ? {} : { ttl: channel.ttl }),
        ...(channel.image ? { image: text(channel.image) } : {}),
        ...(channel.icon ? { favicon: text(channel.icon) } : {}),
        ...(channel.rights ? { copyright: text(channel.rights) } : {}),
        ...(json ? {} : { author: { name: text(channel.title), link: channel.home } }),
        ...(hub === undefined || json ? {} : { hub }),
        ...(self === undefined ? {} : { feedLinks: { [format]: self } }),
      }),
    );
  } catch (cause) {
    throw new Failure('render-refused', `The ${format} envelope of "${channel.title}" can not be rendered`, {
      advice: "Check the addresses in the output's configuration: each must be absolute.",
      cause,
    });
  }
}

/** `feed`'s serialiser turns "&amp;" in a text into "&" before it escapes. */
const exact = (text: string): string => legalCharacters(text).replace(/&amp;/g, '&amp;amp;');

const HEXADECIMAL: Readonly<Record<string, string>> = {
  '&amp;': '&#x26;',
  '&lt;': '&#x3C;',
  '&gt;': '&#x3E;',
};

/** What lies between the first start and the last end, its references spelled like ours. */
function inside(document: string, start: string, end: string): string {
  const from = document.indexOf(start);
  const to = document.lastIndexOf(end);
  if (from < 0 || to < from) throw moved(`${start} … ${end}`);
  return document
    .slice(from + start.length, to)
    .trimEnd()
    .replace(/&(?:amp|lt|gt);/g, (reference) => HEXADECIMAL[reference] ?? reference);
}

const moved = (marks: string): Failure =>
  new Failure(
    'render-refused',
    `The package "feed" wrote no ${marks}: another version than the one we know`,
    {
      advice: 'Install the version of "feed" that package.json pins.',
    },
  );

const startTag = (name: string, attributes: Record<string, string | null>): string =>
  markup(el(name, attributes)).replace(/\/>$/, '>');

const lines = (...children: readonly Child[]): string =>
  children
    .flat()
    .map((child) => markup(child))
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
