import type { Dispatcher } from 'undici';
import { Failure } from '../model/failure.ts';
import { type Headers, header } from './answer.ts';

/** One request; `url` is fetched as it is, without redirects. */
export interface Hop {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent with POST where it is given. */
  readonly form?: string | undefined;
  /** Accept any certificate. */
  readonly insecure: boolean;
  /** Of the body as sent, bytes. */
  readonly maxBytes: number;
  /** Aborts the hop wherever it is: lookup, connect, TLS, the client's queue, head or body. */
  readonly signal: AbortSignal;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** As sent, still compressed; empty unless the status is 200, 203 or 226, and after a form. */
  readonly body: Uint8Array;
}

/**
 * Sends one request and reads the reply. Rejects with a Failure, with the signal's reason, or with whatever the network
 * says: `networkFailure` puts that into words.
 */
export type Transport = (hop: Hop) => Promise<Reply>;

/** The ones whose end is worth waiting for: documents, and the 304 that has no body. */
const readToTheEnd = new Set([200, 203, 226, 304]);
const nothing = new Uint8Array(0);

/** The one place that talks HTTP. */
export function createTransport(dispatcherFor: (hop: Hop) => Promise<Dispatcher>): Transport {
  return async (hop) => {
    const dispatcher = await dispatcherFor(hop);
    hop.signal.throwIfAborted();
    const { statusCode, headers, body } = await dispatcher.request({
      origin: hop.url.origin,
      path: hop.url.pathname + hop.url.search,
      method: hop.form === undefined ? 'GET' : 'POST',
      headers: hop.headers,
      body: hop.form ?? null,
      signal: hop.signal,
      // The deadline is the caller's, one for all.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    if (!readToTheEnd.has(statusCode) || hop.form !== undefined) {
      // An error page, a redirect's text or what is said about a form is nobody's news.
      body.on('error', ignore).destroy();
      return { status: statusCode, headers, body: nothing };
    }
    const announced = Number(header(headers, 'content-length') ?? 0);
    if (announced > hop.maxBytes) {
      body.on('error', ignore).destroy();
      throw tooLarge(hop.maxBytes);
    }
    return { status: statusCode, headers, body: await readBody(body, hop) };
  };
}

function readBody(body: Dispatcher.ResponseData['body'], { maxBytes, signal }: Hop): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    body.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) body.destroy(tooLarge(maxBytes));
    });
    body.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)));
    body.on('error', (error) => {
      if (signal.aborted) reject(signal.reason);
      else reject(error instanceof Failure ? error : brokenOff(size, error));
    });
  });
}

function tooLarge(limit: number): Failure {
  return new Failure('too-large', `the answer is larger than ${limit} bytes`, {
    advice: 'If the document is really that large, raise maxBytes.',
    facts: { limit },
  });
}

function brokenOff(size: number, cause: unknown): Failure {
  return new Failure('truncated', `the answer broke off after ${size} bytes`, { cause });
}

function ignore(): void {}
