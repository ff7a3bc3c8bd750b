import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '../model/failure.ts';
import { respond, type SiteSettings } from './respond.ts';
import type { Site } from './site.ts';

export interface Server {
  /** Where it listens, with the port that was given for port 0. */
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the site over HTTP until it is closed. Failure: `port-taken`. */
export async function startServer(
  at: { readonly host: string; readonly port: number },
  site: Site,
  settings: SiteSettings,
): Promise<Server> {
  const server = createServer({ requestTimeout: 10_000, keepAliveTimeout: 15_000 }, (request, response) => {
    const { method = 'GET', url: target = '/', headers } = request;
    const answered = respond({ method, target, headers }, site, settings);
    response.writeHead(answered.status, answered.headers);
    response.end(answered.body ?? undefined);
    request.resume();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailure(error, at)));
    server.listen(at.port, at.host, resolve);
  });
  return {
    host: at.host,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listenFailure(
  error: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
): Failure {
  const reasons: Record<string, string> = {
    EADDRINUSE: 'another program listens there',
    EACCES: 'this user may not listen there',
    EADDRNOTAVAIL: 'this machine has no such address',
  };
  return new Failure(
    'port-taken',
    `${host}:${port} can not be served: ${reasons[error.code ?? ''] ?? error.message}.`,
    {
      cause: error,
      advice: 'Set another `serve: { host, port }` in the config.',
    },
  );
}
