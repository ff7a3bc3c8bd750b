import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, gzipSync } from 'node:zlib';
import { type Answer, answerOf } from './answer.ts';
import { type Coding, tagsOf } from './conditional.ts';
import { type Editions, newSince, nextEdition } from './editions.ts';

/** Bytes to be served under a path, and how. */
export interface Document {
  /** Decoded: `/all.rss`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** ms since 1970. */
  readonly modifiedAt: number;
  readonly cacheControl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** True: a client may ask for the new entries only. */
  readonly feed: boolean;
}

/** What is served under one path, with every answer made ready: a request only picks one. */
export interface Resource {
  /** Names the bytes. */
  readonly hash: string;
  readonly modifiedAt: number;
  /** One strong validator for each coding, as the bytes differ. */
  readonly etags: readonly string[];
  readonly whole: Readonly<Record<Coding, Answer>>;
  /** 304 */
  readonly unchanged: Readonly<Record<Coding, Answer>>;
  /** 226: only what came after the edition that has one of these validators; null where that can not be told. */
  since(listed: string, coding: Coding): Answer | null;
  readonly editions: Editions | null;
}

/** On every answer. */
export const EVERYWHERE = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' } as const;

export const hashOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64url').slice(0, 27);

const etagOf = (hash: string, coding: Coding): string =>
  coding === 'identity' ? `"${hash}"` : `"${hash}-${coding}"`;

/** Compresses once, beside the event loop. `before`: what was served under this path until now. */
export async function makeResource(document: Document, before: Resource | undefined): Promise<Resource> {
  const { bytes, contentType, modifiedAt, cacheControl, feed } = document;
  const hash = hashOf(bytes);
  const bodies: Readonly<Record<Coding, Uint8Array>> = {
    identity: bytes,
    gzip: await gzipped(bytes, { level: 9 }),
    br: await brotli(bytes),
  };
  const editions = feed ? nextEdition(before?.editions ?? null, hash, new TextDecoder().decode(bytes)) : null;

  const shared = (coding: Coding) => ({
    etag: etagOf(hash, coding),
    'cache-control': cacheControl,
    vary: feed ? 'accept-encoding, a-im' : 'accept-encoding',
  });
  const withBody = (coding: Coding, body: Uint8Array) => ({
    ...EVERYWHERE,
    ...document.headers,
    ...shared(coding),
    'last-modified': new Date(modifiedAt).toUTCString(),
    'content-type': contentType,
    ...(coding !== 'identity' && { 'content-encoding': coding }),
    'content-length': body.length,
  });
  const forEach = (make: (coding: Coding) => Answer): Readonly<Record<Coding, Answer>> => ({
    identity: make('identity'),
    gzip: make('gzip'),
    br: make('br'),
  });
  const deltas = new Map<string, Answer | null>();
  return {
    hash,
    modifiedAt,
    etags: (['identity', 'gzip', 'br'] as const).map((coding) => etagOf(hash, coding)),
    whole: forEach((coding) => answerOf(200, withBody(coding, bodies[coding]), bodies[coding])),
    // RFC 9110, 15.4.5: what the client has already is not said again, but who may read it is asked anew
    unchanged: forEach((coding) => answerOf(304, { ...shared(coding), ...crossOrigin(document) }, null)),
    editions,
    since(listed, accepted) {
      // brotli is not worth it for the few bytes of a difference
      const coding = accepted === 'identity' ? 'identity' : 'gzip';
      for (const tag of tagsOf(listed)) {
        const base = /^"([\w-]{27})(?:-gzip|-br)?"$/.exec(tag)?.[1];
        const key = `${base} ${coding}`;
        if (base === undefined) continue;
        const made = deltas.get(key) ?? differenceFrom(tag, base, coding);
        if (made === null) continue;
        deltas.set(key, made);
        return made;
      }
      return null;
    },
  };

  function differenceFrom(tag: string, base: string, coding: 'identity' | 'gzip'): Answer | null {
    const text = editions === null ? null : newSince(editions, base);
    if (text === null) return null;
    const plain = new TextEncoder().encode(text);
    const body = coding === 'gzip' ? gzipSync(plain) : plain;
    const headers = {
      ...withBody(coding, body),
      im: 'feed',
      'delta-base': tag,
      vary: 'accept-encoding, a-im, if-none-match',
    };
    // RFC 3229, 10.5.3: a cache that does not know 226 must not keep it
    return answerOf(226, { ...headers, 'cache-control': 'no-store, im' }, body);
  }
}

function crossOrigin({ headers }: Document): Readonly<Record<string, string>> {
  const allowed = headers['access-control-allow-origin'];
  return allowed === undefined ? {} : { 'access-control-allow-origin': allowed };
}

const gzipped = promisify<Uint8Array, { level: number }, Uint8Array>(gzip);
const brotliWith = promisify<Uint8Array, { params: Record<number, number> }, Uint8Array>(brotliCompress);

/** Quality 6: a feed of 1.3 MB in 21 ms; quality 11 saves another eighth and needs 1.8 s. */
const brotli = (bytes: Uint8Array): Promise<Uint8Array> =>
  brotliWith(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
