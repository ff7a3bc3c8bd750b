import type { Hop, Reply } from '../../src/fetch/wire.ts';
import type { Hints } from '../../src/model/item.ts';
import type { Clock, Random } from '../../src/model/ports.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Nobody reads further back than this many items, like in real feeds. */
const listed = 20;

/** What a simulated publisher is like. Times in ms. */
export interface Temperament {
  readonly name: string;
  /** When it posts, between two times. */
  readonly posts: (from: number, to: number, random: Random) => number[];
  readonly validators: 'etag' | 'modified' | 'both' | 'none' | 'lying';
  readonly maxAge?: number;
  /** What the document asks for. */
  readonly hints?: Hints;
  /** Asked again sooner than this it answers 429, with this as Retry-After. */
  readonly throttle?: number;
  /** How often it fails for no reason, 0 to 1. */
  readonly trouble?: number;
  /** From this day on it redirects for good. */
  readonly movesOn?: number;
  readonly goneOn?: number;
  /** Its clock is wrong by so much. */
  readonly skew?: number;
  /** Its body never ends. */
  readonly drips?: boolean;
  readonly sharesHost?: boolean;
}

/** A request that broke a rule, for the report. */
export interface Breach {
  readonly rule: string;
  readonly url: string;
  readonly at: number;
}

export interface Publisher {
  readonly temperament: Temperament;
  readonly location: string;
  readonly posts: readonly number[];
}

export interface World {
  readonly publishers: readonly Publisher[];
  readonly transport: (hop: Hop) => Promise<Reply>;
  readonly requests: () => number;
  readonly breaches: readonly Breach[];
}

/** What one publisher remembers of those who ask it, to judge the next request by the rules. */
interface Memory {
  lastEnd: number;
  /** The latest time that it asked to be left alone until, and by what. */
  notBefore: number;
  rule: string;
  gaveValidator: boolean;
  gone: boolean;
}

/**
 * N publishers, alike for everyone who asks: posts depend on the seed alone. `transport` answers as they would, and judges
 * each request by what was asked for before, from the publisher's own figures, not from anything the client worked out.
 */
export function createWorld(
  temperaments: readonly Temperament[],
  count: number,
  clock: Clock,
  days: number,
  minInterval: number,
  seed: number,
): World {
  const start = clock.now();
  const breaches: Breach[] = [];
  const atHost = new Map<string, number>();
  let requests = 0;
  const publishers = Array.from({ length: count }, (_, index): Publisher => {
    const temperament = temperaments[index % temperaments.length] ?? never();
    const host = temperament.sharesHost === true ? 'shared.example' : `p${index}.example`;
    const posts = temperament
      .posts(start - 30 * day, start + days * day, seeded(seed + index))
      .sort((one, other) => one - other);
    return { temperament, location: `https://${host}/${index}`, posts };
  });
  const byLocation = new Map(publishers.map((publisher) => [publisher.location, publisher]));
  const memories = new Map<string, Memory>();
  const luck = seeded(seed + 1_000_000);

  function judge(hop: Hop, memory: Memory): void {
    const at = clock.now();
    const url = hop.url.href;
    if (memory.gone) breaches.push({ rule: 'asked after 410', url, at });
    if (at < memory.notBefore) breaches.push({ rule: `earlier than ${memory.rule}`, url, at });
    const conditional = 'if-none-match' in hop.headers || 'if-modified-since' in hop.headers;
    if (memory.gaveValidator && !conditional) breaches.push({ rule: 'unconditional', url, at });
  }

  function answer(publisher: Publisher, hop: Hop, memory: Memory): Reply {
    const { temperament, posts } = publisher;
    const at = clock.now();
    const date = new Date(at + (temperament.skew ?? 0)).toUTCString();
    const reply = (status: number, headers: Record<string, string> = {}, body = ''): Reply => ({
      status,
      headers: { date, ...headers },
      body: Buffer.from(body),
    });
    if (temperament.goneOn !== undefined && at >= start + temperament.goneOn * day) {
      memory.gone = true;
      return reply(410);
    }
    if (temperament.throttle !== undefined && at < memory.lastEnd + temperament.throttle) {
      hold(memory, at + temperament.throttle, 'Retry-After');
      return reply(429, { 'retry-after': String(temperament.throttle / 1000) });
    }
    if (luck() < (temperament.trouble ?? 0)) {
      hold(memory, at + minInterval, 'minInterval after a failure');
      return reply(500);
    }
    const items = posts.filter((time) => time <= at).slice(-listed);
    const newest = items.at(-1) ?? 0;
    const headers: Record<string, string> = {};
    const etag = `"${newest}"`;
    const modified = new Date(newest + (temperament.skew ?? 0)).toUTCString();
    if (temperament.validators === 'etag' || temperament.validators === 'both') headers.etag = etag;
    if (temperament.validators === 'modified' || temperament.validators === 'both')
      headers['last-modified'] = modified;
    if (temperament.validators === 'lying') headers['last-modified'] = date;
    hold(memory, at + minInterval, 'minInterval');
    if (temperament.validators === 'none') hold(memory, at + day, 'a day without validators');
    else memory.gaveValidator = true;
    if (temperament.maxAge !== undefined) {
      headers['cache-control'] = `max-age=${temperament.maxAge / 1000}`;
      hold(memory, at + temperament.maxAge, 'max-age');
    }
    if (temperament.hints?.period != null) hold(memory, at + temperament.hints.period, 'ttl');
    const same = hop.headers['if-none-match'] === etag || hop.headers['if-modified-since'] === modified;
    return same && temperament.validators !== 'lying'
      ? reply(304, headers)
      : reply(200, headers, JSON.stringify(items));
  }

  return {
    publishers,
    breaches,
    requests: () => requests,
    async transport(hop) {
      requests++;
      const { href, host } = hop.url;
      const location = href.replace('/moved/', '/');
      const publisher = byLocation.get(location);
      if (publisher === undefined) throw new Error(`nobody is at ${href}`);
      const flying = (atHost.get(host) ?? 0) + 1;
      if (flying > 1) breaches.push({ rule: 'two at once at a host', url: href, at: clock.now() });
      atHost.set(host, flying);
      const { temperament } = publisher;
      const moves = temperament.movesOn !== undefined && clock.now() >= start + temperament.movesOn * day;
      try {
        await clock.sleep(temperament.drips === true ? day : 50 + luck() * 1500, hop.signal);
        if (moves && href === location) {
          return {
            status: 301,
            headers: { location: href.replace('.example/', '.example/moved/') },
            body: Buffer.alloc(0),
          };
        }
        const memory = memories.get(href) ?? fresh();
        memories.set(href, memory);
        judge(hop, memory);
        const skips = temperament.hints?.skipHours ?? [];
        if (skips.includes(new Date(clock.now()).getUTCHours()) && memory.lastEnd > 0) {
          breaches.push({ rule: 'in skipHours', url: href, at: clock.now() });
        }
        const reply = answer(publisher, hop, memory);
        memory.lastEnd = clock.now();
        return reply;
      } finally {
        atHost.set(host, (atHost.get(host) ?? 1) - 1);
      }
    },
  };
}

