/** What every page begins with, whatever it shows. */
import type { OutputFormat, Product } from '../model/output.ts';
import { Hypertext, hypertext } from './hypertext.ts';
import { PAGE_POLICY, STYLE } from './page-style.ts';

export interface PageHead {
  readonly language: string | null;
  readonly title: string;
  readonly description: string;
  readonly generator: Product;
  /** An address of a small square picture; null: ours. */
  readonly icon: string | null;
  readonly canonical: string | null;
  /** WebSub hubs; the topic is the canonical address. */
  readonly hubs?: readonly string[];
  /** Feeds that a reader finds from here (autodiscovery). */
  readonly feeds: readonly { readonly href: string; readonly type: string; readonly title: string }[];
  /** What the way around the masthead is called. */
  readonly skip: string;
}

/** A look of its own beside the one that all pages share, and the policy that allows both. */
export interface Look {
  readonly style: string;
  readonly policy: string;
}

const PLAIN: Look = { style: STYLE, policy: PAGE_POLICY };

export const FEED_TYPES: readonly {
  readonly format: OutputFormat;
  readonly type: string;
  readonly name: string;
}[] = [
  { format: 'rss', type: 'application/rss+xml', name: 'RSS' },
  { format: 'atom', type: 'application/atom+xml', name: 'Atom' },
  { format: 'json', type: 'application/feed+json', name: 'JSON Feed' },
];

const RIVER =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%230a5f7d'/%3E%3Cpath d='M6 11c4-4 7-4 10 0s6 4 10 0M6 21c4-4 7-4 10 0s6 4 10 0' fill='none' stroke='%23fff' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E";

/** Up to the skip link, which leads to `#items`. */
export function openPage(head: PageHead, { style, policy }: Look = PLAIN): Hypertext {
  const { title, description, generator, canonical, feeds, hubs = [] } = head;
  return hypertext`<!doctype html>
<html lang="${head.language ?? 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${generator.name} ${generator.version}">
<title>${title}</title>
${description !== '' && hypertext`<meta name="description" content="${description}">\n`}<link rel="icon" href="${head.icon ?? RIVER}">
${canonical !== null && hypertext`<link rel="canonical" href="${canonical}">\n`}${feeds.map(
  (feed) => hypertext`<link rel="alternate" type="${feed.type}" title="${feed.title}" href="${feed.href}">\n`,
)}${hubs.length > 0 && canonical !== null && hypertext`<link rel="self" href="${canonical}">\n`}${hubs.map(
  (hub) => hypertext`<link rel="hub" href="${hub}">\n`,
)}<style>${new Hypertext(style)}</style>
</head>
<body>
<a class="skip" href="#items">${head.skip}</a>
`;
}
