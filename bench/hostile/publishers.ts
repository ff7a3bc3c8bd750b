/**
 * A process of its own: honest publishers that answer after 20 to 300 ms at `/honest/N`, hostile ones at `/hostile/KIND`.
 * Says its port on the first line, and ends when its parent does.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { diceFor } from '../support/dice.ts';
import { ATTACKS } from './attacks.ts';

/** Items that an honest publisher lists. */
export const LISTED = 10;

function feed(number: number): string {
  const dice = diceFor(`honest ${number}`);
  const words = (count: number) =>
    Array.from({ length: count }, () => dice.below(1_000_000_000).toString(36)).join(' ');
  const items = Array.from(
    { length: LISTED },
    (_, index) =>
      `<item><title>${words(7)}</title><link>https://honest-${number}.example/${index}</link><guid>${number}-${index}</guid>` +
      `<pubDate>${new Date(Date.UTC(2026, 0, 1 + index)).toUTCString()}</pubDate>` +
      `<description><![CDATA[${Array.from({ length: 6 }, () => `<p>${words(50)}</p>`).join('')}]]></description></item>`,
  );
  return `<rss version="2.0"><channel><title>Honest ${number}</title>${items.join('')}</channel></rss>`;
}

if (import.meta.main) {
  const server = createServer(async (request, response) => {
    const [, kind, name = ''] = decodeURIComponent(request.url ?? '').split('/');
    if (kind === 'hostile') return ATTACKS[name.split('?')[0] ?? '']?.(response, request.url ?? '');
    const number = Number(name);
    await setTimeout(20 + diceFor(`latency ${number}`).below(280));
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed(number));
  });
  server.on('connection', (socket) => socket.on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  console.log((server.address() as AddressInfo).port);
  process.stdin.resume().on('end', () => process.exit());
}
