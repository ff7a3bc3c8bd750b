import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock } from '../clock.ts';
import { Failure } from '../model/failure.ts';
import type { Clock } from '../model/ports.ts';
import { acquireLock, type Holder } from '../store/lock.ts';
import {
  dropRestored,
  fateOf,
  isRestoredWaiting,
  type Placed,
  placeRestored,
  takeOverRestored,
} from '../store/restore.ts';
import { sayItems } from './backup.ts';
import { loadConfig, type SharedOptions } from './settings.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** ms between two looks at what became of the copy, and how many: ten seconds. */
const STEP = 250;
const STEPS = 40;

/**
 * Puts a backup in the place of the cache, which is kept. Where somebody works with it, the copy waits beside until he lets it
 * in: a daemon in a moment or after its pass; for a run that ends soon we do it ourselves.
 */
export async function restore(file: string, options: SharedOptions, terminal: Terminal): Promise<number> {
  const { cache } = loadConfig(options, terminal);
  const { directory, pid, print, stop } = terminal;
  const backup = resolve(directory, file);
  const holder = { pid, since: new Date(systemClock.now()).toISOString() };
  const kept = existsSync(cache) ? `What was there is kept as ${cache}.replaced.\n` : '';
  const lock = lockOrHolder(cache, holder);
  try {
    const waited = isRestoredWaiting(cache);
    const copy = placeRestored(cache, backup, holder);
    if (waited) print('An earlier copy that waited to be taken over was replaced.\n');
    // now: the backup may be what is kept of the cache, and that is another one afterwards
    const items = await sayItems(backup);
    if (lock instanceof Failure) {
      print(`${lock.message}\nIt takes over ${items} of ${backup} before its next pass.\n`);
      await settle(cache, copy, { clock: systemClock, holder, stop });
    } else takeOver(cache);
    const fate = fateOf(cache, copy);
    if (fate === 'refused') throw refused(cache);
    print(
      {
        taken: `${cache} holds ${items} again.\n${kept}`,
        waits: `It waits as ${cache}.restore until then, or for the next run.\n`,
        replaced: 'Another restore came after it.\n',
      }[fate],
    );
    return EXIT.done;
  } finally {
    if (!(lock instanceof Failure)) lock.release();
  }
}

const refused = (cache: string): Failure =>
  new Failure('store-unreadable', 'The copy was refused by who works with the cache.', {
    advice: `Its log says why. The copy is kept as ${cache}.restore.refused; the cache stays as it was.`,
  });

/** Our lock, or the Failure that names who has it. */
function lockOrHolder(cache: string, holder: Holder): { release(): void } | Failure {
  try {
    return acquireLock(`${cache}.lock`, holder);
  } catch (error) {
    if (error instanceof Failure && error.code === 'locked') return error;
    throw error;
  }
}

/** Under the lock. What fails now is not to happen by itself later. */
function takeOver(cache: string): void {
  try {
    const outcome = takeOverRestored(cache);
    if (outcome instanceof Failure) throw outcome;
  } catch (error) {
    dropRestored(cache);
    throw error;
  }
}

/** Waits a while for the copy's fate; where the lock becomes free meanwhile, lets it in. */
async function settle(
  cache: string,
  copy: Placed,
  { clock, holder, stop }: { readonly clock: Clock; readonly holder: Holder; readonly stop: AbortSignal },
): Promise<void> {
  for (let step = 0; step < STEPS && !stop.aborted && fateOf(cache, copy) === 'waits'; step++) {
    await clock.sleep(STEP, stop).catch(() => {});
    const lock = lockOrHolder(cache, holder);
    if (lock instanceof Failure) continue;
    try {
      takeOver(cache);
    } finally {
      lock.release();
    }
  }
}
