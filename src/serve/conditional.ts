/** Conditional requests and what a client accepts, as RFC 9110 has them. Pure. */
import type { AskedHeaders } from './asked.ts';

export type Coding = 'br' | 'gzip' | 'identity';

/**
 * Does the client hold this representation already (RFC 9110, 13.2.2)? If-None-Match decides alone where it is sent;
 * any coding of the same document counts as the same.
 */
export function isFresh(headers: AskedHeaders, etags: readonly string[], modifiedAt: number): boolean {
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined) {
    return (
      etags.includes(noneMatch) ||
      noneMatch.trim() === '*' ||
      tagsOf(noneMatch).some((tag) => etags.includes(tag))
    );
  }
  const since = headers['if-modified-since'];
  return since !== undefined && Math.floor(modifiedAt / 1_000) * 1_000 <= Date.parse(since);
}

/** Entity tags out of a list, without the mark of weak ones (RFC 9110, 8.8.3.2: weak comparison). */
export const tagsOf = (listed: string): readonly string[] =>
  listed.split(',').map((tag) => tag.trim().replace(/^W\//, ''));

/** The few ways in which clients of our time ask, so that a way is thought about once. */
const known = new Map<string, Coding>();
const KNOWN_WAYS = 256;

/** The coding to answer with (RFC 9110, 12.5.3): brotli before gzip before none, unless refused with q=0. */
export function chooseCoding(acceptEncoding: string | undefined): Coding {
  if (acceptEncoding === undefined) return 'identity';
  const before = known.get(acceptEncoding);
  if (before !== undefined) return before;
  const weights = weightsOf(acceptEncoding);
  const accepted = (coding: Coding): boolean => (weights.get(coding) ?? weights.get('*') ?? 0) > 0;
  const coding = accepted('br') ? 'br' : accepted('gzip') ? 'gzip' : 'identity';
  if (known.size < KNOWN_WAYS) known.set(acceptEncoding, coding);
  return coding;
}

/**
 * feedparser asks so always, on behalf of programs that do not know of it: rss2email (3.13, 3.14), by either name, takes 226 for
 * an error and would never see anything new again.
 */
const CAN_NOT = /\b(?:feedparser|rss2email)\b/i;

/** Does the client take only the entries that it has not (RFC 3229, 10.5.3, with the manipulation "feed")? */
export const takesEntriesOnly = (headers: AskedHeaders): boolean => {
  const manipulations = headers['a-im'];
  if (manipulations === undefined || CAN_NOT.test(headers['user-agent'] ?? '')) return false;
  return (weightsOf(manipulations).get('feed') ?? 0) > 0;
};

/** `gzip;q=0.5, br` as weights by name, in lower case. */
function weightsOf(accepted: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const part of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    weights.set(name, q === undefined ? 1 : Number(q.slice(2)) || 0);
  }
  return weights;
}
