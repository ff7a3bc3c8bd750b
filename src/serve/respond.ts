import type { IncomingHttpHeaders } from 'node:http';
import { chooseCoding, isFresh } from './conditional.ts';
import type { Site } from './site.ts';

export interface Asked {
  readonly method: string;
  /** Path and query as on the request line. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Uint8Array | null;
}

export interface SiteSettings {
  /** Where `/` leads; null: nowhere. */
  readonly front: string | null;
  /** Seconds that a client may keep a document without asking. */
  readonly maxAge: number;
}

const EVERYWHERE = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' } as const;

/** The answer to a request. No I/O: everything that is served is in memory. */
export function respond(asked: Asked, site: Site, settings: SiteSettings): Answered {
  if (asked.method !== 'GET' && asked.method !== 'HEAD') {
    return plain(405, 'Only GET and HEAD are understood here.\n', { allow: 'GET, HEAD' });
  }
  const path = pathOf(asked.target);
  if (path === '/' && settings.front !== null) {
    return {
      status: 302,
      headers: { ...EVERYWHERE, location: settings.front, 'content-length': 0 },
      body: null,
    };
  }
  const resource = site.find(path);
  if (resource === undefined) return plain(404, 'There is nothing here.\n');

  const coding = chooseCoding(asked.headers['accept-encoding']);
  const shared = {
    ...EVERYWHERE,
    ...resource.headers,
    etag: resource.etags[coding],
    'last-modified': new Date(resource.modifiedAt).toUTCString(),
    'cache-control': `public, max-age=${settings.maxAge}`,
    vary: 'accept-encoding',
  };
  if (isFresh(asked.headers, Object.values(resource.etags), resource.modifiedAt)) {
    return { status: 304, headers: shared, body: null };
  }
  const body = resource.body(coding);
  const headers = {
    ...shared,
    'content-type': resource.contentType,
    'content-length': body.length,
    ...(coding !== 'identity' && { 'content-encoding': coding }),
  };
  return { status: 200, headers, body: asked.method === 'HEAD' ? null : body };
}

/** Nothing is decoded twice or climbed up: a path is looked up as it is, so the worst path finds nothing. */
function pathOf(target: string): string {
  const path = target.split('?', 1)[0] ?? '/';
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answered {
  const body = new TextEncoder().encode(text);
  return {
    status,
    headers: {
      ...EVERYWHERE,
      ...headers,
      'content-type': 'text/plain; charset=utf-8',
      'content-length': body.length,
    },
    body,
  };
}
