import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import type { Bookmark } from '../model/bookmark.ts';
import { Failure, type Warning } from '../model/failure.ts';
import type { Clock } from '../model/ports.ts';
import type { Answer, Fetched, FetchSettings, Source } from '../model/source.ts';
import { type Address, parseAddress } from './address.ts';
import { header, readAnswer, type Validators } from './answer.ts';
import { onAbort } from './cancellation.ts';
import { decodeBody } from './decode.ts';
import { type Guard, refusal } from './guard.ts';
import { parseHttpDate } from './http-date.ts';
import { networkFailure } from './network-failure.ts';
import { goOn, isRedirect, type Route } from './redirect.ts';
import { requestHeaders, validatorsFor } from './request-headers.ts';
import { statusFailure } from './status-failure.ts';
import type { Turns } from './turns.ts';
import type { Reply, Transport } from './wire.ts';

/** What following a source over HTTP needs. */
export interface Road {
  readonly clock: Clock;
  readonly settings: FetchSettings;
  readonly guard: Guard;
  readonly turns: Turns;
  readonly transport: Transport;
  /** Hosts that asked for a pause (429), and until when, ms. */
  readonly pauses: Map<string, number>;
}

/** A reason of our own: without one `abort` would make a DOMException with a stack each time. */
const over = Symbol('the exchange is over');

/** Where the following of one source stands. */
interface Trail extends Route {
  readonly source: Source;
  readonly bookmark: Bookmark | null;
  readonly address: Address;
  readonly signal: AbortSignal;
  /** ms of the source's time limit that are left; waiting for a turn does not count. */
  budget: number;
}

/**
 * Asks a source over HTTP and follows its redirects, each at its own host's turn. Expected trouble comes back as
 * `failed`: `address-invalid`, `address-refused`, `redirect-loop`, `redirect-limit`, `redirect-refused`, `http-status`, `gone`,
 * `rate-limited`, `timeout`, `cancelled`, `encoding`, and the codes of `networkFailure`.
 */
export async function follow(
  source: Source,
  bookmark: Bookmark | null,
  signal: AbortSignal,
  road: Road,
): Promise<Fetched> {
  let answer: Answer | null = null;
  try {
    const trail = startTrail(source, bookmark, signal, road);
    for (;;) {
      const validators = validatorsFor(trail.url.href, bookmark);
      const reply = await askInTurn(trail, validators, road);
      if (isRedirect(reply.status)) {
        goOn(trail, reply);
        continue;
      }
      answer = answerOf(trail, reply, validators, null, road);
      return settle(trail, reply, answer, validators, road);
    }
  } catch (error) {
    if (error instanceof Failure) return { kind: 'failed', answer, at: road.clock.now(), failure: error };
    throw error;
  }
}

function startTrail(source: Source, bookmark: Bookmark | null, signal: AbortSignal, road: Road): Trail {
  const address = parseAddress(source.location);
  const moved = bookmark?.moved;
  const url = moved?.adopted === true ? parseAddress(moved.to).url : address.url;
  return {
    source,
    bookmark,
    address,
    signal,
    visited: new Set([url.href]),
    url,
    permanent: true,
    budget: road.settings.timeout,
  };
}

async function askInTurn(trail: Trail, validators: Validators | null, road: Road): Promise<Reply> {
  const { url, signal } = trail;
  refusePrivate(url, road.guard);
  refusePaused(url.host, road);
  const turn = await road.turns.take(url.host, signal).catch((error: unknown) => {
    throw signal.aborted ? cancelled(url.host) : error;
  });
  try {
    refusePaused(url.host, road);
    return await askWithin(trail, validators, road);
  } finally {
    turn.release();
  }
}

/** One exchange, which ends when the source's time is up or the run is cancelled, whatever the network does. */
async function askWithin(trail: Trail, validators: Validators | null, road: Road): Promise<Reply> {
  const { source, address, url, signal } = trail;
  const { clock, settings, transport } = road;
  // One controller for all: it stops the exchange, and afterwards the watch over its time.
  const stop = new AbortController();
  const stopListening = onAbort(signal, () => stop.abort(cancelled(url.host)));
  clock.sleep(trail.budget, stop.signal).then(() => stop.abort(timedOut(url.host, settings.timeout)), ignore);
  const startedAt = clock.now();
  try {
    const headers = requestHeaders(source, address, url, validators, settings.userAgent);
    const insecure = source.insecure === true && url.origin === address.url.origin;
    return await transport({ url, headers, insecure, maxBytes: settings.maxBytes, signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason;
    if (error instanceof Failure) throw error;
    throw networkFailure(error, url.host) ?? error;
  } finally {
    stopListening();
    stop.abort(over);
    trail.budget -= clock.now() - startedAt;
  }
}

/** Turns the last reply of the trail into the result. */
function settle(
  trail: Trail,
  reply: Reply,
  answer: Answer,
  validators: Validators | null,
  road: Road,
): Fetched {
  const { url, bookmark } = trail;
  const { status } = reply;
  const warnings = warningsOf(trail);
  if (status === 304 && validators !== null) return { kind: 'unchanged', answer, warnings };
  if (status !== 200 && status !== 203 && status !== 226) {
    const own = trail.permanent && bookmark?.moved?.adopted !== true;
    if (status === 429) pause(url.host, answer, road);
    return { kind: 'failed', answer, at: answer.at, failure: statusFailure(status, url.host, own) };
  }
  const bytes = decodeBody(reply.body, header(reply.headers, 'content-encoding'), road.settings.maxBytes);
  // A delta (226) is no state of the whole document.
  const bodyHash = status === 226 ? null : hash('sha256', bytes, 'base64url');
  const complete = { ...answer, bodyHash };
  if (bodyHash !== null && bodyHash === bookmark?.bodyHash)
    return { kind: 'unchanged', answer: complete, warnings };
  const document = {
    location: url.href,
    bytes,
    contentType: header(reply.headers, 'content-type'),
    modifiedAt: parseHttpDate(answer.lastModified ?? ''),
  };
  return { kind: 'documents', answer: complete, documents: [document], warnings };
}

function answerOf(
  trail: Trail,
  reply: Reply,
  sent: Validators | null,
  bodyHash: string | null,
  road: Road,
): Answer {
  const movedTo = trail.permanent && trail.visited.size > 1 ? trail.url.href : null;
  return readAnswer({
    status: reply.status,
    headers: reply.headers,
    url: trail.url.href,
    at: road.clock.now(),
    sent,
    movedTo,
    bodyHash: reply.status === 304 ? (trail.bookmark?.bodyHash ?? null) : bodyHash,
  });
}

function warningsOf({ source, address }: Trail): readonly Warning[] {
  if (source.insecure !== true || address.url.protocol !== 'https:') return [];
  return [
    { code: 'insecure', message: `${address.url.host}: the certificate is not checked (insecure: true)` },
  ];
}

function refusePrivate(url: URL, guard: Guard): void {
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !guard.allows(literal)) throw refusal(literal, literal);
}

function pause(host: string, answer: Answer, { pauses, settings }: Road): void {
  // Without a word for how long: as long as between two requests, at least a minute.
  pauses.set(host, answer.retryAt ?? answer.at + Math.max(settings.minInterval, 60_000));
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
