import type { ServerResponse } from 'node:http';
import { startUpstream } from './upstream.ts';

/** What a hub answers to the how-manieth message (from 1): a status, or `hang` for nothing at all. */
export type HubScript = (
  count: number,
) => number | 'hang' | { status: number; headers: Record<string, string> };

export interface HubServer extends AsyncDisposable {
  readonly url: string;
  /** The messages in the order in which they came, as sent. */
  readonly messages: readonly string[];
  /** The topics that it was told of. */
  topics(): string[];
  answer(script: HubScript): void;
  /** Resolves when it has got that many messages in all. */
  got(count: number): Promise<void>;
}

/** A real WebSub hub on loopback, as far as publishers see one. */
export async function startHub(): Promise<HubServer> {
  const upstream = await startUpstream();
  const messages: string[] = [];
  const watchers = new Set<() => void>();
  let script: HubScript = () => 204;

  upstream.script('/', ({ headers }, response: ServerResponse) => {
    void (async () => {
      if (response.req.method !== 'POST') return response.writeHead(405).end();
      if (headers['content-type'] !== 'application/x-www-form-urlencoded')
        return response.writeHead(415).end();
      let body = '';
      for await (const chunk of response.req) body += chunk;
      messages.push(body);
      for (const watch of watchers) watch();
      const answer = script(messages.length);
      if (answer === 'hang') return;
      const { status, headers: more = {} } = typeof answer === 'number' ? { status: answer } : answer;
      return response.writeHead(status, more).end(status === 204 ? undefined : 'words that nobody reads');
    })();
    return undefined;
  });
  return {
    url: upstream.url('/'),
    messages,
    topics: () => messages.map((message) => new URLSearchParams(message).get('hub.url') ?? ''),
    answer(next) {
      script = next;
    },
    got: (count) =>
      new Promise((resolve) => {
        const watch = () => {
          if (messages.length >= count) resolve();
        };
        watchers.add(watch);
        watch();
      }),
    [Symbol.asyncDispose]: () => upstream.close(),
  };
}
