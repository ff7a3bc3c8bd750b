/** Longest address that is kept, in characters: what RFC 9110 (4.1) asks every party to support. */
const MAX_LENGTH = 8000;

/** An address that is already as we want it, told without parsing: most are, and parsing is dear. */
const CLEAN =
  /^https?:\/\/(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z-]{1,20}\/(?!\.)[\w~:/?@!$&()*+,;=.-]*(?:#[\w~:/?@!$&()*+,;=.-]*)?$/;

/**
 * An absolute http(s) address in the characters of RFC 3986 and nothing else, or null. White space around and line
 * breaks inside are dropped, and so are credentials; an address without a scheme is not guessed at, except `//host`.
 */
export function cleanUrl(address: string | undefined | null): string | null {
  if (address === undefined || address === null || address === '') return null;
  if (address.length > MAX_LENGTH) return null;
  if (CLEAN.test(address) && !address.includes('/.')) return address;
  return parsed(
    address
      .trim()
      .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
      .replace(/^feed:\/\//i, 'http://'),
  );
}

function parsed(address: string): string | null {
  const url = URL.parse(address.startsWith('//') ? `https:${address}` : address);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '')
    return null;
  url.username = '';
  url.password = '';
  const origin = url.origin.length;
  const href = url.href.slice(0, origin) + inRfc3986(url.href.slice(origin));
  return href.length > MAX_LENGTH ? null : href;
}

/** WHATWG URLs keep some characters that RFC 3986 (appendix A) does not have in paths, queries and fragments. */
function inRfc3986(rest: string): string {
  const hash = rest.indexOf('#');
  const fragment = hash < 0 ? '' : `#${rest.slice(hash + 1).replaceAll('#', '%23')}`;
  return `${hash < 0 ? rest : rest.slice(0, hash)}${fragment}`
    .replace(/[^\w~:/?#@!$&'()*+,;=.%-]/gu, (character) => encodeURIComponent(character.toWellFormed()))
    .replace(/%(?![0-9a-f]{2})/gi, '%25');
}
