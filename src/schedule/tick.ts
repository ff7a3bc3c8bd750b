import { schedule, validateDetailed } from 'node-cron';
import type { Log } from '../model/ports.ts';

export interface TickOptions {
  readonly log: Log;
  /** IANA name; the machine's own unless given. */
  readonly timezone?: string;
  /** Gets what a job rejects with. The ticks go on. */
  readonly onError: (error: unknown) => void;
}

export interface Ticks {
  /** When the next one comes, ms since 1970; null after `stop`. */
  next(): number | null;
  /** A tick at once; resolves when its job has ended. Null: dropped, as one that comes while the job still runs, or after `stop`. */
  now(): Promise<void> | null;
  /** No more ticks; aborts the signal of a running job and resolves when that has ended. */
  stop(): Promise<void>;
}

/**
 * Calls `job` at every tick of a cron expression (five fields, or six with seconds first). A tick that comes while the job
 * still runs is dropped: it never overlaps itself. What to do at a tick is the job's affair: a tick only asks.
 */
export function startTicks(
  expression: string,
  job: (signal: AbortSignal) => Promise<void>,
  { log, timezone, onError }: TickOptions,
): Ticks {
  const stopping = new AbortController();
  // Tracked here: node-cron's stop() does not wait for a running job.
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    try {
      await job(stopping.signal);
    } catch (error) {
      onError(error);
    } finally {
      running = null;
    }
  }

  function tick(): Promise<void> | null {
    if (running !== null || stopping.signal.aborted) return null;
    running = run();
    return running;
  }

  const task = schedule(
    expression,
    () => {
      if (tick() === null) log.debug('a tick was dropped: the last run is not over yet');
    },
    { logger: quiet(log), suppressMissedWarning: true, ...(timezone === undefined ? {} : { timezone }) },
  );

  return {
    now: tick,
    next: () => (stopping.signal.aborted ? null : (task.getNextRun()?.getTime() ?? null)),
    async stop() {
      await task.destroy();
      stopping.abort();
      await running;
    },
  };
}

/** Why a cron expression is none, in words; null if it is one. */
export function validateCron(expression: string): string | null {
  const { valid, errors } = validateDetailed(expression);
  if (valid) return null;
  const [first] = errors;
  if (first === undefined) return 'is no cron expression';
  if (first.field === 'expression')
    return 'is no cron expression: five fields are needed, like "*/10 * * * *"';
  return `the ${fieldNames[first.field] ?? first.field} "${first.value ?? ''}" is not possible`;
}

const fieldNames: Readonly<Record<string, string>> = {
  dayOfMonth: 'day of the month',
  dayOfWeek: 'day of the week',
};

/** node-cron would write to the console. */
function quiet(log: Log) {
  const say = (message: string | Error) => log.debug(`node-cron: ${String(message)}`);
  return { info: say, warn: say, error: say, debug: say };
}
