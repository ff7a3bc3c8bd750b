/** What is known of one WebSub hub, and what it is still to be told. Pure; times in ms since 1970. */
import { type Failure, type FailureRow, failureRow } from '../model/failure.ts';

/** A document that changed, by the address that it is subscribed to by (its topic). */
export interface News {
  readonly topic: string;
  /** When it was published. */
  readonly since: number;
}

export interface Hub {
  readonly url: string;
  /** What it was not told yet, each topic once. */
  readonly news: readonly News[];
  /** Not to be told before. */
  readonly nextAt: number;
  /** In a row. */
  readonly failures: number;
  readonly lastFailure: FailureRow | null;
  readonly lastToldAt: number | null;
}

export const unknownHub = (url: string): Hub => ({
  url,
  news: [],
  nextAt: 0,
  failures: 0,
  lastFailure: null,
  lastToldAt: null,
});

/** A message holds no content, so the newest news of a topic stands for all before. Back-off goes on: it is the hub's. */
export function withNews(hub: Hub, topics: readonly string[], now: number): Hub {
  const kept = hub.news.filter(({ topic }) => !topics.includes(topic));
  return { ...hub, news: [...kept, ...topics.map((topic) => ({ topic, since: now }))] };
}

/** `told` is the very object that was sent: what came in the meantime is news still. */
export function afterTold(hub: Hub, told: News, at: number): Hub {
  const news = hub.news.filter((one) => one !== told);
  return { ...hub, news, nextAt: 0, failures: 0, lastFailure: null, lastToldAt: at };
}

/** How a hub is doing, as `status` and `/healthz` tell it. */
export interface HubState {
  readonly url: string;
  readonly health: 'well' | 'waiting' | 'failing';
  /** Documents that it was not told of yet. */
  readonly untold: number;
  readonly failures: number;
  readonly failure: FailureRow | null;
  readonly lastTold: string | null;
  readonly next: string | null;
}

export function stateOf({ url, news, nextAt, failures, lastFailure, lastToldAt }: Hub): HubState {
  const health = failures > 0 ? 'failing' : news.length > 0 ? 'waiting' : 'well';
  const next = news.length > 0 && nextAt > 0 ? iso(nextAt) : null;
  const lastTold = lastToldAt === null ? null : iso(lastToldAt);
  return { url, health, untold: news.length, failures, failure: lastFailure, lastTold, next };
}

const iso = (time: number): string => new Date(time).toISOString();

const minute = 60_000;

/** A hub that came back after a long time still hears of the last change soon. */
const longestPause = 6 * 60 * minute;

/** A day is as long as a hub is believed that asks for a pause. */
const longestWish = 24 * 60 * minute;

/** A pause that no rule makes so long was set with a wrong clock. */
export const mayBeTold = ({ nextAt }: Hub, now: number): boolean =>
  nextAt <= now || nextAt > now + 2 * longestWish;

export interface Trouble {
  readonly failure: Failure;
  readonly at: number;
  /** Not before, as the hub itself said; null: it did not. */
  readonly retryAt: number | null;
  /** In [0, 1): keeps those that failed together from coming back together. */
  readonly random: number;
}

/**
 * Twice as long a pause after each failure, from a minute to six hours, or as long as the hub asks for. What it did not take
 * goes to the end, so that one topic which a hub refuses does not keep it from hearing of the others.
 */
export function afterFailure(hub: Hub, untold: News, { failure, at, retryAt, random }: Trouble): Hub {
  const failures = hub.failures + 1;
  const pause = Math.min(longestPause, minute * 2 ** Math.min(failures - 1, 20)) * (1 + random / 10);
  const wish = Math.min(retryAt ?? 0, at + longestWish);
  const news = hub.news.includes(untold) ? [...hub.news.filter((one) => one !== untold), untold] : hub.news;
  const nextAt = Math.ceil(Math.max(at + pause, wish));
  return { ...hub, news, nextAt, failures, lastFailure: failureRow(failure) };
}
