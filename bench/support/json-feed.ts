/** The rules of JSON Feed 1.1 (https://jsonfeed.org/version/1.1) that a program can check. */

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isUrl: Check = (value) =>
  typeof value === 'string' && /^https?:\/\/[\w.~!$&'()*+,;=:@/?#[\]%-]+$/i.test(value);
const isLink: Check = (value) => isUrl(value) || (typeof value === 'string' && value.startsWith('mailto:'));
const isDate: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value);
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isAny: Check = () => true;

const FEED: Readonly<Record<string, Check>> = {
  version: (value) => value === 'https://jsonfeed.org/version/1.1',
  title: isText,
  home_page_url: isUrl,
  feed_url: isUrl,
  description: (value) => typeof value === 'string',
  next_url: isUrl,
  icon: isUrl,
  favicon: isUrl,
  authors: listOf({ name: isText, url: isLink }),
  language: isText,
  hubs: listOf({ type: isText, url: isUrl }),
  items: Array.isArray,
};
const ITEM: Readonly<Record<string, Check>> = {
  id: isText,
  url: isUrl,
  title: isText,
  content_html: isText,
  content_text: isText,
  summary: isText,
  image: isUrl,
  date_published: isDate,
  date_modified: isDate,
  authors: listOf({ name: isText, url: isLink }),
  tags: (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
  language: isText,
  attachments: listOf({
    url: isUrl,
    mime_type: (value) => typeof value === 'string' && /^[^\s/]+\/[^\s/]+$/.test(value),
    title: isText,
    size_in_bytes: isNumber,
    duration_in_seconds: isNumber,
  }),
};

/** What is against the rules, in words. */
export function jsonFeedFaults(text: string): readonly string[] {
  const feed = JSON.parse(text);
  const faults = [...faultsOf('feed', feed, FEED)];
  for (const required of ['version', 'title', 'items'])
    if (!(required in feed)) faults.push(`feed has no ${required}`);
  for (const item of feed.items) {
    faults.push(...faultsOf(`item ${item.id}`, item, ITEM));
    if (!('content_html' in item || 'content_text' in item)) faults.push(`item ${item.id} has no content`);
  }
  if (new Set(feed.items.map(({ id }: { id: string }) => id)).size !== feed.items.length)
    faults.push('an id twice');
  return faults;
}

/** Names that begin with "_" are anybody's extensions. */
function faultsOf(where: string, object: object, checks: Readonly<Record<string, Check>>): string[] {
  return Object.entries(object).flatMap(([name, value]) => {
    const check = name.startsWith('_') ? isAny : checks[name];
    if (check === undefined) return [`${where} has an unknown ${name}`];
    return check(value) ? [] : [`${where}: bad ${name} ${JSON.stringify(value)}`];
  });
}

function listOf(checks: Readonly<Record<string, Check>>): Check {
  return (value) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => faultsOf('', one, checks).length === 0);
}
