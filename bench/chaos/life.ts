/** One reader's life through a history: once undisturbed, for the others to be measured by, and many times with kills. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dice, diceFor } from '../support/dice.ts';
import { storiesIn } from './documents.ts';
import type { Orders } from './hand.ts';
import type { History, Publisher } from './history.ts';
import { checkDocument, inconsistency, makePlace, type Place } from './place.ts';
import type { Program } from './program.ts';
import type { Reader, World } from './upstream.ts';

export interface Stage {
  readonly program: Program;
  readonly history: History;
  readonly world: World;
}

/** What an undisturbed run leaves behind at each tick, and what it passes on its way. */
export interface Memoir {
  readonly ticks: readonly {
    readonly documents: ReadonlyMap<string, string>;
    readonly passings: Readonly<Record<string, number>>;
    readonly requests: number;
    /** Wall time, ms. */
    readonly took: number;
  }[];
  readonly cache: ReadonlyMap<string, string>;
  readonly documentsChecked: number;
}

export interface Tally {
  /** Kills by the point that they were aimed at. */
  readonly kills: Map<string, number>;
  /** Runs that were over before they came to their point. */
  spared: number;
  /** Documents looked at after a kill. */
  documents: number;
  /** Items that were looked for at the end. */
  items: number;
}

export const emptyTally = (): Tally => ({ kills: new Map(), spared: 0, documents: 0, items: 0 });

/** A promise that was not kept. */
export class Broken extends Error {}

/** At one tick. */
const MOST_KILLS = 6;

const RUN = ['run', '-c', 'feedriver.yaml', '--json'] as const;

export async function liveUndisturbed({ program, history, world }: Stage, name: string): Promise<Memoir> {
  using place = makePlace(history, world.origin, name);
  const reader = newReader(name);
  world.join(reader);
  const ticks: Memoir['ticks'][number][] = [];
  let documentsChecked = 0;
  let before: ReadonlyMap<string, string> = new Map();
  for (const [tick, now] of history.ticks.entries()) {
    beginTick(reader, place, history, tick);
    let requests = 0;
    reader.onRequest = () => void requests++;
    const passings = join(place.folder, 'passings.json');
    const started = performance.now();
    const { code, output } = await program.run(place.folder, RUN, { now, kill: null, passings }).ended;
    if (code !== 0) throw new Broken(`an undisturbed run ended with ${code}:\n${output}`);
    const documents = place.documents();
    for (const [document, hash] of documents) {
      if (before.get(document) === hash) continue;
      checkDocument(document, place.text(document));
      documentsChecked++;
    }
    before = documents;
    ticks.push({
      documents,
      passings: JSON.parse(readFileSync(passings, 'utf8')),
      requests,
      took: performance.now() - started,
    });
  }
  const cache = place.cache();
  checkStories(place, reader, history);
  world.leave(reader);
  return { ticks, cache, documentsChecked };
}

/** Lives through the history with a few kills at each tick; throws `Broken` at the first promise that does not hold. */
export async function liveDangerously(
  { program, history, world }: Stage,
  name: string,
  memoir: Memoir,
  tally: Tally,
): Promise<void> {
  using place = makePlace(history, world.origin, name);
  const dice = diceFor(`kills ${name}`);
  const reader = newReader(name);
  world.join(reader);
  let before: ReadonlyMap<string, string> = new Map();
  for (const [tick, now] of history.ticks.entries()) {
    const expected = memoir.ticks[tick];
    if (expected === undefined) break;
    beginTick(reader, place, history, tick);
    for (let kills = dice.between(1, MOST_KILLS); ; kills--) {
      const aim = kills > 0 ? chooseAim(dice, expected) : null;
      const words = `tick ${tick}, ${aim === null ? 'no kill' : sayAim(aim)}`;
      const { code, killed, output } = await runUntil(aim, { program, place, reader, now });
      if (killed) {
        const point = aim?.point ?? '';
        tally.kills.set(point, (tally.kills.get(point) ?? 0) + 1);
        checkWreck(place, [before, expected.documents], words, tally);
        continue;
      }
      if (code !== 0) throw new Broken(`${words}: the next run ended with ${code}:\n${output}`);
      if (aim !== null) tally.spared++;
      break;
    }
    const documents = place.documents();
    sameEntries(
      documents,
      expected.documents,
      `tick ${tick}: documents differ from those of an undisturbed run`,
    );
    before = documents;
  }
  // these tell of paths and times of files, which are not the same for two readers
  const localFiles = new Set(history.publishers.filter(isLocal).map(({ id }) => `s:${id}`));
  sameEntries(
    place.cache(),
    memoir.cache,
    'the cache differs from that of an undisturbed run',
    (key) => key.startsWith('p:') || localFiles.has(key),
  );
  tally.items += checkStories(place, reader, history);
  world.leave(reader);
}

