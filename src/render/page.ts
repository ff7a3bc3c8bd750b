/** An output as a page for people: readable without a script, by keyboard, aloud, in light and dark, small and wide. */
import type { Channel, PageLink, ShownItem } from '../model/output.ts';
import { type Hypertext, hypertext, webLink } from './hypertext.ts';
import { bounded, rfc3339 } from './instant.ts';
import { type Calendar, calendarOf } from './page-dates.ts';
import { articleOf } from './page-item.ts';
import { FEED_TYPES, openPage } from './page-shell.ts';

/** Written piece by piece; items that come newest first stand under their days. */
export function openPageOf(channel: Channel, { newestFirst }: { readonly newestFirst: boolean }) {
  const calendar = calendarOf(channel.language);
  let count = 0;
  let openDay: string | null = null;

  function underDay(item: ShownItem): string {
    const day = rfc3339(item.datedAt).slice(0, 10);
    const article = articleOf(item, calendar, day).markup;
    if (day === openDay) return article;
    const before = openDay === null ? '' : DAY_END;
    openDay = day;
    return before + dayStart(day, item.datedAt, calendar).markup + article;
  }

  return {
    head: `${headOf(channel).markup}${mastheadOf(channel).markup}<main id="items" tabindex="-1">\n`,
    item(item: ShownItem): string {
      count++;
      return newestFirst ? underDay(item) : articleOf(item, calendar, null).markup;
    },
    tail(): string {
      const end = count === 0 ? NOTHING : openDay === null ? '' : DAY_END;
      return `${end}</main>\n${colophonOf(channel, count, calendar).markup}`;
    },
  };
}

const NOTHING = '<p class="none">Nothing has come down the river yet.</p>\n';
const DAY_END = '</div></section>\n';

function dayStart(day: string, time: number, calendar: Calendar): Hypertext {
  const { weekday, date } = calendar.day(bounded(time));
  return hypertext`<section class="day" aria-labelledby="d${day}">
<h2 id="d${day}"><time datetime="${day}"><span>${weekday}</span> ${date}</time></h2>
<div>
`;
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
    hubs: channel.hubs,
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
  hypertext`<nav${ours(channel)} aria-label="Subscribe"><ul>
${feeds.map(
  ({ href, type, name }, index) =>
    hypertext`<li><a${index === 0 && hypertext` class="main"`} href="${href}" type="${type}">${index === 0 && 'Subscribe by '}${name}</a></li>\n`,
)}</ul></nav>
`
}${channel.archive === true && stepsOf(channel, 'Pages')}</header>
`;
}

/** Our own words are English, whatever the page's are. */
const ours = ({ language }: Channel): Hypertext | false =>
  language !== null && !/^en\b/.test(language) && hypertext` lang="en"`;

const STEPS: Readonly<Partial<Record<PageLink['rel'], string>>> = {
  current: 'Newest',
  'next-archive': 'Newer',
  previous: 'Newer',
  'prev-archive': 'Older',
  next: 'Older',
};

function stepsOf(channel: Channel, label: string): Hypertext | false {
  const steps = (channel.pages?.html ?? []).filter(({ rel }) => STEPS[rel] !== undefined);
  return (
    steps.length > 0 &&
    hypertext`<nav${ours(channel)} aria-label="${label}"><ul>
${steps.map(({ rel, href }) => hypertext`<li><a href="${href}">${STEPS[rel]}</a></li>\n`)}</ul></nav>
`
  );
}

/** Pages that are named; from each of them a link leads on to the older ones. */
const NAMED = 60;

/** Pages keep their numbers, the oldest is 1: a link to one is good for ever. */
function archiveOf({ archivePages = [] }: Channel): Hypertext | false {
  const numbered = archivePages.map((href, index) => ({ href, number: index + 1 })).reverse();
  const named = numbered.length > NAMED ? [...numbered.slice(0, NAMED - 1), ...numbered.slice(-1)] : numbered;
  return (
    named.length > 0 &&
    hypertext`<nav aria-labelledby="archive"><h2 id="archive">Older items</h2>
<ul>
${named.map(({ href, number }) => hypertext`<li><a href="${href}"><span class="unseen">Archive </span>${number}</a></li>\n`)}</ul></nav>
`
  );
}

function colophonOf(channel: Channel, count: number, calendar: Calendar): Hypertext {
  const { generator } = channel;
  return hypertext`<footer class="colophon"${ours(channel)}>
${channel.archive === true ? stepsOf(channel, 'More pages') : archiveOf(channel)}<p>${count} ${count === 1 ? 'item' : 'items'}${
    channel.updated > 0 &&
    hypertext`, the newest of <time datetime="${rfc3339(channel.updated)}">${calendar.moment(bounded(channel.updated))}</time>`
  }. Times are in UTC.</p>
${channel.rights && hypertext`<p>${channel.rights}</p>\n`}<p>Made with <a href="${webLink(generator.url)}">${generator.name}</a> ${generator.version}.</p>
</footer>
</body>
</html>
`;
}
