/** What a reader does through a history: a run at each tick, now and then a backup, once a restore, and once an update. */
import type { History } from './history.ts';
import type { Edition } from './program.ts';

export type Verb = 'run' | 'backup' | 'restore';

export interface Step {
  readonly tick: number;
  readonly verb: Verb;
  readonly words: readonly string[];
  readonly edition: Edition;
}

const BACKUP = 'copy.db';
const CONFIG = ['-c', 'feedriver.yaml'];
const WORDS: Readonly<Record<Verb, readonly string[]>> = {
  run: ['run', ...CONFIG, '--json'],
  backup: ['backup', ...CONFIG, BACKUP],
  restore: ['restore', ...CONFIG, BACKUP],
};

/** The backup is of the layout before the update, and is restored after it: the cache is migrated twice. */
export function planOf({ ticks }: History): readonly Step[] {
  const backupAfter = Math.floor(ticks.length / 3);
  const updateAt = Math.floor(ticks.length / 2);
  const restoreBefore = Math.floor((ticks.length * 2) / 3);
  return ticks.flatMap((_, tick) => {
    const verbs: Verb[] = ['run'];
    if (tick === backupAfter) verbs.push('backup');
    if (tick === restoreBefore) verbs.unshift('restore');
    const edition = tick < updateAt ? 'present' : 'next';
    return verbs.map((verb): Step => ({ tick, verb, words: WORDS[verb], edition }));
  });
}
