/**
 * How the sources are, for people. It tells moments, never spans up to now: as long as nothing happens to a source its bytes
 * stay the same, and a browser may keep them.
 */
import { type Bookmark, never } from '../model/bookmark.ts';
import type { Product } from '../model/output.ts';
import { HOUSE_LOOK } from './house-style.ts';
import { type Hypertext, hypertext, webLink } from './hypertext.ts';
import { bounded, rfc3339 } from './instant.ts';
import { calendarOf } from './page-dates.ts';
import { openPage } from './page-shell.ts';
import { postingsByDay, sparkline } from './sparkline.ts';

export interface SourceState {
  readonly title: string;
  /** In one word; `trouble`: it wants to be looked at. */
  readonly health: string;
  readonly trouble: boolean;
  /** What the user can do about it. */
  readonly advice: string | null;
  readonly bookmark: Bookmark | null;
}

/** A WebSub hub that could not be told of what was published. */
export interface HubTrouble {
  readonly url: string;
  readonly message: string;
  readonly advice: string | null;
  /** Documents that it was not told of. */
  readonly untold: number;
}

export interface StatusPage {
  readonly title: string;
  readonly generator: Product;
  /** Relative address of the front page. */
  readonly front: string;
  /** In their order; those in trouble are shown first. */
  readonly sources: readonly SourceState[];
  readonly hubs?: readonly HubTrouble[];
}

export function statusPage({ title, generator, front, sources, hubs = [] }: StatusPage): string {
  const head = openPage(
    {
      language: null,
      title: `Sources – ${title}`,
      description: `How the sources of ${title} are: asked last, asked next, and what is wrong.`,
      generator,
      icon: null,
      canonical: null,
      feeds: [],
      skip: 'Skip to the sources',
    },
    HOUSE_LOOK,
  );
  const troubled = sources.filter(({ trouble }) => trouble);
  const others = sources.filter(({ trouble }) => !trouble);
  return hypertext`${head}<header class="masthead">
<h1>Sources</h1>
<p dir="auto">What <a href="${front}">${title}</a> is made from, and how each of them is.</p>
<ul class="counts" aria-label="Sources by health">
${[...countsOf(sources)].map(([health, count]) => hypertext`<li><b>${count}</b> ${health}</li>\n`)}</ul>
</header>
<main id="items" tabindex="-1">
${hubsOf(hubs)}${group('trouble', 'In trouble', troubled)}${group('others', troubled.length > 0 ? 'The others' : 'All of them', others)}</main>
<footer class="colophon">
<p>The bars tell how much was posted on each of the 28 days before a source was asked last. Times are in UTC.</p>
<p>Made with <a href="${webLink(generator.url)}">${generator.name}</a> ${generator.version}.</p>
</footer>
</body>
</html>
`.markup;
}

function countsOf(sources: readonly SourceState[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { health } of sources) counts.set(health, (counts.get(health) ?? 0) + 1);
  return new Map([...counts].sort(([, one], [, other]) => other - one));
}

const group = (id: string, name: string, sources: readonly SourceState[]): Hypertext | false =>
  sources.length > 0 &&
  hypertext`<section class="list" aria-labelledby="${id}">
<h2 id="${id}">${name}</h2>
<div>
${sources.map(articleOf)}</div></section>
`;

/** Those who follow the site through a hub hear of news late; those who ask us themselves do not notice. */
const hubsOf = (hubs: readonly HubTrouble[]): Hypertext | false =>
  hubs.length > 0 &&
  hypertext`<section class="list" aria-labelledby="hubs">
<h2 id="hubs">Hubs that do not listen</h2>
<div>
${hubs.map(
  ({ url, message, advice, untold }) => hypertext`<article>
<h3><span dir="auto">${url}</span> <span class="mark trouble">failing</span></h3>
<p class="trouble-says" dir="auto">${message}</p>
<p class="facts">It was not told of ${untold} ${untold === 1 ? 'document' : 'documents'} yet.</p>
${advice !== null && hypertext`<p class="facts advice">${advice}</p>\n`}</article>
`,
)}</div></section>
`;

function articleOf({ title, health, trouble, advice, bookmark }: SourceState): Hypertext {
  const link = webLink(bookmark?.link ?? null);
  return hypertext`<article>
<h3><span dir="auto">${link === null ? title : hypertext`<a href="${link}">${title}</a>`}</span> <span class="${trouble ? 'mark trouble' : 'mark'}">${health}</span></h3>
${bookmark === null ? hypertext`<p class="facts">Not asked yet.</p>\n` : [failureOf(bookmark), factsOf(bookmark)]}${
  advice !== null && hypertext`<p class="facts advice">${advice}</p>\n`
}${bookmark !== null && rhythmOf(bookmark)}</article>
`;
}

function failureOf({ failures, lastFailure, lastSuccessAt }: Bookmark): Hypertext | false {
  if (lastFailure === null || failures === 0) return false;
  const times = failures === 1 ? 'It failed once' : `It failed ${failures} times in a row`;
  const since =
    lastSuccessAt === null ? 'it never worked' : hypertext`it last worked on ${moment(lastSuccessAt)}`;
  return hypertext`<p class="trouble-says" dir="auto">${lastFailure.message}</p>
<p class="facts">${times}; ${since}.</p>
`;
}

function factsOf({ lastFetchAt, nextAt, nextWhy, itemsListed }: Bookmark): Hypertext {
  const items = itemsListed > 0 && `; it lists ${itemsListed} ${itemsListed === 1 ? 'item' : 'items'}`;
  const asked = lastFetchAt !== null && hypertext`Asked on ${moment(lastFetchAt)}${items}.<br>`;
  const next =
    nextAt === never
      ? hypertext`Not asked again: ${nextWhy}.`
      : hypertext`Asked next from ${moment(nextAt)} on: ${nextWhy}.`;
  return hypertext`<p class="facts">${asked}${next}</p>
`;
}

const rhythmOf = ({ rhythm, lastFetchAt }: Bookmark): Hypertext | false =>
  lastFetchAt !== null && rhythm.length > 0 && hypertext`${sparkline(postingsByDay(rhythm, lastFetchAt))}\n`;

const calendar = calendarOf(null);

const moment = (time: number): Hypertext =>
  hypertext`<time datetime="${rfc3339(time)}">${calendar.moment(bounded(time))}</time>`;
