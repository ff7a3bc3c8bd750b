import { setTimeout } from 'node:timers/promises';
import type { Clock } from './model/ports.ts';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, signal ? { signal } : undefined),
};
