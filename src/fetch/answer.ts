import type { Answer } from '../model/source.ts';
import { parseHttpDate } from './http-date.ts';

/** Names in lower case; a header that came more than once is a list. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** The facts of a response that decide about the next request. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  /** That was asked, after redirects. */
  readonly url: string;
  /** When the last byte was in, ms. */
  readonly at: number;
  /** The validators that this request carried. */
  readonly sent: Validators | null;
  readonly movedTo: string | null;
  readonly bodyHash: string | null;
}

/**
 * What upstream's answer says about the next request (RFC 9110, RFC 9111). A 304 updates the validators that it carries and
 * keeps the others (RFC 9111, 3.2); any other answer replaces them all.
 */
export function readAnswer(received: Received): Answer {
  const { status, headers, url, at, movedTo, bodyHash } = received;
  const kept = status === 304 ? received.sent : null;
  const freshness = readFreshness(headers, at);
  return {
    status,
    at,
    url,
    etag: validator(headers, 'etag') ?? kept?.etag ?? null,
    lastModified: validator(headers, 'last-modified') ?? kept?.lastModified ?? null,
    freshUntil: freshness?.until ?? null,
    freshWhy: freshness?.why ?? null,
    retryAt: status >= 400 ? readRetryAfter(headers, at) : null,
    movedTo,
    bodyHash,
  };
}

/** The value of a header, null if it did not come. What came as several lines is one list (RFC 9110, 5.3). */
export function header(headers: Headers, name: string): string | null {
  const value = headers[name];
  if (value === undefined) return null;
  return typeof value === 'string' ? value : value.join(', ');
}

/** Validators are echoed to the byte, so they are never looked into; only what can not be sent is dropped. */
function validator(headers: Headers, name: string): string | null {
  const value = headers[name];
  const text = typeof value === 'object' ? value[0] : value;
  if (text === undefined || text.length > 2048) return null;
  return /^[\t\x20-\x7e\x80-\xff]+$/.test(text) ? text : null;
}

function readFreshness(headers: Headers, at: number): { until: number; why: string } | null {
  const control = header(headers, 'cache-control') ?? '';
  if (/(?:^|,)\s*no-(?:cache|store)\s*(?:[,=]|$)/i.test(control)) return null;
  const age = seconds(header(headers, 'age')) ?? 0;
  const maxAge = /(?:^|,)\s*max-age\s*=\s*"?(\d+)/i.exec(control)?.[1];
  if (maxAge !== undefined) {
    const left = Number(maxAge) - age;
    return left > 0 ? { until: at + left * 1000, why: `Cache-Control max-age=${maxAge}` } : null;
  }
  const expires = parseHttpDate(header(headers, 'expires') ?? '');
  if (expires === null) return null;
  const left = expires - theirNow(headers, at) - age * 1000;
  return left > 0 ? { until: at + left, why: 'Expires' } : null;
}

function readRetryAfter(headers: Headers, at: number): number | null {
  const value = header(headers, 'retry-after');
  if (value === null) return null;
  const delay = seconds(value);
  if (delay !== null) return at + delay * 1000;
  const date = parseHttpDate(value);
  return date === null ? null : at + Math.max(0, date - theirNow(headers, at));
}

/** The sender's clock, so that dates of a sender whose clock is wrong still mean the right span. */
function theirNow(headers: Headers, at: number): number {
  return parseHttpDate(header(headers, 'date') ?? '') ?? at;
}

function seconds(text: string | null): number | null {
  return text !== null && /^\d{1,10}$/.test(text.trim()) ? Number(text) : null;
}
