/**
 * Addresses that name the same page get the same hash: scheme, port, `www`/`m`/`amp` hosts, trailing slashes, index
 * pages, sessions, tracking and the order of parameters do not count. One pass over the address, no URL object and no
 * canonical string are made: nothing but the hash is ever needed, and every entry of every feed comes through here.
 */
import { finish, hashInto, PRIME } from './hash.ts';
import { DOUBTFUL, DROP, roleOf, SWITCH, saysYes } from './parameters.ts';

const SLASH = 47;
const QUESTION = 63;
const HASH = 35;

/**
 * Writes the strict hash of an http(s) address to `out[strict]` and the one after, its loose one likewise. Writes nothing
 * if the address is none, or that of a site's front page, which is shared by many items.
 */
export function hashAddress(out: Int32Array, strict: number, loose: number, address: string): void {
  const url = decoded(address);
  const host = hostStart(url);
  if (host < 0) return;
  const hostEnd = authorityEnd(url, host);
  const pathEnd = endOfPath(url, hostEnd);
  begin();
  feedHost(url, host, hostEnd);
  const named = feedPath(url, hostEnd, pathEnd);
  lane1 = finish(lane1);
  lane2 = finish(lane2);
  loose1 = 0;
  loose2 = 0;
  const fragment = url.charCodeAt(pathEnd) === QUESTION ? feedQuery(url, pathEnd + 1) : pathEnd;
  feedFragment(url, fragment);
  if (!named && !asked) return;
  out[strict] = (lane1 + loose1) | 0 || 1;
  out[strict + 1] = (lane2 + loose2) | 0;
  out[loose] = lane1 || 1;
  out[loose + 1] = lane2;
}

/** The address with these parameters only, under names that no tracker has: what they say counts, whatever they are called. */
export function withParameters(address: string, names: readonly string[]): string {
  const query = address.indexOf('?');
  if (query < 0) return address;
  const end = address.indexOf('#', query);
  const [pairs, fragment] =
    end < 0 ? [address.slice(query + 1), ''] : [address.slice(query + 1, end), address.slice(end)];
  const kept = pairs.split('&').filter((pair) => names.includes(pair.split('=', 1)[0] ?? ''));
  return `${address.slice(0, query)}?${kept.map((pair) => `keep.${pair}`).join('&')}${fragment}`;
}

/** Hash of a guid's path and query if the guid is an address: what stays when a feed moves to https or another host. */
export function hashPath(out: Int32Array, at: number, guid: string, seed: number): void {
  const host = hostStart(guid);
  if (host < 0) return;
  const path = authorityEnd(guid, host);
  if (guid.length - path > 1) hashInto(out, at, guid, seed, path);
}

// The two running hashes; what doubtful parameters add is summed apart. Sums, because their order does not count.
let lane1 = 0;
let lane2 = 0;
let loose1 = 0;
let loose2 = 0;
let asked = false;

function begin(): void {
  lane1 = 0x12345678;
  lane2 = 0x2468ace1;
  asked = false;
}

function feed(unit: number): void {
  lane1 = Math.imul(lane1 ^ unit, PRIME);
  lane2 = Math.imul(lane2 + unit, 0x5bd1e995) ^ (lane2 >>> 15);
}

function decoded(address: string): string {
  if (!address.includes('%')) return address;
  const query = address.indexOf('?');
  const path = query < 0 ? address : address.slice(0, query);
  try {
    return decodeURI(path) + address.slice(path.length);
  } catch {
    return address;
  }
}

/** Behind `http://` or `https://`; -1 for anything else. */
function hostStart(url: string): number {
  if ((url.charCodeAt(0) | 32) !== 104) return -1;
  if (url.startsWith('://', 4)) return 7;
  return url.startsWith('://', 5) && (url.charCodeAt(4) | 32) === 115 ? 8 : -1;
}

function authorityEnd(url: string, from: number): number {
  for (let i = from; i < url.length; i++) {
    const unit = url.charCodeAt(i);
    if (unit === SLASH || unit === QUESTION || unit === HASH) return i;
  }
  return url.length;
}

function endOfPath(url: string, from: number): number {
  for (let i = from; i < url.length; i++) {
    const unit = url.charCodeAt(i);
    if (unit === QUESTION || unit === HASH) return i;
  }
  return url.length;
}

const MIRROR = /^(?:www\d?|m|mobile|amp|amp-www)\.(?=[^.]+\.)/i;
const LONGEST_MIRROR = 9;

function feedHost(url: string, from: number, to: number): void {
  let start = from;
  let end = to;
  for (let i = from; i < to; i++) {
    const unit = url.charCodeAt(i);
    if (unit === 64) start = i + 1;
    else if (unit === 58 && i > start) end = i;
  }
  if (end < start) end = to; // the colon was the password's
  const mirror = isMirrorLetter(url.charCodeAt(start)) ? MIRROR.exec(url.slice(start, end)) : null;
  if (mirror !== null && mirror[0].length <= LONGEST_MIRROR) start += mirror[0].length;
  if (url.charCodeAt(end - 1) === 46) end--;
  for (let i = start; i < end; i++) {
    const unit = url.charCodeAt(i);
    feed(unit >= 65 && unit <= 90 ? unit | 32 : unit);
  }
}

