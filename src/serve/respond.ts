import { type Answer, answerOf } from './answer.ts';
import type { AskedHeaders } from './asked.ts';
import { chooseCoding, isFresh, takesEntriesOnly } from './conditional.ts';
import { EVERYWHERE, type Resource } from './resource.ts';
import type { Site } from './site.ts';

export interface Asked {
  readonly method: string;
  /** Path and query as on the request line. */
  readonly target: string;
  readonly headers: AskedHeaders;
}

/** The answer to a request. No I/O for what is in memory; a promise only of what is live, or shelved. */
export function respond({ method, target, headers }: Asked, site: Site): Answer | Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return NOT_ALLOWED;
  const path = pathOf(target);
  const resource = site.find(path);
  if (resource !== undefined) return answerFrom(resource, headers);
  const live = site.live(path);
  if (live !== undefined) return live();
  return site.fetch(path)?.then((fetched) => answerFrom(fetched, headers)) ?? NOT_FOUND;
}

function answerFrom(resource: Resource, headers: AskedHeaders): Answer {
  const coding = chooseCoding(headers['accept-encoding']);
  if (isFresh(headers, resource.etags, resource.modifiedAt)) return resource.unchanged[coding];
  const held = headers['if-none-match'];
  if (held !== undefined && resource.editions !== null && takesEntriesOnly(headers)) {
    return resource.since(held, coding) ?? resource.whole[coding];
  }
  return resource.whole[coding];
}

/** Nothing is decoded twice or climbed up: a path is looked up as it is, so the worst path finds nothing. */
function pathOf(target: string): string {
  const query = target.indexOf('?');
  const path = query < 0 ? target : target.slice(0, query);
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A text that is not to be kept. */
export function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = new TextEncoder().encode(text);
  const all = {
    ...EVERYWHERE,
    'content-security-policy': "default-src 'none'",
    'content-type': 'text/plain; charset=utf-8',
    ...headers,
    'content-length': body.length,
  };
  return answerOf(status, all, body);
}

const NOT_FOUND = plain(404, 'There is nothing here.\n');
const NOT_ALLOWED = plain(405, 'Only GET and HEAD are understood here.\n', { allow: 'GET, HEAD' });
