/**
 * What asking politely costs: N sources that all answer 304, once through a bare `undici.request` loop and once through the
 * fetcher and the planner, and as `feedriver run` does it all, built and from source, each in a process of its own against a
 * server.
 *
 *     node bench/fetch-speed.ts [--sources 1000] [--rounds 5]
 *     node bench/fetch-speed.ts --latency 20-300 --errors 0.03 --sources 200 --per-host 8
 *
 * CPU is user + system of the whole process, imports included; compare the ratio, not the seconds. The command is built anew.
 */
import { execFileSync, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    sources: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    latency: { type: 'string', default: '0-0' },
    errors: { type: 'string', default: '0' },
    'per-host': { type: 'string', default: '1' },
    role: { type: 'string', default: 'main' },
    port: { type: 'string', default: '0' },
  },
});
const count = Number(options.sources);

interface Measured {
  readonly cpu: number;
  readonly wall: number;
  readonly rss: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Seven in ten sources have a host of their own, the others share ten, as on the web. */
function locationOf(index: number, port: number): string {
  const host = index % 10 < 3 ? Math.floor(index / 10) % 10 : 100 + index;
  return `http://127.${1 + (host >> 8)}.${host & 255}.1:${port}/feed/${index}`;
}

async function serve(): Promise<void> {
  const [least = 0, most = 0] = options.latency.split('-').map(Number);
  const errors = Number(options.errors);
  const server = createServer((request, response) => {
    // The same feed has the same luck in both contestants.
    const index = Number(request.url?.split('/').at(-1));
    const luck = ((index * 2_654_435_761) % 1000) / 1000;
    const answer = () => {
      const known = request.headers['if-none-match'] !== undefined;
      response.statusCode = known && luck < errors ? 500 : known ? 304 : 200;
      response.setHeader('etag', `"${index}"`);
      response.end(known ? undefined : feedOf(index));
    };
    if (most === 0) answer();
    else setTimeout(answer, least + luck * (most - least));
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  process.send?.((server.address() as AddressInfo).port);
}

const feedOf = (index: number) =>
  `<rss version="2.0"><channel><title>Feed ${index}</title><link>https://${index}.example/</link><description>-</description><item><title>Story ${index} of the harbour</title><guid>https://${index}.example/1</guid></item></channel></rss>`;

/** `main`, the program, over a cache that knows all sources. `first`: fills it. */
function wholeRun(main: string, folder: string, port: number, first: boolean): Measured {
  if (first) {
    const sources = Array.from({ length: count }, (_, index) => `  - ${locationOf(index, port)}\n`).join('');
    const perHost = `{ concurrency: ${options['per-host']}, gap: 0s }`;
    writeFileSync(
      join(folder, 'feedriver.yaml'),
      `site: { url: https://river.example }\ncache: ./cache.db\nfetch: { minInterval: 0s, concurrency: 64, perHost: ${perHost}, allowNetworks: [127.0.0.0/8] }\nsources:\n${sources}outputs: [{ id: all, path: ./public/all }]\n`,
    );
  }
  const report =
    "process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('\\n'+JSON.stringify({cpu:(u.userCPUTime+u.systemCPUTime)/1e6,wall:performance.now()/1000,rss:u.maxRSS/1024}))})";
  const words = [
    resolve(import.meta.dirname, '..', main),
    'run',
    '-c',
    'feedriver.yaml',
    '--force',
    '--json',
    '--log',
    'silent',
  ];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(report)}`, ...words],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1e9 },
  );
  const { sources } = JSON.parse(stdout);
  const measured = JSON.parse(stderr.trim().split('\n').at(-1) ?? '');
  return { ...measured, outcomes: { unchanged: sources.unchanged, failed: sources.failed } };
}

async function bare(port: number): Promise<Record<string, number>> {
  const { Agent, request } = await import('undici');
  const dispatcher = new Agent({ connections: 8, pipelining: 1 });
  const outcomes: Record<string, number> = {};
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < count; index = next++) {
      const { statusCode, body } = await request(locationOf(index, port), {
        dispatcher,
        headers: { 'user-agent': 'bare', 'accept-encoding': 'gzip', 'if-none-match': `"${index}"` },
      });
      await body.arrayBuffer();
      outcomes[statusCode] = (outcomes[statusCode] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 64 }, worker));
  return outcomes;
}

async function polite(port: number): Promise<Record<string, number>> {
  const { createFetcher } = await import('../src/fetch/fetcher.ts');
  const { politeSettings } = await import('../src/model/source.ts');
  const { firstBookmark, planNext } = await import('../src/schedule/plan.ts');
  const { systemClock } = await import('../src/clock.ts');
  const settings = {
    ...politeSettings,
    concurrency: 64,
    perHost: { concurrency: Number(options['per-host']), gap: 0 },
    allowNetworks: ['127.0.0.0/8'],
    userAgent: 'feedriver/bench (+https://feedriver.example/)',
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const fetcher = createFetcher({ clock: systemClock, settings, log, env: {}, files: { roots: [] } });
  const outcomes: Record<string, number> = {};
  const signal = new AbortController().signal;
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const location = locationOf(index, port);
      const source = {
        id: `${index}`,
        kind: 'feed',
        location,
        title: null,
        tags: [],
        every: null,
        digest: null,
      } as const;
      const validators = { url: location, etag: `"${index}"`, lastModified: null };
      const before = { ...firstBookmark(source, 0), validators };
      const fetched = await fetcher.fetch(source, before, signal);
      planNext({ source, before, fetched, hints: null, now: Date.now(), random: Math.random(), settings });
      const outcome = fetched.kind === 'failed' ? fetched.failure.code : fetched.kind;
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }),
  );
  await fetcher.close();
  return outcomes;
}

async function contest(role: string, port: number): Promise<Measured> {
  const args = [
    '--role',
    role,
    '--port',
    String(port),
    '--sources',
    options.sources,
    '--per-host',
    options['per-host'],
  ];
  const child = fork(import.meta.filename, args);
  const [measured] = (await once(child, 'message')) as [Measured];
  await once(child, 'exit');
  return measured;
}

async function main(): Promise<void> {
  const server = fork(import.meta.filename, [
    '--role',
    'server',
    '--latency',
    options.latency,
    '--errors',
    options.errors,
  ]);
  const [port] = (await once(server, 'message')) as [number];
  execFileSync(process.execPath, [resolve(import.meta.dirname, '../build.ts')]);
  const results: Record<'bare' | 'polite' | 'built' | 'source', Measured[]> = {
    bare: [],
    polite: [],
    built: [],
    source: [],
  };
  const folder = mkdtempSync(join(tmpdir(), 'feedriver-fetch-'));
  wholeRun('dist/main.js', folder, port, true);
  wholeRun('src/main.ts', folder, port, false);
  for (let round = 0; round < Number(options.rounds); round++) {
    results.bare.push(await contest('bare', port));
    results.polite.push(await contest('polite', port));
    results.built.push(wholeRun('dist/main.js', folder, port, false));
    results.source.push(wholeRun('src/main.ts', folder, port, false));
  }
  server.kill();
  rmSync(folder, { recursive: true });
  const best = (runs: readonly Measured[]) =>
    runs.reduce((one, other) => (other.cpu < one.cpu ? other : one));
  const [floor, ours, whole] = [best(results.bare), best(results.polite), best(results.built)];
  for (const [name, run] of [
    ['undici.request', floor],
    ['feedriver fetch', ours],
    ['feedriver run', whole],
    ['… from source', best(results.source)],
  ] as const) {
    console.log(
      `${name.padEnd(16)} cpu ${run.cpu.toFixed(2)} s  wall ${run.wall.toFixed(2)} s  rss ${run.rss.toFixed(0)} MB  ${JSON.stringify(run.outcomes)}`,
    );
  }
  const ratio = (run: Measured) =>
    `cpu ${(run.cpu / floor.cpu).toFixed(2)}, wall ${(run.wall / floor.wall).toFixed(2)}, rss ${(run.rss / floor.rss).toFixed(2)}`;
  console.log(
    `of the bare loop: fetch ${ratio(ours)}; run ${ratio(whole)} (goal: cpu 1.25 and at most 120 MB)`,
  );
}

if (options.role === 'main') await main();
else if (options.role === 'server') await serve();
else {
  const startedAt = performance.now();
  const outcomes = await (options.role === 'bare' ? bare : polite)(Number(options.port));
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpu = (userCPUTime + systemCPUTime) / 1e6;
  process.send?.({ cpu, wall: (performance.now() - startedAt) / 1000, rss: maxRSS / 1024, outcomes }, () =>
    process.exit(0),
  );
}
