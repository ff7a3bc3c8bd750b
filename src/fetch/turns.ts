import type { Clock } from '../model/ports.ts';
import { onAbort } from './cancellation.ts';

export interface TurnSettings {
  /** Turns at once, all hosts together. */
  readonly concurrency: number;
  readonly perHost: {
    /** Turns at once at one host. */
    readonly concurrency: number;
    /** From the end of one turn to the start of the next at the same host, ms. */
    readonly gap: number;
  };
}

export interface Turn {
  readonly release: () => void;
}

/** Who may ask which host when. */
export interface Turns {
  /**
   * Resolves when it is the caller's turn at `host`; first come, first served. Waiting at one host holds nothing that
   * others wait for. Rejects with the signal's reason when aborted. Every turn must be released.
   */
  take(host: string, signal: AbortSignal): Promise<Turn>;
}

interface Lane {
  readonly slots: Slots;
  /** When the next turn may start, ms. */
  freeAt: number;
}

/** More hosts than a run has sources: lanes that nobody uses are then forgotten. */
const manyLanes = 4096;

export function createTurns(clock: Clock, settings: TurnSettings): Turns {
  const { gap, concurrency } = settings.perHost;
  const everywhere = createSlots(settings.concurrency);
  const lanes = new Map<string, Lane>();

  function laneOf(host: string): Lane {
    const known = lanes.get(host);
    if (known !== undefined) return known;
    if (lanes.size >= manyLanes) forgetIdle();
    const lane = { slots: createSlots(concurrency), freeAt: 0 };
    lanes.set(host, lane);
    return lane;
  }

  function forgetIdle(): void {
    const now = clock.now();
    for (const [host, lane] of lanes) {
      if (lane.slots.idle() && lane.freeAt <= now) lanes.delete(host);
    }
  }

  return {
    async take(host, signal) {
      const lane = laneOf(host);
      // The host first: who waits for a slow host must not sit on one of the slots that all share.
      await lane.slots.take(signal);
      try {
        const startAt = Math.max(clock.now(), lane.freeAt);
        lane.freeAt = startAt + gap;
        const wait = startAt - clock.now();
        if (wait > 0) await clock.sleep(wait, signal);
        await everywhere.take(signal);
      } catch (error) {
        lane.slots.release();
        throw error;
      }
      return {
        release() {
          everywhere.release();
          lane.freeAt = Math.max(lane.freeAt, clock.now() + gap);
          lane.slots.release();
        },
      };
    },
  };
}

interface Slots {
  take(signal: AbortSignal): Promise<void>;
  release(): void;
  idle(): boolean;
}

/** A counting semaphore. */
function createSlots(size: number): Slots {
  let free = size;
  const waiting = new Set<() => void>();

  return {
    async take(signal) {
      signal.throwIfAborted();
      if (free > 0) {
        free--;
        return;
      }
      await new Promise<void>((resolve, reject) => {
        const onTurn = () => {
          stopListening();
          resolve();
        };
        const stopListening = onAbort(signal, () => {
          waiting.delete(onTurn);
          reject(signal.reason);
        });
        waiting.add(onTurn);
      });
    },
    release() {
      const [next] = waiting;
      if (next === undefined) {
        free++;
        return;
      }
      waiting.delete(next);
      next();
    },
    idle: () => free === size,
  };
}
