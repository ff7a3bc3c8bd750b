/**
 * The script of a history: what each publisher has on its list at each tick, and how its server misbehaves then. Pure: the
 * same seed, the same history. What a server does depends on the tick and the request alone, never on how often it was
 * asked, so that a run which is killed and started again meets the same world.
 */
import { type Dice, diceFor } from '../support/dice.ts';
import { sentence } from '../support/made-words.ts';

export interface Story {
  /** Its address holds it, so that it can be told in any document: `/story/17/`. */
  readonly number: number;
  readonly title: string;
  readonly text: string;
  /** ms; null: the feed says nothing, and the item is dated by when it was first seen. */
  readonly published: number | null;
}

export const MISBEHAVIOURS = [
  'error',
  'retry-later',
  'truncated',
  'reset',
  'drip',
  'too-long',
  'too-short',
  'broken-gzip',
  'stall',
] as const;

export type Manner = 'well' | 'gzip' | (typeof MISBEHAVIOURS)[number];

/** What one publisher has to say at one tick. */
export interface Issue {
  readonly stories: readonly Story[];
  /** Counts up when the stories change: the entity tag. */
  readonly version: number;
  readonly manner: Manner;
  readonly movedAway: boolean;
}

export interface Publisher {
  readonly id: string;
  readonly format: 'rss' | 'atom' | 'json' | 'digest';
  /** One for each tick. */
  readonly issues: readonly Issue[];
}

export interface History {
  readonly kind: Kind;
  /** ms since 1970, one for each tick. */
  readonly ticks: readonly number[];
  readonly publishers: readonly Publisher[];
}

const START = Date.UTC(2026, 2, 2, 6);
const HOUR = 3_600_000;
/** A publisher lists so many stories. */
const LIST = 14;

const FORMATS = ['rss', 'atom', 'json', 'rss', 'rss', 'atom', 'rss', 'json', 'digest'] as const;

/** Shortest and longest time between two ticks. */
const PAUSE: Readonly<Record<Kind, readonly [number, number]>> = {
  usual: [5 * HOUR, 9 * HOUR],
  wide: [5 * HOUR, 9 * HOUR],
  long: [40 * 24 * HOUR, 200 * 24 * HOUR],
};

/** The largest publisher lists more than one commit of the program takes, so that a tick has several. */
const WIDE_LIST = 2_100;

/** In a long history this publisher lists old stories only, all of a sudden: a flood, which is held back. */
const FLOODING = 4;
const A_LONG_TIME = 400 * 24 * HOUR;

/** `wide`: one list is so long that a tick needs several commits; `long`: years, so that housekeeping forgets items. */
export type Kind = 'usual' | 'wide' | 'long';

export interface HistoryOptions {
  readonly ticks: number;
  readonly kind: Kind;
  /** At one tick a server does not answer at all, and the program waits for as long as it is told to. */
  readonly stalls: boolean;
}

export function writeHistory(seed: string, { ticks: length, kind, stalls }: HistoryOptions): History {
  const dice = diceFor(`history ${seed}`);
  const ticks: number[] = [];
  for (let at = START; ticks.length < length; at += dice.between(...PAUSE[kind])) ticks.push(at);
  const desk = newsDesk(dice);
  const lists = FORMATS.map((_, index) => (kind === 'wide' && index === 0 ? WIDE_LIST : LIST));
  const current: (readonly Story[])[] = lists.map((size) =>
    Array.from({ length: size }, () => desk(ticks[0] ?? START)),
  );
  const versions = FORMATS.map(() => 1);
  const movesAt = dice.between(2, Math.max(2, length - 2));
  const stallsAt = !stalls ? null : dice.between(1, length - 1);
  const floodsAt = kind === 'long' ? dice.between(1, length - 2) : null;
  const issues: Issue[][] = FORMATS.map(() => []);

  for (const [tick, now] of ticks.entries()) {
    for (const [index, format] of FORMATS.entries()) {
      const before = current[index] ?? [];
      const size = lists[index] ?? LIST;
      const flood = index === FLOODING && tick === floodsAt;
      const after = flood
        ? Array.from({ length: size }, () => desk(now - A_LONG_TIME))
        : tick === 0
          ? before
          : nextList(before, { dice, now, size, desk, others: current });
      if (after !== before) versions[index] = (versions[index] ?? 0) + 1;
      current[index] = after;
      const last = tick >= length - 2;
      const calm = last || format === 'digest';
      issues[index]?.push({
        stories: after,
        version: versions[index] ?? 0,
        manner: calm || flood ? 'well' : index === 1 && tick === stallsAt ? 'stall' : mannerOf(dice),
        movedAway: index === 3 && tick >= movesAt,
      });
    }
  }
  const publishers = FORMATS.map((format, index) => ({
    id: `${format}-${index}`,
    format,
    issues: issues[index] ?? [],
  }));
  return { kind, ticks, publishers };
}

function mannerOf(dice: Dice): Manner {
  if (dice.happens(0.7)) return dice.happens(0.3) ? 'gzip' : 'well';
  return dice.pick(MISBEHAVIOURS.filter((manner) => manner !== 'stall'));
}

interface Newsroom {
  readonly dice: Dice;
  readonly now: number;
  readonly size: number;
  readonly desk: (now: number) => Story;
  readonly others: readonly (readonly Story[])[];
}

function nextList(before: readonly Story[], room: Newsroom): readonly Story[] {
  const { dice, now, size, desk, others } = room;
  if (dice.happens(0.3)) return before;
  let list = [...before];
  if (dice.happens(0.7)) {
    const fresh = Array.from({ length: dice.between(1, 4) }, () => desk(now));
    list = [...fresh, ...list];
  }
  if (dice.happens(0.25)) {
    // somebody else's story, under the same address
    const borrowed = dice.pick(dice.pick(others).slice(0, 5));
    if (!list.some(({ number }) => number === borrowed.number)) list = [borrowed, ...list];
  }
  if (dice.happens(0.3)) {
    const at = dice.below(Math.min(list.length, LIST));
    const edited = list[at];
    if (edited !== undefined)
      list[at] = {
        ...edited,
        text: `${edited.text} ${sentence(dice, 9)}`,
        title: `${edited.title}, updated`,
      };
  }
  if (dice.happens(0.1)) list.reverse();
  return list.slice(0, size);
}

function newsDesk(dice: Dice): (now: number) => Story {
  let number = 0;
  return (now) => {
    number++;
    return {
      number,
      title: `${sentence(dice, 5).replace('.', '')} ${number}`,
      text: `${sentence(dice, 14)} ${sentence(dice, 11)} ${sentence(dice, 17)}`,
      published: dice.happens(0.7) ? now - dice.below(48) * HOUR : null,
    };
  };
}
