/** One reader's life through a history: once undisturbed, for the others to be measured by, and many times with kills. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dice, diceFor } from '../support/dice.ts';
import { storiesIn } from './documents.ts';
import type { Orders } from './hand.ts';
import type { History, Publisher } from './history.ts';

import { checkDocument, inconsistency, makePlace, type Place } from './place.ts';
import { planOf, type Step, type Verb } from './plan.ts';
import type { Program } from './program.ts';
import type { Reader, World } from './upstream.ts';

export interface Stage {
  readonly program: Program;
  readonly history: History;
  readonly world: World;
}

/** What an undisturbed life leaves behind at each step, and what it passes on its way. */
export interface Memoir {
  readonly steps: readonly {
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

/** At one step. */
const MOST_KILLS: Readonly<Record<Verb, number>> = { run: 6, backup: 3, restore: 4 };

export async function liveUndisturbed({ program, history, world }: Stage, name: string): Promise<Memoir> {
  using place = makePlace(history, world.origin, name);
  const reader = newReader(name);
  world.join(reader);
  const steps: Memoir['steps'][number][] = [];
  let documentsChecked = 0;
  let before: ReadonlyMap<string, string> = new Map();
  for (const { tick, verb, words, edition } of planOf(history)) {
    if (verb !== 'backup') beginTick(reader, place, history, tick);
    const now = history.ticks[tick] ?? 0;
    let requests = 0;
    reader.onRequest = () => void requests++;
    const passings = join(place.folder, 'passings.json');
    const started = performance.now();
    const orders = { now, kill: null, passings };
    const { code, output } = await program.run(place.folder, words, orders, edition).ended;
    // not a promise broken by a kill: what does not work at all proves nothing
    if (code !== 0) throw new Error(`an undisturbed ${verb} ended with ${code}:\n${output}`);
    rememberGiven(reader, verb);
    const documents = place.documents();
    for (const [document, hash] of documents) {
      if (before.get(document) === hash) continue;
      checkDocument(document, place.text(document));
      documentsChecked++;
    }
    before = documents;
    steps.push({
      documents,
      passings: JSON.parse(readFileSync(passings, 'utf8')),
      requests,
      took: performance.now() - started,
    });
  }
  const cache = place.cache();
  checkStories(place, reader, history);
  world.leave(reader);
  return { steps, cache, documentsChecked };
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
  /** The cache that the next run has to put aside: what was restored waits, and whoever restored it is dead. */
  let toReplace: Wreck['cache'] | null = null;
  for (const [index, step] of planOf(history).entries()) {
    const { tick, verb } = step;
    const expected = memoir.steps[index];
    if (expected === undefined) break;
    const restoring = toReplace === null ? undefined : memoir.steps[index - 1];
    if (verb !== 'backup') beginTick(reader, place, history, tick);
    const now = history.ticks[tick] ?? 0;
    const cache = place.cache();
    for (let kills = dice.between(1, MOST_KILLS[verb]); ; kills--) {
      const aim = kills > 0 ? chooseAim(dice, dice.pick([expected, restoring ?? expected])) : null;
      const words = `tick ${tick}, ${verb}, ${aim === null ? 'no kill' : sayAim(aim)}`;
      const { code, killed, output } = await runUntil(aim, { program, place, reader, now, step });
      if (killed) {
        const point = `${verb === 'run' ? '' : `${verb}, `}${aim?.point ?? ''}`;
        tally.kills.set(point, (tally.kills.get(point) ?? 0) + 1);
        checkWreck(place, { verb, before, after: expected.documents, cache, words }, tally);
        if (verb !== 'restore' || !place.isRestoredWaiting() || dice.happens(0.25)) continue;
        toReplace = cache;
        break;
      }
      if (code !== 0) throw new Broken(`${words}: the next run ended with ${code}:\n${output}`);
      if (aim !== null) tally.spared++;
      checkCopies(place, { verb, cache, words });
      if (toReplace !== null) checkReplaced(place, toReplace, words);
      toReplace = null;
      break;
    }
    rememberGiven(reader, verb);
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

const newReader = (name: string): Reader => ({
  name,
  tick: 0,
  given: new Set(),
  backedUp: new Set(),
  onRequest: () => {},
});

/** What came between a backup and its restoring is forgotten with it, unless upstream still lists it. */
function rememberGiven(reader: Reader, verb: Verb): void {
  if (verb === 'backup') reader.backedUp = new Set(reader.given);
  if (verb === 'restore') reader.given = new Set(reader.backedUp);
}

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

function chooseAim(dice: Dice, { passings, requests, took }: Memoir['steps'][number]): Aim {
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
  readonly step: Step;
}

async function runUntil(aim: Aim | null, { program, place, reader, now, step }: Setting) {
  const ours = aim !== null && aim.point !== MOMENT && aim.point !== REQUEST;
  const kill: Orders['kill'] = ours ? aim : null;
  const running = program.run(place.folder, step.words, { now, kill, passings: null }, step.edition);
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
  { verb, before, after, cache, words }: Wreck & Record<'before' | 'after', ReadonlyMap<string, string>>,
  tally: Tally,
): void {
  try {
    const found = place.cache();
    const trouble = inconsistency(found);
    if (trouble !== null) throw new Broken(trouble);
    if (verb === 'backup') sameEntries(found, cache, 'a backup changed the cache');
    if (verb === 'restore' && !hasSame(found, cache))
      sameEntries(found, place.cache('copy.db'), 'neither what was there nor what was to be restored');
    for (const copy of place.copies()) place.cache(copy);
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

interface Wreck {
  readonly verb: Verb;
  /** Rows of the cache before the step. */
  readonly cache: ReadonlyMap<string, string>;
  readonly words: string;
}

/** After a step that came to its end: what was to be kept is kept, however often it was killed. */
function checkCopies(place: Place, { verb, cache, words }: Wreck): void {
  if (verb === 'backup') sameEntries(place.cache('copy.db'), cache, `${words}: the backup is not the cache`);
  if (verb !== 'restore') return;
  sameEntries(place.cache(), place.cache('copy.db'), `${words}: the cache is not the backup`);
  checkReplaced(place, cache, words);
}

function checkReplaced(place: Place, cache: Wreck['cache'], words: string): void {
  sameEntries(place.cache('cache/river.db.replaced'), cache, `${words}: what was replaced is not kept`);
}

const hasSame = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean =>
  one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);

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
 * Each story that upstream handed over whole is published exactly once, and whoever follows the archive has all of them; in a
 * long history old ones may be gone. Returns how many there are.
 */
function checkStories(place: Place, { given }: Reader, { kind }: History): number {
  const archived = new Set(storiesIn(textsFrom(place, 'seen.json').join('')));
  const missing = [...given].filter((number) => !archived.has(number));
  if (missing.length > 0 && kind !== 'long')
    throw new Broken(`not in the archive: stories ${missing.slice(0, 10).join(', ')}`);
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

/** A JSON Feed, and all documents that it leads to. */
function textsFrom(place: Place, document: string): readonly string[] {
  const text = place.text(document);
  const { next_url: next } = JSON.parse(text) as { next_url?: string };
  return next === undefined ? [text] : [text, ...textsFrom(place, new URL(next).pathname.slice(1))];
}
