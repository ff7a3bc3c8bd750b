import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '../model/failure.ts';
import type { Answer } from './answer.ts';
import { askedHeaders } from './asked.ts';
import { respond } from './respond.ts';
import type { Site } from './site.ts';

export interface Server {
  /** Where it listens, with the port that was given for port 0. */
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** A connection on which nothing moves for so long is closed, ms. */
const SILENCE = 30_000;

/**
 * Both without effect on what is answered, and together a fifth of what an answer from memory costs: `SILENCE` does for kept
 * connections what `keepAliveTimeout` would do with a timer for each answer, and a request without a body needs no stream.
 */
const OPTIONS = { requestTimeout: 10_000, keepAliveTimeout: 0, optimizeEmptyRequests: true };

/**
 * Serves the site over HTTP until it is closed. `answered` is told the status of every answer. Failure: `port-taken`.
 */
export async function startServer(
  at: { readonly host: string; readonly port: number },
  site: Site,
  answered: (status: number) => void = () => {},
): Promise<Server> {
  const server = createServer(OPTIONS, (request, response) => {
    const { method = 'GET', url: target = '/', rawHeaders } = request;
    const send = ({ status, lines, body }: Answer) => {
      answered(status);
      response.writeHead(status, lines as string[]);
      response.end(body === null || method === 'HEAD' ? undefined : body);
    };
    const answer = respond({ method, target, headers: askedHeaders(rawHeaders) }, site);
    if (answer instanceof Promise) void answer.then(send);
    else send(answer);
  });
  server.timeout = SILENCE;
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
