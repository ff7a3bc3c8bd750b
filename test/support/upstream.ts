import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';

/** What a request looked like to the server. */
export interface Seen {
  readonly path: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[];
  readonly httpVersion: string;
  /** The how-manieth request for this path, from 1. */
  readonly count: number;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

/** A reply, or a hand on the response itself; `hang` never answers. */
export type Script = Reply | 'hang' | ((seen: Seen, response: ServerResponse) => Reply | 'hang' | undefined);

export interface Upstream extends AsyncDisposable {
  readonly origin: string;
  readonly host: string;
  readonly requests: readonly Seen[];
  url(path: string): string;
  /** From now on `path` (without the query) answers so. Unknown paths answer 404. */
  script(path: string, script: Script): void;
  /** Resolves when the server has seen that many requests in all. */
  seen(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface UpstreamOptions {
  /** Key and certificate (PEM): then it speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** With `tls`: also offer HTTP/2. */
  readonly http2?: boolean;
  /** Address to listen on; 127.0.0.1 unless given (127.x.y.z are all this machine). */
  readonly address?: string;
}

/**
 * A real HTTP server on loopback whose answers a test writes.
 *
 *     await using upstream = await startUpstream();
 *     upstream.script('/feed', { headers: { etag: '"a"' }, body: '<rss/>' });
 *     … fetch upstream.url('/feed') …
 *     expect(upstream.requests[0]?.headers['if-none-match']).toBeUndefined();
 */
export async function startUpstream(options: UpstreamOptions = {}): Promise<Upstream> {
  const scripts = new Map<string, Script>();
  const requests: Seen[] = [];
  const watchers = new Set<() => void>();

  const answer: RequestListener = (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    const { headers, rawHeaders, httpVersion, url = path } = request;
    const count = requests.filter((seen) => seen.path.split('?')[0] === path).length + 1;
    const seen: Seen = { path: url, headers, rawHeaders, httpVersion, count };
    requests.push(seen);
    const script = scripts.get(path) ?? { status: 404 };
    const reply = typeof script === 'function' ? script(seen, response) : script;
    if (reply !== undefined && reply !== 'hang') send(response, reply);
    for (const watch of watchers) watch();
  };

  const server = createFor(options, answer);
  const { origin, host, close } = await listen(server, options.tls ? 'https' : 'http', options.address);
  return {
    origin,
    host,
    requests,
    url: (path) => origin + path,
    script(path, script) {
      scripts.set(path, script);
    },
    seen(count) {
      return new Promise((resolve) => {
        const watch = () => {
          if (requests.length < count) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A server that speaks bytes: for answers that no HTTP server would give. */
export async function startSocketUpstream(
  onConnection: (socket: Socket) => void,
): Promise<AsyncDisposable & { readonly origin: string; readonly host: string }> {
  const { origin, host, close } = await listen(createSocketServer(onConnection), 'http', undefined);
  return { origin, host, [Symbol.asyncDispose]: close };
}

function createFor({ tls, http2 }: UpstreamOptions, answer: RequestListener): Server {
  if (tls === undefined) return createServer(answer);
  if (http2 !== true) return createTlsServer(tls, answer);
  // Node's compatibility layer gives HTTP/2 requests the shape of HTTP/1.1 ones.
  const compatible = answer as unknown as Parameters<typeof createSecureServer>[1];
  return createSecureServer({ ...tls, allowHTTP1: true }, compatible);
}

function send(response: ServerResponse, { status = 200, headers = {}, body = '' }: Reply): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  // As bytes: with a string Node would write the headers in the encoding of the body.
  response.end(Buffer.from(body));
}

async function listen(server: Server, scheme: string, address = '127.0.0.1') {
  const sockets = new Set<Socket>();
  for (const event of ['connection', 'secureConnection']) {
    server.on(event, (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    });
  }
  server.listen(0, address);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = `${address}:${port}`;
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { origin: `${scheme}://${host}`, host, close };
}
