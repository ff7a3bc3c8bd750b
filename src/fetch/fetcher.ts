import type { LookupFunction } from 'node:net';
import type { Bookmark } from '../model/bookmark.ts';
import type { Clock, Log, Post } from '../model/ports.ts';
import { asked, type Fetched, type FetchSettings, isRemote, type Source } from '../model/source.ts';
import { createDispatchers, type Environment } from './dispatchers.ts';
import type { Road } from './exchange.ts';
import { follow } from './follow.ts';
import { createGuard } from './guard.ts';
import { postForm } from './post.ts';
import { createTurns } from './turns.ts';
import { createTransport, type Transport } from './wire.ts';

export interface FetcherDeps {
  readonly clock: Clock;
  readonly settings: FetchSettings;
  readonly log: Log;
  /** Only HTTP_PROXY, HTTPS_PROXY and NO_PROXY are read, in either case. */
  readonly env: Environment;
  /** File sources may only lie in these folders (absolute paths), also after symbolic links. */
  readonly files: { readonly roots: readonly string[] };
  /** How names become addresses; the system's way unless given. */
  readonly lookup?: LookupFunction;
  /** The network itself; undici unless given. */
  readonly transport?: Transport;
}

export interface Fetcher {
  /**
   * Asks one source once, politely: at its host's turn, with its validators, within the time and size limits. May be called
   * for all sources at once. Never rejects for expected trouble: that is `kind: 'failed'`.
   * The same request that is under way already, for a twin of the source, is not sent twice.
   */
  fetch(source: Source, bookmark: Bookmark | null, signal: AbortSignal): Promise<Fetched>;
  /** Sends a form, under the same rules as everything that is fetched. */
  readonly post: Post;
  /** Drops all connections. Fetches under way fail. */
  close(): Promise<void>;
}

/** The house's hand to the outside: locations in, bytes out. */
export function createFetcher(deps: FetcherDeps): Fetcher {
  const { clock, settings, log } = deps;
  const guard = createGuard(settings.allowNetworks);
  const dispatchers = createDispatchers({ guard, settings, env: deps.env, lookup: deps.lookup });
  const road: Road = {
    clock,
    settings,
    guard,
    turns: createTurns(clock, settings),
    transport: deps.transport ?? createTransport((hop) => dispatchers.get(hop.insecure)),
    pauses: new Map(),
  };
  const underWay = new Map<string, Promise<Fetched>>();

  async function ask(source: Source, bookmark: Bookmark | null, signal: AbortSignal): Promise<Fetched> {
    const current = bookmark?.location === source.location ? bookmark : null;
    const fetched = isRemote(source.location)
      ? await follow(source, current, signal, road)
      : await read(source, current, signal);
    if (fetched.kind === 'failed')
      log.debug('fetch failed', { source: source.id, code: fetched.failure.code });
    return fetched;
  }

  async function read(source: Source, bookmark: Bookmark | null, signal: AbortSignal): Promise<Fetched> {
    const { readFiles } = await import('./files.ts');
    return readFiles(source, bookmark, signal, { clock, settings, roots: deps.files.roots });
  }

  return {
    fetch(source, bookmark, signal) {
      const key = requestKey(source, bookmark);
      const twin = underWay.get(key);
      if (twin !== undefined) return twin;
      const asking = ask(source, bookmark, signal).finally(() => underWay.delete(key));
      underWay.set(key, asking);
      return asking;
    },
    post: (url, form, signal) => postForm(url, form, signal, road),
    close: () => dispatchers.close(),
  };
}

/** Equal for two sources whose requests would be the same to the letter. */
function requestKey(source: Source, bookmark: Bookmark | null): string {
  const { location, kind, headers, auth, insecure } = source;
  const { validators, bodyHash, moved } = bookmark ?? {};
  return JSON.stringify([
    asked(location),
    kind,
    headers,
    auth,
    insecure,
    validators,
    bodyHash,
    moved?.adopted,
    moved?.to,
  ]);
}
