/** An output as a page for people: readable without a script, by keyboard, aloud, in light and dark, small and wide. */
import type { Channel, OutputFormat, PageLink, ShownItem } from '../model/output.ts';
import { Hypertext, hypertext, webLink } from './hypertext.ts';
import { bounded, rfc3339 } from './instant.ts';
import { type Calendar, calendarOf } from './page-dates.ts';
import { articleOf } from './page-item.ts';
import { PAGE_POLICY, STYLE } from './page-style.ts';

/** The page in pieces, about one an item. */
export function* pageOf(channel: Channel, items: readonly ShownItem[]): Iterable<string> {
  const calendar = calendarOf(channel.language);
  yield headOf(channel).markup;
  yield mastheadOf(channel).markup;
  yield '<main id="items" tabindex="-1">\n';
  if (items.length === 0) yield '<p class="none">Nothing has come down the river yet.</p>\n';
  else if (newestFirst(items)) yield* days(items, calendar);
  else for (const item of items) yield articleOf(item, calendar, null).markup;
  yield '</main>\n';
  yield colophonOf(channel, items.length, calendar).markup;
}

/** Only what is in the order of time can be read under days. */
const newestFirst = (items: readonly ShownItem[]): boolean =>
  items.every((item, index) => index === 0 || item.datedAt <= (items[index - 1]?.datedAt ?? 0));

function* days(items: readonly ShownItem[], calendar: Calendar): Iterable<string> {
  let open = '';
  for (const item of items) {
    const day = rfc3339(item.datedAt).slice(0, 10);
    if (day !== open) {
      if (open !== '') yield '</div></section>\n';
      const { weekday, date } = calendar.day(bounded(item.datedAt));
      yield hypertext`<section class="day" aria-labelledby="d${day}">
<h2 id="d${day}"><time datetime="${day}"><span>${weekday}</span> ${date}</time></h2>
<div>
`.markup;
      open = day;
    }
    yield articleOf(item, calendar, day).markup;
  }
  yield '</div></section>\n';
}

const FEEDS: readonly { format: OutputFormat; type: string; name: string }[] = [
  { format: 'rss', type: 'application/rss+xml', name: 'RSS' },
  { format: 'atom', type: 'application/atom+xml', name: 'Atom' },
  { format: 'json', type: 'application/feed+json', name: 'JSON Feed' },
];

const RIVER =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%230a5f7d'/%3E%3Cpath d='M6 11c4-4 7-4 10 0s6 4 10 0M6 21c4-4 7-4 10 0s6 4 10 0' fill='none' stroke='%23fff' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E";

function headOf(channel: Channel): Hypertext {
  const { title, description, generator, self } = channel;
  return hypertext`<!doctype html>
<html lang="${channel.language ?? 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${generator.name} ${generator.version}">
<title>${title}</title>
<meta name="description" content="${description}">
<link rel="icon" href="${webLink(channel.icon ?? null) ?? RIVER}">
${self.html && hypertext`<link rel="canonical" href="${self.html}">\n`}${feedsOf(channel).map(
  ({ href, type, name }) =>
    hypertext`<link rel="alternate" type="${type}" title="${title} (${name})" href="${href}">\n`,
)}<style>${new Hypertext(STYLE)}</style>
</head>
<body>
<a class="skip" href="#items">Skip to the items</a>
`;
}

function feedsOf({ self }: Channel): readonly { href: string; type: string; name: string }[] {
  return FEEDS.flatMap(({ format, type, name }) => {
    const href = self[format];
    return href === undefined ? [] : [{ href, type, name }];
  });
}

function mastheadOf(channel: Channel): Hypertext {
  const feeds = feedsOf(channel);
  return hypertext`<header class="masthead">
<h1 dir="auto">${channel.title}</h1>
${channel.description !== '' && hypertext`<p dir="auto">${channel.description}</p>\n`}${
  feeds.length > 0 &&
  hypertext`<nav aria-label="Subscribe"><ul>
${feeds.map(
  ({ href, type, name }, index) =>
    hypertext`<li><a${index === 0 && hypertext` class="main"`} href="${href}" type="${type}">${index === 0 && 'Subscribe by '}${name}</a></li>\n`,
)}</ul></nav>
`
}</header>
`;
}

const STEPS: Readonly<Partial<Record<PageLink['rel'], string>>> = {
  current: 'Newest',
  'next-archive': 'Newer',
  previous: 'Newer',
  'prev-archive': 'Older',
  next: 'Older',
};

function colophonOf(channel: Channel, count: number, calendar: Calendar): Hypertext {
  const { generator } = channel;
  const steps = (channel.pages?.html ?? []).filter(({ rel }) => STEPS[rel] !== undefined);
  return hypertext`<footer class="colophon">
${
  steps.length > 0 &&
  hypertext`<nav aria-label="Pages"><ul>
${steps.map(({ rel, href }) => hypertext`<li><a href="${href}">${STEPS[rel]}</a></li>\n`)}</ul></nav>
`
}<p>${count} ${count === 1 ? 'item' : 'items'}${
    channel.updated > 0 &&
    hypertext`, the newest of <time datetime="${rfc3339(channel.updated)}">${calendar.moment(bounded(channel.updated))}</time>`
  }. Times are in UTC.</p>
${channel.rights && hypertext`<p>${channel.rights}</p>\n`}<p>Made with <a href="${webLink(generator.url)}">${generator.name}</a> ${generator.version}.</p>
</footer>
</body>
</html>
`;
}