/** Most hosts begin with no a, m or w: they need no look with the pattern. */
function isMirrorLetter(unit: number): boolean {
  const letter = unit | 32;
  return letter === 119 || letter === 109 || letter === 97;
}

const INDEX_PAGE = /\/(?:index|default)\.(?:html?|php|aspx?)$/i;
const AMP_PAGE = /(?:[/.]amp|\.amp\.html)$/i;
const LONGEST_ENDING = 14;

/** Returns whether anything is left of the path. */
function feedPath(url: string, hostEnd: number, pathEnd: number): boolean {
  const from = url.startsWith('/amp/', hostEnd) && pathEnd > hostEnd + 5 ? hostEnd + 4 : hostEnd;
  const to = trimmedEnd(url, from, pathEnd);
  let previous = 0;
  for (let i = from; i < to; i++) {
    const unit = url.charCodeAt(i);
    if (unit !== SLASH || previous !== SLASH) feed(unit);
    previous = unit;
  }
  return to > from;
}

/** Without session, slashes, index pages and AMP endings, in whatever order they follow one another. */
function trimmedEnd(url: string, from: number, pathEnd: number): number {
  let end = pathEnd;
  const session = url.indexOf(';jsessionid', from);
  if (session >= 0 && session < end) end = session;
  for (;;) {
    while (end > from && url.charCodeAt(end - 1) === SLASH) end--;
    const last = url.charCodeAt(end - 1) | 32;
    if (end <= from || !(last === 112 || last === 108 || last === 109 || last === 120)) return end; // p l m x
    const ending = url.slice(Math.max(from, end - LONGEST_ENDING), end);
    const found = AMP_PAGE.exec(ending) ?? INDEX_PAGE.exec(ending);
    if (found === null) return end;
    end -= found[0].length;
  }
}

const roles = new Map<number, number>();
const MOST_ROLES = 20_000;

function cachedRole(hash: number, url: string, from: number, to: number): number {
  const cached = roles.get(hash);
  if (cached !== undefined) return cached;
  const role = roleOf(url.slice(from, to));
  if (roles.size < MOST_ROLES) roles.set(hash, role);
  return role;
}

/** Adds each parameter that counts; returns where the fragment begins. */
function feedQuery(url: string, from: number): number {
  const fragment = url.indexOf('#', from);
  const end = fragment < 0 ? url.length : fragment;
  let i = from;
  while (i < end) {
    const start = i;
    let name = 0x050c5d1f;
    let unit = url.charCodeAt(i);
    while (i < end && unit !== 61 && unit !== 38) {
      name = Math.imul(name ^ unit, PRIME);
      unit = url.charCodeAt(++i);
    }
    const nameEnd = i;
    const valueStart = Math.min(i + 1, end);
    let value1 = 0x7ed55d16;
    let value2 = 0x165667b1;
    if (i < end && unit === 61) {
      unit = url.charCodeAt(++i);
      while (i < end && unit !== 38) {
        value1 = Math.imul(value1 ^ unit, PRIME);
        value2 = Math.imul(value2 + unit, 0x5bd1e995) ^ (value2 >>> 15);
        unit = url.charCodeAt(++i);
      }
    }
    const valueEnd = i;
    i++;
    if (nameEnd === start && valueEnd <= valueStart) continue;
    const role = cachedRole(name, url, start, nameEnd);
    if (role === DROP || (role === SWITCH && saysYes(url.slice(valueStart, valueEnd)))) continue;
    addUnordered(
      finish(Math.imul(name, 0x9e3779b1) ^ value1),
      finish(Math.imul(name, 0x85ebca6b) + value2),
      role,
    );
  }
  return end;
}

function addUnordered(first: number, second: number, role: number): void {
  if (role === DOUBTFUL) {
    loose1 = (loose1 + first) | 0;
    loose2 = (loose2 + second) | 0;
  } else {
    lane1 = (lane1 + first) | 0;
    lane2 = (lane2 + second) | 0;
    asked = true;
  }
}

/** A fragment is no part of an address, unless pages are told apart by it: `#!/post/1`, `#/post/1`. */
function feedFragment(url: string, at: number): void {
  const mark = url.charCodeAt(at + 1);
  if (url.charCodeAt(at) !== HASH || (mark !== 33 && mark !== SLASH)) return;
  let first = 7;
  let second = 9;
  for (let i = at; i < url.length; i++) {
    const unit = url.charCodeAt(i);
    first = Math.imul(first ^ unit, PRIME);
    second = Math.imul(second + unit, 0x5bd1e995);
  }
  addUnordered(finish(first), finish(second), 0);
}
