import { isIP } from 'node:net';
import { Failure } from '../model/failure.ts';
import type { Clock } from '../model/ports.ts';
import type { Answer, FetchSettings } from '../model/source.ts';
import { onAbort } from './cancellation.ts';
import { type Guard, refusal } from './guard.ts';
import { networkFailure } from './network-failure.ts';
import type { Turns } from './turns.ts';
import type { Hop, Reply, Transport } from './wire.ts';

/** What every request to the outside needs. */
export interface Road {
  readonly clock: Clock;
  readonly settings: FetchSettings;
  readonly guard: Guard;
  readonly turns: Turns;
  readonly transport: Transport;
  /** Hosts that asked for a pause (429), and until when, ms. */
  readonly pauses: Map<string, number>;
}

/** One request, and the time (ms) that it may take once it is its turn. */
export interface Exchange extends Omit<Hop, 'maxBytes'> {
  readonly budget: number;
}

/** A reason of our own: without one `abort` would make a DOMException with a stack each time. */
const over = Symbol('the exchange is over');

/**
 * One request and its reply, at its host's turn, to public addresses only. `spent`: ms of the budget; waiting for the turn
 * does not count. Fails with `address-refused`, `rate-limited` (the host asked for a pause), `timeout`, `cancelled`,
 * and the codes of `networkFailure`.
 */
export async function exchangeInTurn(
  exchange: Exchange,
  road: Road,
): Promise<{ readonly reply: Reply; readonly spent: number }> {
  const { url, signal } = exchange;
  refusePrivate(url, road.guard);
  refusePaused(url.host, road);
  const turn = await road.turns.take(url.host, signal).catch((error: unknown) => {
    throw signal.aborted ? cancelled(url.host) : error;
  });
  try {
    refusePaused(url.host, road);
    const startedAt = road.clock.now();
    const reply = await exchangeWithin(exchange, road);
    return { reply, spent: road.clock.now() - startedAt };
  } finally {
    turn.release();
  }
}

/** Ends when the time is up or the run is cancelled, whatever the network does. */
async function exchangeWithin(exchange: Exchange, { clock, settings, transport }: Road): Promise<Reply> {
  const { url, signal, budget } = exchange;
  // One controller for all: it stops the exchange, and afterwards the watch over its time.
  const stop = new AbortController();
  const stopListening = onAbort(signal, () => stop.abort(cancelled(url.host)));
  clock.sleep(budget, stop.signal).then(() => stop.abort(timedOut(url.host, budget)), ignore);
  try {
    return await transport({ ...exchange, maxBytes: settings.maxBytes, signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason;
    if (error instanceof Failure) throw error;
    throw networkFailure(error, url.host) ?? error;
  } finally {
    stopListening();
    stop.abort(over);
  }
}

/** Leaves a host alone that answered 429: without a word for how long, as long as between two requests, at least a minute. */
export function pause(host: string, answer: Answer, { pauses, settings }: Road): void {
  pauses.set(host, answer.retryAt ?? answer.at + Math.max(settings.minInterval, 60_000));
}

function refusePrivate(url: URL, guard: Guard): void {
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !guard.allows(literal)) throw refusal(literal, literal);
}

function refusePaused(host: string, { pauses, clock }: Road): void {
  const until = pauses.get(host);
  if (until === undefined) return;
  if (until <= clock.now()) {
    pauses.delete(host);
    return;
  }
  throw new Failure('rate-limited', `${host} asked for a pause, so it was not asked again`, {
    facts: { asked: false, until },
  });
}

function timedOut(host: string, limit: number): Failure {
  return new Failure('timeout', `${host}: no complete answer within ${limit / 1000} s`, { facts: { limit } });
}

function cancelled(host: string): Failure {
  return new Failure('cancelled', `${host}: the run was stopped`);
}

function ignore(): void {}
