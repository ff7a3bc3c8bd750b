/** One item as an article of the page. */
import type { Enclosure } from '../model/item.ts';
import type { SafeHtml } from '../model/markup.ts';
import type { Attribution, ShownItem } from '../model/output.ts';
import { Hypertext, hypertext, sanitised, webLink } from './hypertext.ts';
import { bounded, rfc3339 } from './instant.ts';
import type { Calendar } from './page-dates.ts';

/** A content up to this long (UTF-16 units of HTML) is shown as it is; a longer one is folded behind its excerpt. */
const SHORT = 900;
/** A longer one than this is read where it comes from, so that a page stays light. */
const LONG = 40_000;

/** `day`: the day that the article stands under, null where there are none. */
export function articleOf(item: ShownItem, calendar: Calendar, day: string | null): Hypertext {
  const heading = new Hypertext(day === null ? 'h2' : 'h3');
  const url = webLink(item.url);
  return hypertext`<article${languageOf(item)}>
${fromLine(item, calendar, day)}<${heading} dir="auto">${url === null ? item.title : hypertext`<a href="${url}">${item.title}</a>`}</${heading}>
${byLine(item)}${pictureOf(item)}${wordsOf(item)}${filesOf(item)}${talkOf(item)}</article>
`;
}

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set('ar ckb dv fa he iw ps sd ug ur yi'.split(' '));

function languageOf({ language }: ShownItem): Hypertext | false {
  if (language === null) return false;
  const rightToLeft = RIGHT_TO_LEFT.has(language.split('-', 1)[0] ?? '');
  return hypertext` lang="${language}"${rightToLeft && hypertext` dir="rtl"`}`;
}

/** Of a size that is known before it is loaded, so that nothing jumps; none beside a content that shows pictures itself. */
function pictureOf(item: ShownItem): Hypertext | false {
  const image = webLink(item.image);
  if (image === null || (isWhole(item) && item.content?.includes('<img'))) return false;
  return hypertext`<img class="picture" src="${image}" alt="" loading="lazy" decoding="async" width="152" height="114">
`;
}

/** Where it is from, and when. */
function fromLine(item: ShownItem, calendar: Calendar, day: string | null): Hypertext {
  const [first, ...others] = item.attributions;
  const time = bounded(item.datedAt);
  // midnight to the millisecond is what a day without a time of day comes to
  const isDay = time % 86_400_000 === 0;
  const alone = isDay ? calendar.day(time).date : calendar.moment(time);
  const shown = day === null ? alone : calendar.clock(time);
  const dated =
    (day === null || !(item.estimated || isDay)) &&
    hypertext` · <time datetime="${rfc3339(time)}">${shown}</time>`;
  const also = others.length > 0 && hypertext` · also in ${others.map(listed)}`;
  return hypertext`<p class="from">${first !== undefined && hypertext`<b>${named(first.link, first)}</b>`}${dated}${also}</p>
`;
}

const named = (address: string | null, { title }: Attribution): Hypertext => {
  const link = webLink(address);
  return link === null ? hypertext`${title}` : hypertext`<a href="${link}">${title}</a>`;
};

/** The other places lead to the item as it is there. */
const listed = (attribution: Attribution, index: number): Hypertext =>
  hypertext`${index > 0 && ', '}${named(attribution.itemUrl ?? attribution.link, attribution)}`;

function byLine({ authors }: ShownItem): Hypertext | false {
  if (authors.length === 0) return false;
  return hypertext`<p class="by">By ${authors.map(({ name }) => name).join(', ')}</p>\n`;
}

/** Short enough to be shown as it is, with nothing before it. */
const isWhole = ({ content, summary }: ShownItem): boolean =>
  content !== null && content.length <= SHORT && summary === null;

function wordsOf(item: ShownItem): Hypertext | false {
  const { content, excerpt, title, url } = item;
  const short = excerpt !== '' && hypertext`<p class="excerpt" dir="auto">${excerpt}</p>\n`;
  if (content === null || (content.length > LONG && webLink(url) !== null)) return short;
  const whole = hypertext`<div class="content" dir="auto">${sanitised(underHeading(content))}</div>`;
  if (isWhole(item)) return hypertext`${whole}\n`;
  return hypertext`${short}<details><summary>Read on<span class="unseen">: ${title}</span></summary>
${whole}
</details>
`;
}

/**
 * A content's headings, brought below the article's own; its pictures wait until they are looked at. The sanitiser
 * writes every "<" that is not a tag's as a reference, so that tags are safely found by pattern.
 */
function underHeading(content: SafeHtml): SafeHtml {
  return content
    .replace(/(<\/?h)([1-6])(?=[ >])/g, (_, tag, level) => `${tag}${Math.min(6, Number(level) + 3)}`)
    .replaceAll('<img ', '<img loading="lazy" decoding="async" ') as SafeHtml;
}

/** Where it is talked about, where anybody does. */
function talkOf({ comments, commentCount, title }: ShownItem): Hypertext | false {
  const address = webLink(comments);
  if (address === null || !commentCount) return false;
  const words = commentCount === 1 ? '1 comment' : `${commentCount} comments`;
  return hypertext`<p class="talk"><a href="${address}">${words}<span class="unseen"> on ${title}</span></a></p>\n`;
}

function filesOf({ enclosures, media, image }: ShownItem): Hypertext | false {
  const files = [...enclosures, ...media].filter(
    ({ url, type, medium }) =>
      url !== image && webLink(url) !== null && !type?.startsWith('image/') && medium !== 'image',
  );
  return files.length > 0 && hypertext`<ul class="files">\n${files.map(fileOf)}</ul>\n`;
}

function fileOf(file: Enclosure): Hypertext {
  const { url, type, title, length, duration } = file;
  const facts = [
    type,
    duration !== null && minutes(duration),
    length !== null && length > 0 && megabytes(length),
  ];
  const name = title ?? decodedName(url);
  return hypertext`<li>${type?.startsWith('audio/') && hypertext`<audio controls="" preload="none" src="${url}" aria-label="${name}"></audio>`}<a href="${url}">${name}</a> <span class="none">${facts.filter(Boolean).join(' · ')}</span></li>
`;
}

const minutes = (seconds: number): string => `${Math.max(1, Math.round(seconds / 60))} min`;
const megabytes = (bytes: number): string =>
  bytes < 100_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** The last part of an address's path, else its host. */
function decodedName(address: string): string {
  const url = URL.parse(address);
  const last = url?.pathname.split('/').findLast((part) => part !== '') ?? url?.hostname ?? address;
  try {
    return decodeURIComponent(last);
  } catch {
    return last; // percent-encoded in another charset than UTF-8
  }
}