function fresh(): Memory {
  return { lastEnd: 0, notBefore: 0, rule: '', gaveValidator: false, gone: false };
}

function hold(memory: Memory, until: number, rule: string): void {
  if (until <= memory.notBefore) return;
  memory.notBefore = until;
  memory.rule = rule;
}

/** mulberry32: the same numbers for everyone. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Every `period`, off by up to `jitter`. */
const every =
  (period: number, jitter: number): Temperament['posts'] =>
  (from, to, random) => {
    const phase = random() * period;
    const times: number[] = [];
    for (let time = from + phase; time < to; time += period) times.push(Math.round(time + random() * jitter));
    return times;
  };

/** At random, `mean` apart on average. */
const randomly =
  (mean: number): Temperament['posts'] =>
  (from, to, random) => {
    const pause = () => Math.abs(Math.log(1 - random())) * mean;
    const times: number[] = [];
    for (let time = from + pause(); time < to; time += pause()) times.push(Math.round(time));
    return times;
  };

const officeHours: Temperament['posts'] = (from, to, random) =>
  randomly(45 * minute)(from, to, random).filter((time) => {
    const date = new Date(time);
    return date.getUTCHours() >= 8 && date.getUTCHours() < 18 && date.getUTCDay() % 6 !== 0;
  });

const bursts: Temperament['posts'] = (from, to, random) =>
  randomly(4 * day)(from, to, random).flatMap((time) =>
    Array.from({ length: 4 + Math.floor(random() * 8) }, () => Math.round(time + random() * 3 * hour)),
  );

const once: Temperament['posts'] = (from) => [from];

function never(): Temperament {
  return { name: 'never changes', posts: once, validators: 'etag' };
}

const hints: Hints = { period: 2 * hour, skipHours: [], skipDays: [] };

export const temperaments: readonly Temperament[] = [
  never(),
  { name: 'hourly', posts: every(hour, minute), validators: 'etag' },
  { name: 'daily', posts: every(day, 10 * minute), validators: 'modified' },
  { name: 'office hours', posts: officeHours, validators: 'both' },
  { name: 'bursts', posts: bursts, validators: 'etag' },
  { name: 'weekly', posts: randomly(7 * day), validators: 'etag' },
  { name: 'busy', posts: randomly(10 * minute), validators: 'etag' },
  { name: '429', posts: randomly(5 * hour), validators: 'etag', throttle: 3 * hour },
  { name: 'flapping', posts: randomly(6 * hour), validators: 'both', trouble: 0.2 },
  { name: 'moved', posts: randomly(8 * hour), validators: 'etag', movesOn: 5 },
  { name: 'gone', posts: randomly(8 * hour), validators: 'etag', goneOn: 10 },
  { name: 'wrong clock', posts: every(6 * hour, hour), validators: 'both', skew: 2 * day, maxAge: 2 * hour },
  { name: 'no validators', posts: randomly(12 * hour), validators: 'none' },
  { name: 'lying Last-Modified', posts: randomly(12 * hour), validators: 'lying' },
  { name: 'drip', posts: once, validators: 'etag', drips: true },
  { name: 'max-age', posts: randomly(4 * hour), validators: 'etag', maxAge: 3 * hour },
  { name: 'ttl', posts: randomly(4 * hour), validators: 'both', hints },
  {
    name: 'skipHours',
    posts: officeHours,
    validators: 'etag',
    hints: { period: null, skipHours: [0, 1, 2, 3, 4, 5], skipDays: [] },
  },
  { name: 'shared host', posts: randomly(10 * hour), validators: 'etag', sharesHost: true },
  {
    name: 'shared host, every 3 h',
    posts: every(3 * hour, 2 * minute),
    validators: 'etag',
    sharesHost: true,
  },
];
