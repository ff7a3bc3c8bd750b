import type RssParser from 'rss-parser';
import type { RawCategory, RawHead, RawHints, RawLink, RawPerson, RawText } from '../model/entry.ts';

/**
 * Reads the head of a feed with rss-parser: the one place where it is used. It is given a canonical channel
 * (channel.ts), never a stranger's bytes: well-formed, without items, so that its handling of dates and its
 * snippet's regular expression are out of reach. It is loaded with the first feed, as a run without one need not wait.
 */
export async function readHead(canonicalChannel: string): Promise<RawHead> {
  parser ??= newParser();
  return headOf(await (await parser).parseString(canonicalChannel));
}

let parser: Promise<RssParser<Channel>> | undefined;

/** Most of what a first feed waits for. */
export const loadParser = () => import('rss-parser');

async function newParser(): Promise<RssParser<Channel>> {
  const { default: Parser } = await loadParser();
  return new Parser<Channel>({ customFields: { feed: CUSTOM_FIELDS } });
}

const kept = { keepArray: true };
/** Fields beyond rss-parser's own, or with their attributes. Its types know plain names only, its code these too. */
const CUSTOM_FIELDS = [
  ['title', 'titles', kept],
  ['description', 'descriptions', kept],
  ['atom:id', 'id'],
  ['atom:icon', 'icon'],
  ['atom:logo', 'logo'],
  ['atom:link', 'links', kept],
  ['atom:author', 'authors', kept],
  ['category', 'categories', kept],
  ['sy:updatePeriod', 'updatePeriod'],
  ['sy:updateFrequency', 'updateFrequency'],
] as unknown as (keyof Channel)[];

/** An element as xml2js gives it. */
interface Node<Attributes> {
  readonly _?: string;
  readonly $?: Attributes;
}

interface Channel {
  readonly titles?: readonly Node<Omit<RawText, 'value'>>[];
  readonly descriptions?: readonly Node<Omit<RawText, 'value'>>[];
  readonly language?: string;
  readonly copyright?: string;
  readonly lastBuildDate?: string;
  readonly pubDate?: string;
  readonly generator?: string;
  readonly ttl?: string;
  readonly skipHours?: { readonly hour?: readonly string[] };
  readonly skipDays?: { readonly day?: readonly string[] };
  readonly id?: string;
  readonly icon?: string;
  readonly logo?: string;
  readonly links?: readonly Node<RawLink>[];
  readonly authors?: readonly Node<RawPerson>[];
  readonly categories?: readonly Node<RawCategory>[];
  readonly updatePeriod?: string;
  readonly updateFrequency?: string;
}

function headOf(channel: Channel & RssParser.Output<unknown>): RawHead {
  return {
    id: channel.id,
    title: textOf(channel.titles),
    description: textOf(channel.descriptions),
    link: channel.link,
    updated: channel.lastBuildDate,
    published: channel.pubDate,
    language: channel.language,
    rights: channel.copyright,
    image: channel.image?.url,
    icon: channel.icon,
    logo: channel.logo,
    generator: channel.generator,
    authors: attributesOf(channel.authors),
    categories: attributesOf(channel.categories),
    links: attributesOf(channel.links),
    hints: hintsOf(channel),
  };
}

function textOf(nodes: Channel['titles']): RawText | undefined {
  const node = nodes?.[0];
  if (node?._ === undefined || node.$ === undefined) return undefined;
  return { value: node._, kind: node.$.kind, base: node.$.base };
}

function attributesOf<Attributes>(
  nodes: readonly Node<Attributes>[] | undefined,
): readonly Attributes[] | undefined {
  return nodes?.flatMap((node) => (node.$ === undefined ? [] : [{ ...node.$ }]));
}

function hintsOf(channel: Channel): RawHints | undefined {
  const hints = {
    ttl: channel.ttl,
    skipHours: channel.skipHours?.hour,
    skipDays: channel.skipDays?.day,
    updatePeriod: channel.updatePeriod,
    updateFrequency: channel.updateFrequency,
  };
  return Object.values(hints).some((hint) => hint !== undefined) ? hints : undefined;
}
