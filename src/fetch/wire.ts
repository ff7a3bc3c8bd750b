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

/**
 * The one place that talks HTTP. By `dispatch`, of which undici's `request` is the comfortable form: without a stream for
 * each answer a run over a thousand sources that have nothing new needs a tenth less time and memory.
 */
export function createTransport(dispatcherFor: (hop: Hop) => Promise<Dispatcher>): Transport {
  return async (hop) => {
    const dispatcher = await dispatcherFor(hop);
    hop.signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      dispatcher.dispatch(
        {
          origin: hop.url.origin,
          path: hop.url.pathname + hop.url.search,
          method: hop.form === undefined ? 'GET' : 'POST',
          headers: hop.headers,
          body: hop.form ?? null,
          // The deadline is the caller's, one for all.
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        receiver(hop, resolve, reject),
      );
    });
  };
}

/** Gathers one reply. Whatever comes after the end of the hop (its reply, its failure, its signal) is not heard any more. */
function receiver(
  { signal, maxBytes, form }: Hop,
  resolve: (reply: Reply) => void,
  reject: (reason: unknown) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let size = 0;
  let head: Omit<Reply, 'body'> | null = null;
  let controller: Dispatcher.DispatchController | null = null;
  let over = false;

  /** True for whoever ends it. */
  const end = (): boolean => {
    if (over) return false;
    over = true;
    signal.removeEventListener('abort', onAbort);
    return true;
  };
  const fail = (reason: unknown) => {
    if (!end()) return;
    reject(reason);
    controller?.abort(reason instanceof Error ? reason : new Error('not wanted any more'));
  };
  const onAbort = () => fail(signal.reason);
  signal.addEventListener('abort', onAbort);

  return {
    onRequestStart(started) {
      // Also when it was given up while it waited for its connection: then nothing is sent.
      controller = started;
      if (over) started.abort(new Error('not wanted any more'));
    },
    onResponseStart(started, status, headers) {
      if (status < 200 || over) return;
      head = { status, headers };
      if (!readToTheEnd.has(status) || form !== undefined) {
        // An error page, a redirect's text or what is said about a form is nobody's news.
        end();
        resolve({ ...head, body: nothing });
        started.abort(new Error('not wanted any more'));
      } else if (status !== 304 && Number(header(headers, 'content-length') ?? 0) > maxBytes) {
        fail(tooLarge(maxBytes));
      }
    },
    onResponseData(_, chunk) {
      if (over) return;
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) fail(tooLarge(maxBytes));
    },
    onResponseEnd() {
      const [first = nothing] = chunks;
      if (head !== null && end()) {
        resolve({ ...head, body: chunks.length > 1 ? Buffer.concat(chunks, size) : first });
      }
    },
    onResponseError(_, error) {
      fail(head === null ? error : brokenOff(size, error));
    },
  };
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
