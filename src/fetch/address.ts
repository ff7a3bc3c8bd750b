import { Failure } from '../model/failure.ts';
import type { Auth, Source } from '../model/source.ts';

/** Where a source is fetched from over HTTP: the address without user and password, and those. */
export interface Address {
  readonly url: URL;
  readonly auth: Auth | null;
}

/** Fails with `address-invalid` for anything but an http(s) URL. */
export function parseAddress(location: string): Address {
  const url = URL.parse(location);
  if (url === null || !isHttp(url)) {
    throw new Failure('address-invalid', `${showAddress(location)} is no http or https address`, {
      advice: 'Write the whole address of the feed, beginning with https://.',
    });
  }
  const auth: Auth | null =
    url.username === '' && url.password === ''
      ? null
      : { kind: 'basic', user: decoded(url.username), password: decoded(url.password) };
  url.username = '';
  url.password = '';
  url.hash = '';
  return { url, auth };
}

export function isHttp(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

/**
 * The address as logs and reports may show it: user, password and the values of the query are left out, because keys
 * and tokens stand there.
 */
export function showAddress(location: string | URL): string {
  const url = URL.parse(String(location));
  if (url === null) return '(an unreadable address)';
  const port = url.port === '' ? '' : `:${url.port}`;
  const query = url.search === '' ? '' : '?…';
  return `${url.protocol}//${url.hostname}${port}${url.pathname.slice(0, 200)}${query}`;
}

/** Value of the Authorization header for a source. */
export function authorization(source: Source, fromUrl: Auth | null): string | null {
  const auth = source.auth ?? fromUrl;
  if (auth === null) return null;
  if (auth.kind === 'bearer') return `Bearer ${auth.token}`;
  return `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
