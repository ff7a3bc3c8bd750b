import type { Bookmark } from '../model/bookmark.ts';
import { Failure } from '../model/failure.ts';
import type { Source } from '../model/source.ts';
import { type Address, authorization } from './address.ts';
import type { Validators } from './answer.ts';
import { acceptEncoding } from './decode.ts';

const accept: Readonly<Record<Source['kind'], string>> = {
  feed: 'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1',
  digest: 'text/markdown, text/plain, message/rfc822, application/mbox, text/html;q=0.9, */*;q=0.1',
};

/** Headers that are ours to set: the connection's, and the ones that ask for changes only. */
const reserved = new Set([
  'accept-encoding',
  'a-im',
  'connection',
  'content-length',
  'expect',
  'host',
  'if-modified-since',
  'if-none-match',
  'keep-alive',
  'proxy-authorization',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Why a header of a source can not be sent; null if it can. The value, perhaps a secret, is not repeated. */
export function headerTrouble(name: string, value: string): string | null {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return `"${name}" is no name of a header`;
  if (reserved.has(name.toLowerCase())) return `the header "${name}" is set by the program itself`;
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    return `the value of the header "${name}" holds a character that can not be sent`;
  return null;
}

/** The validators that may be sent to `url`: those that came from exactly there. */
export function validatorsFor(url: string, bookmark: Bookmark | null): Validators | null {
  const stored = bookmark?.validators ?? null;
  if (stored === null || stored.url !== url) return null;
  return stored.etag === null && stored.lastModified === null ? null : stored;
}

/**
 * What a request to `url` says. Headers and credentials of the source go to the origin of its own address only. No cookie,
 * no Referer, ever. `A-IM: feed` (RFC 3229) offers to take the new entries alone.
 * Fails with `config-invalid` where a header of the source can not be sent.
 */
export function requestHeaders(
  source: Source,
  address: Address,
  url: URL,
  validators: Validators | null,
  userAgent: string,
): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': userAgent,
    accept: accept[source.kind],
    'accept-encoding': acceptEncoding,
  };
  if (url.origin === address.url.origin) Object.assign(headers, ownHeaders(source, address));
  if (validators?.etag != null) {
    headers['if-none-match'] = validators.etag;
    headers['a-im'] = 'feed';
  }
  if (validators?.lastModified != null) headers['if-modified-since'] = validators.lastModified;
  return headers;
}

function ownHeaders(source: Source, address: Address): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(source.headers ?? {})) {
    const trouble = headerTrouble(name, value);
    if (trouble !== null) throw new Failure('config-invalid', trouble);
    headers[name.toLowerCase()] = value;
  }
  const credentials = authorization(source, address.auth);
  if (credentials === null) return headers;
  // A token out of a file often ends in a line break.
  if (headerTrouble('authorization', credentials) !== null) {
    throw new Failure('config-invalid', 'the credentials hold a character that can not be sent');
  }
  return { ...headers, authorization: credentials };
}
