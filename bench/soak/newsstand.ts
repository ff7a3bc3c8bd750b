/** The publishers behind a real server, each at a loopback address of its own, with what servers do at their worst. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Dice, diceFor } from '../support/dice.ts';
import type { Press } from './publishers.ts';

export interface Newsstand extends AsyncDisposable {
  /** Of each publisher, by its id. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly requests: () => number;
}

type Manner = 'well' | 'reset' | 'stall' | 'cut' | 'close';

const mannerOf = (dice: Dice): Manner =>
  dice.happens(0.9) ? 'well' : dice.pick(['reset', 'stall', 'cut', 'close'] as const);

export async function openNewsstand(press: Press): Promise<Newsstand> {
  const dice = diceFor('newsstand');
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    const { socket } = request;
    const manner = mannerOf(dice);
    const { status, headers, body } = press.answer(
      request.url?.slice(1) ?? '',
      request.headers['if-none-match'],
    );
    if (manner === 'reset' || status === 0) return void socket.resetAndDestroy();
    if (manner === 'stall') return;
    if (manner === 'close')
      return void response.writeHead(status, { ...headers, connection: 'close' }).end(body);
    if (manner === 'well' || body === '') return void response.writeHead(status, headers).end(body);
    response.writeHead(status, { ...headers, 'content-length': body.length + 100 });
    response.write(body, () => socket.destroy());
  });
  server.on('connection', (socket) => socket.on('error', () => undefined));
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const addresses = new Map(
    press.publishers.map(({ id }, index) => [
      id,
      `http://127.1.${index >> 8}.${index & 255 || 255}:${port}/${id}`,
    ]),
  );
  return {
    addresses,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
