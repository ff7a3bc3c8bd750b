/**
 * Publishers who live for years: each posts by its temperament, edits and withdraws, takes over what others wrote, has its
 * bad days, and answers with its last twenty stories. The same seed, the same life.
 */
import { type Dice, diceFor } from '../support/dice.ts';
import { sentence } from '../support/made-words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Temperament {
  readonly name: string;
  /** Of a hundred publishers. */
  readonly share: number;
  /** From one post to the next, on the average, ms. */
  readonly every: number;
  readonly dated: boolean;
  readonly validators: boolean;
  /** How often it fails, 0 to 1. */
  readonly trouble: number;
}

const TEMPERAMENTS: readonly Temperament[] = [
  { name: 'agency', share: 4, every: 5 * HOUR, dated: true, validators: true, trouble: 0.01 },
  { name: 'paper', share: 16, every: DAY, dated: true, validators: true, trouble: 0.01 },
  { name: 'careless', share: 10, every: 2 * DAY, dated: false, validators: false, trouble: 0.05 },
  { name: 'magazine', share: 40, every: 7 * DAY, dated: true, validators: true, trouble: 0.02 },
  { name: 'diary', share: 28, every: 30 * DAY, dated: true, validators: true, trouble: 0.02 },
  { name: 'sick', share: 2, every: 3 * DAY, dated: true, validators: true, trouble: 0.5 },
];

interface Story {
  readonly url: string;
  readonly title: string;
  readonly text: string;
  /** ms. */
  readonly published: number;
}

export interface Publisher {
  readonly id: string;
  readonly temperament: Temperament;
  readonly dice: Dice;
  /** Newest first. */
  stories: Story[];
  /** Counts up when the stories change. */
  version: number;
  nextPostAt: number;
}

export interface Reply {
  /** 0: the connection is reset. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Press {
  readonly publishers: readonly Publisher[];
  /** Lets them live until `now`, ms. */
  liveUntil(now: number): void;
  answer(id: string, ifNoneMatch: string | undefined): Reply;
  /** Stories posted so far. */
  posted(): number;
}

const LISTED = 20;

export function openPress(count: number, seed: string, start: number): Press {
  let posted = 0;
  const publishers = Array.from({ length: count }, (_, index): Publisher => {
    const dice = diceFor(`${seed} ${index}`);
    const temperament = temperamentOf((index * 37) % 100);
    return {
      id: `p${index}`,
      temperament,
      dice,
      stories: [],
      version: 0,
      nextPostAt: start - LISTED * temperament.every,
    };
  });
  const byId = new Map(publishers.map((publisher) => [publisher.id, publisher]));

  function post(publisher: Publisher): void {
    const { dice, temperament, nextPostAt: at } = publisher;
    const borrowed = dice.happens(0.06) ? dice.pick(publishers).stories[0] : undefined;
    publisher.stories = [borrowed ?? newStory(publisher, posted, at), ...publisher.stories].slice(0, LISTED);
    publisher.version++;
    publisher.nextPostAt = at + MINUTE - Math.log(1 - dice.next()) * temperament.every;
    posted++;
    if (dice.happens(0.05)) edit(publisher);
    if (dice.happens(0.03)) publisher.stories.splice(dice.below(publisher.stories.length), 1);
  }

  return {
    publishers,
    posted: () => posted,
    liveUntil(now) {
      for (const publisher of publishers) while (publisher.nextPostAt <= now) post(publisher);
    },
    answer(id, ifNoneMatch) {
      const publisher = byId.get(id);
      if (publisher === undefined) return { status: 404, headers: {}, body: '' };
      const { temperament, version, dice } = publisher;
      if (dice.happens(temperament.trouble))
        return { status: dice.happens(0.3) ? 0 : 503, headers: {}, body: '' };
      const etag = `"${version}"`;
      if (temperament.validators && ifNoneMatch === etag) return { status: 304, headers: { etag }, body: '' };
      const headers = { 'content-type': 'application/rss+xml', ...(temperament.validators && { etag }) };
      return { status: 200, headers, body: documentOf(publisher) };
    },
  };
}

function temperamentOf(place: number): Temperament {
  let upTo = 0;
  for (const temperament of TEMPERAMENTS) {
    upTo += temperament.share;
    if (place < upTo) return temperament;
  }
  throw new RangeError('the shares are not a hundred');
}

function newStory({ id, dice }: Publisher, number: number, published: number): Story {
  return {
    url: `https://${id}.example/story/${number}`,
    title: sentence(dice, 6),
    text: Array.from({ length: dice.between(3, 12) }, () => sentence(dice, 14)).join(' '),
    published,
  };
}

function edit({ stories, dice }: Publisher): void {
  const at = dice.below(stories.length);
  const story = stories[at];
  if (story !== undefined) stories[at] = { ...story, text: `${story.text} ${sentence(dice, 12)}` };
}

function documentOf({ id, stories, temperament }: Publisher): string {
  const items = stories.map(({ url, title, text, published }) => {
    const date = temperament.dated ? `<pubDate>${new Date(published).toUTCString()}</pubDate>` : '';
    return `<item><title>${title}</title><link>${url}</link><guid>${url}</guid>${date}<description>&lt;p&gt;${text}&lt;/p&gt;</description></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${id}</title><link>https://${id}.example/</link><description>News</description>${items.join('\n')}</channel></rss>`;
}
