import { Failure } from '../model/failure.ts';
import { isHttp, showAddress } from './address.ts';
import type { Reply } from './wire.ts';

/** Where the following of redirects stands. */
export interface Route {
  readonly visited: Set<string>;
  url: URL;
  /** Only permanent redirects so far. */
  permanent: boolean;
}

/** Real feeds need one to three. */
const maxRedirects = 8;

const redirects = new Set([301, 302, 303, 307, 308]);
const permanent = new Set([301, 308]);

export function isRedirect(status: number): boolean {
  return redirects.has(status);
}

/** Goes on to where a redirect points. Fails with `redirect-refused`, `redirect-loop`, `redirect-limit`. */
export function goOn(route: Route, reply: Reply): void {
  const { host } = route.url;
  const target = targetOf(route.url, reply);
  if (!isHttp(target)) {
    throw new Failure('redirect-refused', `${host} redirects to ${target.protocol}, which is not followed`);
  }
  if (route.visited.has(target.href)) {
    throw new Failure('redirect-loop', `${host} redirects in a circle, back to ${showAddress(target)}`, {
      advice:
        'Some sites do so to clients that keep no cookies. Tell the owner, or look for another address of the feed.',
    });
  }
  if (route.visited.size > maxRedirects) {
    throw new Failure('redirect-limit', `${host} is one of more than ${maxRedirects} redirects`);
  }
  route.permanent &&= permanent.has(reply.status);
  route.visited.add(target.href);
  route.url = target;
}

function targetOf(from: URL, reply: Reply): URL {
  const value = reply.headers.location;
  const location = typeof value === 'object' ? value[0] : value;
  // Headers are read as Latin-1; addresses that are not escaped come as UTF-8.
  const target =
    location === undefined ? null : URL.parse(Buffer.from(location, 'latin1').toString(), from.href);
  if (target === null) {
    throw new Failure('redirect-refused', `${from.host} redirects (${reply.status}) without saying where to`);
  }
  target.username = '';
  target.password = '';
  target.hash = '';
  return target;
}
