import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { documentOf } from './documents.ts';
import type { History, Issue, Publisher } from './history.ts';

/** One who asks: told from the others by its User-Agent, because addresses go into documents and must be the same for all. */
export interface Reader {
  readonly name: string;
  tick: number;
  /** Numbers of all stories that it was given in a whole and honest answer. */
  given: Set<number>;
  /** The same, as it was when a backup was made. */
  backedUp: ReadonlySet<number>;
  /** Called at each request, before the answer. */
  onRequest: () => void;
}

export interface World extends AsyncDisposable {
  readonly origin: string;
  readonly requests: () => number;
  join(reader: Reader): void;
  leave(reader: Reader): void;
}

/** All publishers of a history behind one server on loopback. */
export async function openWorld({ publishers }: History): Promise<World> {
  const readers = new Map<string, Reader>();
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    const reader = readers.get(request.headers['user-agent'] ?? '');
    const [, id = '', moved] = (request.url ?? '').split('/');
    const publisher = publishers.find((one) => one.id === id);
    const issue = publisher?.issues[reader?.tick ?? -1];
    if (reader === undefined || publisher === undefined || issue === undefined) {
      response.writeHead(404).end();
      return;
    }
    reader.onRequest();
    request.socket.on('error', () => undefined);
    if (issue.movedAway && moved === undefined) {
      response.writeHead(301, { location: `/${id}/moved` }).end();
      return;
    }
    answer(request, response, publisher, issue, () => {
      for (const { number } of issue.stories) reader.given.add(number);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests: () => requests,
    join: (reader) => readers.set(reader.name, reader),
    leave: ({ name }) => readers.delete(name),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const MEDIA_TYPES = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
  digest: 'text/markdown',
} as const;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  publisher: Publisher,
  issue: Issue,
  given: () => void,
): Promise<void> {
  const etag = `"${publisher.id}-${issue.version}"`;
  const headers = { etag, 'content-type': MEDIA_TYPES[publisher.format] };
  if (issue.manner === 'error') return void response.writeHead(503).end('down');
  if (issue.manner === 'retry-later') return void response.writeHead(429, { 'retry-after': '7200' }).end();
  if (issue.manner === 'reset') return void request.socket.resetAndDestroy();
  if (issue.manner === 'stall') return;
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();

  const bytes = Buffer.from(documentOf(publisher, issue));
  const half = bytes.subarray(0, bytes.length >> 1);
  switch (issue.manner) {
    case 'truncated':
      response.writeHead(200, { ...headers, 'content-length': bytes.length });
      return void response.write(half, () => request.socket.end());
    case 'too-long':
      response.writeHead(200, { ...headers, 'content-length': bytes.length + 40 });
      return void response.write(bytes, () => request.socket.end());
    case 'too-short':
      // Node would not let us; the connection is closed, or what is left over would be taken for the next answer
      request.socket.end(
        Buffer.concat([
          Buffer.from(
            `HTTP/1.1 200 OK\r\netag: ${etag}\r\ncontent-type: ${headers['content-type']}\r\ncontent-length: ${half.length}\r\nconnection: close\r\n\r\n`,
          ),
          bytes,
        ]),
      );
      return;
    case 'broken-gzip': {
      const packed = gzipSync(bytes);
      packed.fill(0x55, packed.length >> 1, (packed.length >> 1) + 40);
      return void response.writeHead(200, { ...headers, 'content-encoding': 'gzip' }).end(packed);
    }
    case 'gzip':
      given();
      return void response.writeHead(200, { ...headers, 'content-encoding': 'gzip' }).end(gzipSync(bytes));
    case 'drip':
      given();
      return drip(response.writeHead(200, headers), bytes);
    default:
      given();
      response.writeHead(200, headers).end(bytes);
  }
}

async function drip(response: ServerResponse, bytes: Buffer): Promise<void> {
  const drops = 8;
  for (let drop = 0; drop < drops && !response.destroyed; drop++) {
    const at = (share: number) => Math.floor((bytes.length * share) / drops);
    response.write(bytes.subarray(at(drop), at(drop + 1)));
    await setTimeout(4);
  }
  response.end();
}
