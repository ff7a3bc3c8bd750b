import { lookup as systemLookup } from 'node:dns';
import { readFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Dispatcher } from 'undici';
import { Failure } from '../model/failure.ts';
import type { FetchSettings } from '../model/source.ts';
import { type Guard, guardLookup } from './guard.ts';

/** The variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case, among others. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Network {
  readonly guard: Guard;
  readonly settings: FetchSettings;
  readonly env: Environment;
  /** How names become addresses; the system's way unless given. */
  readonly lookup?: LookupFunction | undefined;
}

export interface Dispatchers {
  /** The dispatcher for secure or for certificate-blind requests. Fails with `config-invalid` for an unreadable CA file. */
  get(insecure: boolean): Promise<Dispatcher>;
  /** Drops all connections. */
  close(): Promise<void>;
}

/**
 * undici's connections, made when the first request needs them: importing undici alone takes 85 ms, which a run over files
 * or one without anything due does not pay.
 */
export function createDispatchers(network: Network): Dispatchers {
  const made = new Map<boolean, Promise<Dispatcher>>();
  return {
    get(insecure) {
      const known = made.get(insecure);
      if (known !== undefined) return known;
      const dispatcher = makeDispatcher(network, insecure);
      made.set(insecure, dispatcher);
      return dispatcher;
    },
    async close() {
      const all = await Promise.allSettled(made.values());
      made.clear();
      for (const one of all) if (one.status === 'fulfilled') await one.value.destroy();
    },
  };
}

/** Most of what a first request waits for. */
export const loadClient = () => import('undici');

async function makeDispatcher(
  { guard, settings, env, lookup }: Network,
  insecure: boolean,
): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent, buildConnector } = await loadClient();
  const secureContext = settings.caFile === null ? null : await trustAlso(settings.caFile);
  const tls = {
    allowH2: true,
    preferH2: true,
    // The deadline is the caller's, one for all.
    timeout: 0,
    rejectUnauthorized: !insecure,
    ...(secureContext === null ? {} : { secureContext }),
  };
  const options = {
    connect: buildConnector({ ...tls, lookup: guardLookup(lookup ?? systemLookup, guard) }),
    connections: settings.perHost.concurrency,
    pipelining: 1,
    // As long as the next source at the same host needs to get its turn; a server's wish for longer is not followed, for
    // the sockets of a run over many hosts add up.
    keepAliveTimeout: settings.perHost.gap + 1000,
    keepAliveMaxTimeout: settings.perHost.gap + 1000,
    maxHeaderSize: 64 * 1024,
  };
  const httpProxy = env.http_proxy ?? env.HTTP_PROXY ?? '';
  const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY ?? '';
  if (httpProxy === '' && httpsProxy === '') return new Agent(options);
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy,
    httpsProxy,
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
    requestTls: tls,
    connectTimeout: 0,
  });
}

/** One context for all connections: reading the certificates costs milliseconds each time. */
async function trustAlso(caFile: string): Promise<SecureContext> {
  try {
    const { createSecureContext, getCACertificates } = await import('node:tls');
    const pem = await readFile(caFile, 'utf8');
    return createSecureContext({ ca: [...getCACertificates('default'), pem] });
  } catch (cause) {
    throw new Failure('config-invalid', `the certificate authorities in ${caFile} can not be used`, {
      advice: 'caFile must name a readable PEM file.',
      place: { file: caFile },
      cause,
    });
  }
}
