import { Failure } from '../model/failure.ts';
import type { Output } from '../model/output.ts';
import type { Clock, Log, Post, Random, Row, Store } from '../model/ports.ts';
import { afterFailure, afterTold, type Hub, mayBeTold, type News, unknownHub, withNews } from './hub.ts';

/** Where what hubs are to be told stands in the cache. */
const KEY = 'n';

/** So long a run stays for hubs after its work is done, ms. */
const PATIENCE = 30_000;

/** A store that can not be written is tried again after this time, ms. */
const STORE_PAUSE = 60_000;

/** A document that changed, and the hubs that its subscribers may use. */
export interface Publication {
  /** Its absolute address. */
  readonly topic: string;
  readonly hubs: readonly string[];
}

/** Tells WebSub hubs of what was published: at least once, also after a crash, and never in anybody's way. */
export interface Announcer {
  /** Takes news in. The rows belong into the commit that says what is published; nothing is sent yet. */
  announce(publications: readonly Publication[]): readonly Row[];
  /**
   * Tells every hub whose time has come what it was not told yet: hubs beside each other, the topics of one in turn, until
   * one fails. Resolves when all were told or failed, after half a minute, or when `signal` is aborted; what is left stays
   * for the next time.
   */
  tell(signal: AbortSignal): Promise<void>;
  /** Tells whenever something is to be told and was released, until `signal` is aborted. */
  keepTelling(signal: AbortSignal): Promise<void>;
  /** For `keepTelling`: what was announced is served now, so that a hub that comes at once gets the new document. */
  release(): void;
  hubs(): readonly Hub[];
}

export interface AnnouncerDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly post: Post;
  readonly log: Log;
  /** The hubs of the config. What was to be told to others is forgotten. */
  readonly hubs: readonly string[];
}

export async function openAnnouncer(deps: AnnouncerDeps): Promise<Announcer> {
  const { store, clock, random, post, log } = deps;
  const hubs = new Map((await readHubs(store, deps.hubs)).map((hub) => [hub.url, hub]));
  /** Only what is older is told. */
  let releasedAt = Number.POSITIVE_INFINITY;
  let woken = Promise.withResolvers<void>();

  const row = (): Row => ({ key: KEY, value: JSON.stringify([...hubs.values()]) });
  const change = (url: string, changed: (hub: Hub) => Hub): void => {
    const hub = hubs.get(url);
    if (hub !== undefined) hubs.set(url, changed(hub));
  };

  /** Says whether the hub took it. Each answer is committed before the next question. */
  async function tellOne(url: string, news: News, signal: AbortSignal): Promise<boolean> {
    const posted = await post(url, { 'hub.mode': 'publish', 'hub.url': news.topic }, signal);
    if (posted.kind === 'failed') {
      const { failure } = posted;
      if (failure.code === 'cancelled') return false;
      change(url, (hub) => afterFailure(hub, news, { ...posted, random: random() }));
      log.warn(`WebSub: ${failure.message}; told again later`, { hub: url, topic: news.topic });
    } else {
      change(url, (hub) => afterTold(hub, news, posted.at));
      log.debug('WebSub: a hub was told', { hub: url, topic: news.topic });
    }
    await store.commit([row()]);
    return posted.kind === 'accepted';
  }

  const tellable = ({ news }: Hub) => news.filter(({ since }) => since <= releasedAt);

  async function tellAll(hub: Hub, signal: AbortSignal): Promise<void> {
    for (const news of tellable(hub)) if (signal.aborted || !(await tellOne(hub.url, news, signal))) return;
  }

  async function tell(signal: AbortSignal): Promise<void> {
    const due = [...hubs.values()].filter((hub) => tellable(hub).length > 0 && mayBeTold(hub, clock.now()));
    if (due.length === 0) return;
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    clock.sleep(PATIENCE, either).then(
      () => over.abort(),
      () => {},
    );
    await Promise.all(due.map((hub) => tellAll(hub, either))).finally(() => over.abort());
  }

  const nextAt = (): number =>
    Math.min(...[...hubs.values()].filter((hub) => tellable(hub).length > 0).map((hub) => hub.nextAt));

  return {
    announce(publications) {
      if (!publications.some((publication) => publication.hubs.length > 0)) return [];
      for (const url of hubs.keys()) {
        const topics = publications.filter((one) => one.hubs.includes(url)).map(({ topic }) => topic);
        if (topics.length > 0) change(url, (hub) => withNews(hub, topics, clock.now()));
      }
      return [row()];
    },
    tell,
    async keepTelling(signal) {
      releasedAt = clock.now();
      while (!signal.aborted) {
        woken = Promise.withResolvers();
        const failed = await tell(signal).then(
          () => false,
          (error: unknown) => {
            if (!(error instanceof Failure)) throw error;
            log.error(error.message);
            return true;
          },
        );
        await untilOr(failed ? clock.now() + STORE_PAUSE : nextAt(), woken.promise, signal, clock);
      }
    },
    release() {
      releasedAt = clock.now();
      woken.resolve();
    },
    hubs: () => [...hubs.values()],
  };
}

/** All hubs that outputs have, each once. */
export const hubsOf = (outputs: readonly Output[]): readonly string[] => [
  ...new Set(outputs.flatMap(({ hubs = [] }) => hubs)),
];

/** The hubs of the config, with what the cache holds of them. */
export async function readHubs(store: Store, urls: readonly string[]): Promise<readonly Hub[]> {
  if (urls.length === 0) return [];
  const row = await store.get(KEY);
  const known = row === undefined ? [] : (JSON.parse(row) as readonly Hub[]);
  return urls.map((url) => known.find((hub) => hub.url === url) ?? unknownHub(url));
}

/** Resolves at a time (`Infinity`: never), or earlier with `event`, or when `signal` is aborted. */
async function untilOr(time: number, event: Promise<void>, signal: AbortSignal, clock: Clock): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  // a day at most: longer is beyond what timers can hold
  const passing = clock.sleep(Math.min(Math.max(0, time - clock.now()), 86_400_000), either).catch(() => {});
  await Promise.race([event, passing]);
  over.abort();
}
