/**
 * What hostile sources do to the others: the real program takes in honest sources alone, and honest ones with 5 % hostile
 * ones among them, while somebody reads what it serves.
 *
 *     npm run bench:hostile [-- --sources 400] [--rounds 3]
 *
 * Says how long it took until everything honest was served, and how long readers waited. Nothing is asserted but that all of it came.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Agent, request } from 'undici';
import { ATTACKS } from './attacks.ts';
import { LISTED } from './publishers.ts';

const { values } = parseArgs({
  options: { sources: { type: 'string', default: '400' }, rounds: { type: 'string', default: '3' } },
});
const count = Number(values.sources);
const kinds = Object.keys(ATTACKS);
const hostile = Array.from(
  { length: Math.round(count / 20) },
  (_, index) => kinds[index % kinds.length] ?? '',
);
const honest = Array.from({ length: count - hostile.length }, (_, index) => index);

/** ms between two looks of the reader. */
const PAUSE = 10;
/** ms after which it is given up. */
const PATIENCE = 120_000;

const publishers = spawn(process.execPath, [new URL('publishers.ts', import.meta.url).pathname], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const origin = `http://127.0.0.1:${await new Promise<string>((resolve) =>
  createInterface(publishers.stdout).once('line', resolve),
)}`;

interface Figures {
  /** ms from the start of the process until all honest items were served. */
  readonly served: number;
  /** ms that a reader waited, sorted. */
  readonly waits: readonly number[];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function live(sources: readonly string[]): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'feedriver-hostile-'));
  const port = await freePort();
  writeFileSync(
    join(folder, 'feedriver.yaml'),
    `site: { title: Hostile, url: https://river.example }
cache: ./river.db
fetch: { perHost: { concurrency: 32, gap: 0s }, allowNetworks: [127.0.0.0/8] }
sources:
${sources.map((source, index) => `  - { id: s${index}, feed: '${source}' }\n`).join('')}outputs:
  - { id: all, path: ./public/all, limit: 50000, formats: [json] }
  - { id: front, path: ./public/front, limit: 50 }
serve: { port: ${port} }
`,
  );
  const main = new URL('../../src/main.ts', import.meta.url).pathname;
  const started = performance.now();
  const program = spawn(process.execPath, [main, 'start', '-c', 'feedriver.yaml'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const agent = new Agent({ pipelining: 1 });
  const waits: number[] = [];
  let etag = '';
  try {
    for (;;) {
      const asked = performance.now();
      if (program.exitCode !== null) throw new Error(`the program ended with ${program.exitCode}`);
      if (asked - started > PATIENCE) throw new Error('not everything honest was served');
      const answer = await request(`http://127.0.0.1:${port}/all.json`, {
        dispatcher: agent,
        headers: { 'if-none-match': etag },
      }).catch(() => null);
      if (answer !== null) {
        const body = await answer.body.text();
        waits.push(performance.now() - asked);
        if (answer.statusCode === 200) {
          etag = String(answer.headers.etag);
          const { items } = JSON.parse(body) as { items: { url?: string }[] };
          const ours = items.filter(({ url }) => url?.includes('honest-'));
          if (ours.length === honest.length * LISTED) break;
        }
      }
      await setTimeout(PAUSE);
    }
    return { served: performance.now() - started, waits: waits.toSorted((a, b) => a - b) };
  } finally {
    if (program.kill('SIGTERM')) await once(program, 'exit');
    await agent.close();
    rmSync(folder, { recursive: true });
  }
}

const sources = honest.map((number) => `${origin}/honest/${number}`);
// evenly among the honest ones, the first of all included
const step = Math.floor(honest.length / Math.max(1, hostile.length));
const mixed = sources.flatMap((source, index) => {
  const kind = index % step === 0 ? hostile[index / step] : undefined;
  return kind === undefined ? [source] : [`${origin}/hostile/${encodeURIComponent(kind)}`, source];
});

const at = (waits: readonly number[], share: number) =>
  (waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0).toFixed(1);
const ratios: number[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  const alone = await live(sources);
  const among = await live(mixed);
  ratios.push(among.served / alone.served);
  for (const [name, { served, waits }] of Object.entries({ alone, among }))
    console.log(
      `${name.padEnd(6)} ${(served / 1000).toFixed(2)} s until all was served; a reader waited ${at(waits, 0.5)} ms (p50), ` +
        `${at(waits, 0.99)} (p99), ${at(waits, 1)} at most, of ${waits.length} times`,
    );
}
console.log(
  `${honest.length} honest sources, ${hostile.length} hostile ones: × ${ratios.toSorted((a, b) => a - b)[ratios.length >> 1]?.toFixed(2)} (median)`,
);
publishers.stdin.end();
