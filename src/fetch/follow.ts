import { hash } from 'node:crypto';
import type { Bookmark } from '../model/bookmark.ts';
import { Failure, type Warning } from '../model/failure.ts';
import type { Answer, Fetched, Source } from '../model/source.ts';
import { type Address, parseAddress } from './address.ts';
import { header, readAnswer, type Validators } from './answer.ts';
import { decodeBody } from './decode.ts';
import { exchangeInTurn, pause, type Road } from './exchange.ts';
import { parseHttpDate } from './http-date.ts';
import { goOn, isRedirect, type Route } from './redirect.ts';
import { requestHeaders, validatorsFor } from './request-headers.ts';
import { statusFailure } from './status-failure.ts';
import type { Reply } from './wire.ts';

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
      const reply = await ask(trail, validators, road);
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

/** The next request of the trail, within what is left of the source's time. */
async function ask(trail: Trail, validators: Validators | null, road: Road): Promise<Reply> {
  const { source, address, url, signal, budget } = trail;
  const headers = requestHeaders(source, address, url, validators, road.settings.userAgent);
  const insecure = source.insecure === true && url.origin === address.url.origin;
  const { reply, spent } = await exchangeInTurn({ url, headers, insecure, signal, budget }, road);
  trail.budget -= spent;
  return reply;
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
