/** Web addresses out of attributes: what a reader may be sent to, and how it is spelled. */

/** How addresses are treated; the same for all of one markup. */
export interface Addressing {
  /** What relative addresses are relative to; null where nothing is known. */
  readonly base: string | null;
  /** Take off parameters that only serve to follow people around. */
  readonly stripTracking: boolean;
}

/** Longer than any server takes; such a thing is data, not an address. */
const LONGEST = 4096;

/** Already absolute and of RFC 3986 characters only: most addresses need no URL parser, which is the dearest step. */
const PLAIN =
  /^https?:\/\/(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*(?::\d{1,5})?(?:[/?](?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?$/i;

/** An absolute http(s) URL of RFC 3986 characters without credentials, or null. Never throws. */
export function webAddress(value: string, addressing: Addressing): string | null {
  const url = absolute(value, addressing.base);
  if (url === null || !/^https?:/i.test(url)) return null;
  return addressing.stripTracking ? withoutTracking(url) : url;
}

/** What a link may lead to: a web address, or a `mailto:` one. */
export function linkAddress(value: string, addressing: Addressing): string | null {
  const url = absolute(value, addressing.base);
  if (url === null) return null;
  return addressing.stripTracking && url.startsWith('http') ? withoutTracking(url) : url;
}

function absolute(value: string, base: string | null): string | null {
  if (value.length > LONGEST) return null;
  if (PLAIN.test(value)) return value;
  const reference = value.trim();
  if (reference === '') return null;
  const url = URL.parse(
    base === null && reference.startsWith('//') ? `https:${reference}` : reference,
    base ?? undefined,
  );
  if (url === null) return null;
  if (url.protocol === 'mailto:')
    return url.pathname.includes('@') ? `mailto:${spelled(url.pathname + url.search)}` : null;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.username !== '' || url.password !== '') return null;
  const fragment = url.hash === '' ? '' : `#${spelled(url.hash.slice(1))}`;
  return url.origin + spelled(url.pathname + url.search) + fragment;
}

/** RFC 3986, 2: what is neither reserved nor unreserved is percent-encoded, and "%" only starts an encoding. */
function spelled(part: string): string {
  return part
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[^\w.~!$&'()*+,;=:@/?%-]/gu, (character) =>
      character.isWellFormed() ? encodeURIComponent(character) : '%EF%BF%BD',
    );
}

/** Parameters that name the reader or the campaign, never the page. */
const TRACKING =
  /^(?:utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|_hsenc|_hsmi|mkt_tok|oly_(?:anon|enc)_id|vero_id|wickedid|s_cid|at_(?:medium|campaign|custom\d)|xtor|ref_src)$/i;
const MAYBE_TRACKING =
  /[?&;](?:utm_|fbcl|gcl|gbr|wbr|dcl|mscl|ycl|twcl|ttcl|igsh|mc_|_hs|mkt_|oly_|vero|wick|s_cid|at_|xtor|ref_s)/i;

/** The address less its tracking parameters; untouched, to the letter, where it has none. */
export function withoutTracking(url: string): string {
  if (!MAYBE_TRACKING.test(url)) return url;
  const fragmentAt = url.indexOf('#');
  const fragment = fragmentAt < 0 ? '' : url.slice(fragmentAt);
  const whole = fragmentAt < 0 ? url : url.slice(0, fragmentAt);
  const queryAt = whole.indexOf('?');
  if (queryAt < 0) return url;
  const kept = whole
    .slice(queryAt + 1)
    .split('&')
    .filter((parameter) => !TRACKING.test(parameter.split('=', 1)[0] ?? ''));
  return whole.slice(0, queryAt) + (kept.length > 0 ? `?${kept.join('&')}` : '') + fragment;
}