const isLocal = ({ format }: Publisher): boolean => format === 'digest';

const newReader = (name: string): Reader => ({ name, tick: 0, given: new Set(), onRequest: () => {} });

function beginTick(reader: Reader, place: Place, { publishers }: History, tick: number): void {
  reader.tick = tick;
  place.turnTo(tick);
  for (const { issues } of publishers.filter(isLocal))
    for (const { number } of issues[tick]?.stories ?? []) reader.given.add(number);
}

interface Aim {
  readonly point: string;
  readonly nth: number;
  readonly when: 'before' | 'in' | 'after';
  /** For kills at a moment, ms after the start. */
  readonly delay: number;
}

export const sayAim = ({ point, nth, when, delay }: Aim): string =>
  point === MOMENT ? `killed ${Math.round(delay)} ms after its start` : `killed ${when} ${point} #${nth}`;

const MOMENT = 'any moment';
const REQUEST = 'fetch: request';

function chooseAim(dice: Dice, { passings, requests, took }: Memoir['ticks'][number]): Aim {
  const delay = dice.next() * took;
  const when = dice.pick(['before', 'in', 'after'] as const);
  if (dice.happens(0.15)) return { point: MOMENT, nth: 0, when, delay };
  if (requests > 0 && dice.happens(0.1))
    return { point: REQUEST, nth: dice.between(1, requests), when, delay };
  const [point, times] = dice.pick(Object.entries(passings));
  return { point, nth: dice.between(1, times), when, delay };
}

interface Setting {
  readonly program: Program;
  readonly place: Place;
  readonly reader: Reader;
  readonly now: number;
}

async function runUntil(aim: Aim | null, { program, place, reader, now }: Setting) {
  const ours = aim !== null && aim.point !== MOMENT && aim.point !== REQUEST;
  const kill: Orders['kill'] = ours ? aim : null;
  const running = program.run(place.folder, RUN, { now, kill, passings: null });
  let requests = 0;
  reader.onRequest = () => {
    if (aim?.point === REQUEST && ++requests === aim.nth) running.kill();
  };
  const alarm = aim?.point === MOMENT ? setTimeout(running.kill, aim.delay) : undefined;
  try {
    return await running.ended;
  } finally {
    clearTimeout(alarm);
  }
}

/** After a kill: the cache is sound, and every document is the old one or the new one; both were looked at as a whole. */
function checkWreck(
  place: Place,
  [before, after]: readonly [ReadonlyMap<string, string>, ReadonlyMap<string, string>],
  words: string,
  tally: Tally,
): void {
  try {
    const trouble = inconsistency(place.cache());
    if (trouble !== null) throw new Broken(trouble);
  } catch (error) {
    throw new Broken(`${words}: ${(error as Error).message}`);
  }
  const documents = place.documents();
  for (const [document, hash] of documents) {
    tally.documents++;
    if (hash !== before.get(document) && hash !== after.get(document))
      throw new Broken(`${words}: ${document} is neither the old nor the new one (${hash})`);
  }
  for (const document of before.keys())
    if (!documents.has(document)) throw new Broken(`${words}: ${document} is gone`);
}

function sameEntries(
  found: ReadonlyMap<string, string>,
  expected: ReadonlyMap<string, string>,
  words: string,
  ignored: (key: string) => boolean = () => false,
): void {
  const keys = [...new Set([...found.keys(), ...expected.keys()])].filter((key) => !ignored(key));
  const different = keys.filter((key) => found.get(key) !== expected.get(key));
  const [first] = different;
  if (first === undefined) return;
  throw new Broken(
    `${words}: ${different.slice(0, 8).join(', ')} (${different.length} in all)\n` +
      `  expected: ${excerpt(expected.get(first))}\n  found:    ${excerpt(found.get(first))}`,
  );
}

const excerpt = (value: string | undefined): string => value?.slice(0, 600) ?? 'nothing';

/**
 * Each story that upstream handed over whole is published exactly once; in a long history old ones may be gone. Returns how
 * many there are.
 */
function checkStories(place: Place, { given }: Reader, { kind }: History): number {
  const { items } = JSON.parse(place.text('all.json')) as { items: readonly { url?: string }[] };
  const times = new Map<number, number>();
  for (const { url = '' } of items)
    for (const number of storiesIn(url)) times.set(number, (times.get(number) ?? 0) + 1);
  const lost = [...given].filter((number) => !times.has(number));
  const doubled = [...times].filter(([, count]) => count > 1).map(([number]) => number);
  if (lost.length > 0 && kind !== 'long') throw new Broken(`lost: stories ${lost.slice(0, 10).join(', ')}`);
  if (doubled.length > 0) throw new Broken(`doubled: stories ${doubled.slice(0, 10).join(', ')}`);
  return times.size;
}
