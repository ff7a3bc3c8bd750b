/** An output as a page for people: readable without a script, by keyboard, aloud, in light and dark, small and wide. */
import type { Channel, PageLink, ShownItem } from '../model/output.ts';
import { type Hypertext, hypertext, webLink } from './hypertext.ts';
import { bounded, rfc3339 } from './instant.ts';
import { type Calendar, calendarOf } from './page-dates.ts';
import { articleOf } from './page-item.ts';
import { FEED_TYPES, openPage } from './page-shell.ts';

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

function headOf(channel: Channel): Hypertext {
  const { language, title, description, generator, self } = channel;
  return openPage({
    language,
    title,
    description,
    generator,
    icon: webLink(channel.icon ?? null),
    canonical: self.html ?? null,
    feeds: feedsOf(channel).map(({ href, type, name }) => ({ href, type, title: `${title} (${name})` })),
    skip: 'Skip to the items',
  });
}

function feedsOf({ self }: Channel): readonly { href: string; type: string; name: string }[] {
  return FEED_TYPES.flatMap(({ format, type, name }) => {
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
