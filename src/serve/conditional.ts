/** Conditional requests and content coding, as RFC 9110 has them. Pure. */

export type Coding = 'br' | 'gzip' | 'identity';

/**
 * Does the client hold this representation already (RFC 9110, 13.2.2)? If-None-Match decides alone where it is sent;
 * any coding of the same document counts as the same.
 */
export function isFresh(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  etags: readonly string[],
  modifiedAt: number,
): boolean {
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined) {
    const listed = String(noneMatch);
    if (listed.trim() === '*') return true;
    return listed.split(',').some((tag) => etags.includes(tag.trim().replace(/^W\//, '')));
  }
  const since = Date.parse(String(headers['if-modified-since'] ?? ''));
  return Math.floor(modifiedAt / 1_000) * 1_000 <= since;
}

/** The coding to answer with (RFC 9110, 12.5.3): brotli before gzip before none, unless refused with q=0. */
export function chooseCoding(acceptEncoding: string | undefined): Coding {
  if (acceptEncoding === undefined) return 'identity';
  const weights = new Map<string, number>();
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((text) => text.trim());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    weights.set(coding, q === undefined ? 1 : Number(q.slice(2)) || 0);
  }
  const accepted = (coding: Coding): boolean => (weights.get(coding) ?? weights.get('*') ?? 0) > 0;
  if (accepted('br')) return 'br';
  return accepted('gzip') ? 'gzip' : 'identity';
}
