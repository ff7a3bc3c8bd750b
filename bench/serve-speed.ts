/**
 * Requests a second of one published feed: our server, a bare node:http server that returns fixed bytes (what Node's HTTP can
 * do), bare sockets that do so without HTTP (what Node can do), and nginx with gzip_static, in one run and in turns.
 *
 *     npm run bench:serve [-- --rounds 8 --seconds 1 --file feed.xml]
 *     node bench/serve-speed.ts --role ours --port 8080 --file feed.xml     one server alone, for other benchmarks
 *
 * Each server has processor 0, the client (wrk) processor 1. Of the rounds the best one counts: what else the machine does can
 * only slow a server down. CPU is user + system of the server for one request.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { readDocuments } from '../src/serve/disk.ts';
import { MEDIA_TYPES } from '../src/serve/media-types.ts';
import { createMetrics } from '../src/serve/metrics.ts';
import { startServer } from '../src/serve/server.ts';
import { createSite } from '../src/serve/site.ts';

const { values: options } = parseArgs({
  options: {
    role: { type: 'string', default: 'main' },
    port: { type: 'string', default: '8080' },
    file: { type: 'string' },
    rounds: { type: 'string', default: '8' },
    seconds: { type: 'string', default: '1' },
  },
});

async function ours(port: number, file: string): Promise<void> {
  const site = createSite();
  const headers = {
    'content-security-policy': "default-src 'none'; sandbox",
    'access-control-allow-origin': '*',
  };
  const contentType = MEDIA_TYPES.atom;
  const cacheControl = 'public, max-age=300';
  const path = `/${basename(file)}`;
  await site.publish(readDocuments([{ path, file, contentType, cacheControl, headers, feed: true }]));
  const metrics = createMetrics({
    version: 'bench',
    passes: () => ({ runningSince: null, last: null, expectedAt: null }),
    sources: () => new Map(),
    stored: () => null,
    hubs: () => [],
    now: Date.now,
  });
  await startServer({ host: '127.0.0.1', port }, site, metrics.answered);
}

/** No more than node:http needs: fixed headers, fixed bytes. */
function bare(port: number, file: string): void {
  const plain = readFileSync(file);
  const gzip = gzipSync(plain, { level: 9 });
  const etag = '"fixed"';
  const kept = ['ETag', etag, 'Cache-Control', 'max-age=300', 'Vary', 'Accept-Encoding'];
  const whole = [...kept, 'Content-Type', 'application/atom+xml'];
  createServer(({ headers }, response) => {
    if (headers['if-none-match'] === etag) {
      response.writeHead(304, kept).end();
    } else if (headers['accept-encoding'] === 'gzip') {
      response.writeHead(200, [...whole, 'Content-Encoding', 'gzip', 'Content-Length', `${gzip.length}`]);
      response.end(gzip);
    } else {
      response.writeHead(200, [...whole, 'Content-Length', `${plain.length}`]).end(plain);
    }
  }).listen(port, '127.0.0.1');
}

/** What Node can do at most: a finished answer for whatever comes over a bare socket, and no HTTP at all. */
function socket(port: number, file: string): void {
  const gzip = gzipSync(readFileSync(file), { level: 9 });
  const head = (status: string, length: string) =>
    `HTTP/1.1 ${status}\r\nETag: "fixed"\r\nCache-Control: max-age=300\r\nVary: Accept-Encoding\r\n${length}\r\n`;
  const answerOf = (coding: string, body: Uint8Array) =>
    Buffer.concat([Buffer.from(head('200 OK', `${coding}Content-Length: ${body.length}\r\n`)), body]);
  const unchanged = Buffer.from(head('304 Not Modified', ''));
  const whole = answerOf('', readFileSync(file));
  const packed = answerOf('Content-Encoding: gzip\r\n', gzip);
  const server = createSocketServer({ noDelay: true }, (connection) => {
    connection.on('error', () => connection.destroy());
    connection.on('data', (bytes) => {
      const request = bytes.toString('latin1');
      const coded = /accept-encoding/i.test(request) ? packed : whole;
      connection.write(/if-none-match/i.test(request) ? unchanged : coded);
    });
  });
  server.listen(port, '127.0.0.1');
}

const nginxConfig = (
  folder: string,
  port: number,
) => `daemon off; worker_processes 1; pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; gzip_static on; keepalive_requests 1000000000;
  types { application/atom+xml xml; }
  open_file_cache max=100 inactive=60s; open_file_cache_valid 60s;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  server { listen 127.0.0.1:${port}; root ${folder}; add_header Cache-Control max-age=300; }
}
`;

/** About 200 KB as feeds have them: 57 KB when packed. */
function sampleFeed(): string {
  let seed = 7;
  const dice = (sides: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % sides;
  };
  const word = () => Array.from({ length: 2 + dice(7) }, () => 'etaoinshrdlcum'[dice(14)]).join('');
  const sentence = () => Array.from({ length: 6 + dice(14) }, word).join(' ');
  const entries = Array.from(
    { length: 70 },
    (_, n) =>
      `<entry><id>urn:uuid:${n}</id><title>${sentence()}</title><link href="https://river.example/${word()}/${n}"/><updated>2026-01-05T12:00:00Z</updated><content type="html">${'&lt;p&gt;Lorem '.repeat(40)}${Array.from({ length: 20 }, sentence).join('. ')}</content></entry>`,
  );
  return `<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Sample</title>${entries.join('\n')}</feed>\n`;
}

interface Contestant {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<unknown>;
}

function launch(name: string, port: number, command: readonly string[]): Contestant {
  const child = spawn('taskset', ['-c', '0', ...command], { stdio: ['ignore', 'ignore', 'inherit'] });
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  return { name, port, pid: child.pid ?? 0, stop };
}

/** Of a process and of its children, as nginx's worker does the work. Microseconds. */
function cpuOf(pid: number): number {
  const one = (process: string) => {
    const fields = readFileSync(`/proc/${process}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  };
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [String(pid), ...children].reduce((sum, process) => sum + one(process), 0);
}

interface Measured {
  readonly perSecond: number;
  readonly cpu: number;
}

const SHAPES = ['304', 'gzip', 'plain'] as const;

async function measure(
  { port, pid }: Contestant,
  shape: (typeof SHAPES)[number],
  file: string,
): Promise<Measured> {
  const url = `http://127.0.0.1:${port}/${basename(file)}`;
  const gzip = shape === 'plain' ? [] : ['-H', 'Accept-Encoding: gzip'];
  const response = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
  await response.arrayBuffer();
  const held = shape === '304' ? ['-H', `If-None-Match: ${response.headers.get('etag')}`] : [];
  const before = cpuOf(pid);
  const load = ['-t1', '-c32', `-d${options.seconds}s`, ...gzip, ...held, url];
  const said = execFileSync('taskset', ['-c', '1', 'wrk', ...load], { encoding: 'utf8' });
  const requests = Number(/(\d+) requests in/.exec(said)?.[1]);
  if (/Non-2xx/.test(said)) throw new Error(`${shape}: ${said}`);
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1]),
    cpu: (cpuOf(pid) - before) / requests,
  };
}

async function main(): Promise<void> {
  for (const tool of ['nginx', 'wrk', 'taskset']) {
    try {
      execFileSync('which', [tool]);
    } catch {
      console.log(`skipped: ${tool} is not installed`);
      return;
    }
  }
  const folder =
    options.file === undefined ? mkdtempSync(join(tmpdir(), 'feedriver-serve-')) : dirname(options.file);
  const file = options.file ?? join(folder, 'feed.xml');
  mkdirSync(folder, { recursive: true });
  // nginx reads as another user
  chmodSync(folder, 0o755);
  if (options.file === undefined) writeFileSync(file, sampleFeed());
  const plain = readFileSync(file);
  const packed = gzipSync(plain, { level: 9 });
  writeFileSync(`${file}.gz`, packed);
  writeFileSync(join(folder, 'nginx.conf'), nginxConfig(folder, 28_801));
  const self = (role: string, port: number) => [
    process.execPath,
    import.meta.filename,
    ...['--role', role, '--port', String(port), '--file', file],
  ];
  const contestants = [
    launch('nginx', 28_801, ['nginx', '-c', join(folder, 'nginx.conf')]),
    launch('node:http, bare', 28_802, self('bare', 28_802)),
    launch('node:net, no HTTP', 28_804, self('socket', 28_804)),
    launch('feedriver', 28_803, self('ours', 28_803)),
  ];
  try {
    await setTimeout(2_000);
    const rounds = new Map<string, Measured[]>();
    for (let round = 0; round < Number(options.rounds); round++) {
      for (const shape of SHAPES) {
        for (const contestant of contestants) {
          const key = `${contestant.name} ${shape}`;
          rounds.set(key, [...(rounds.get(key) ?? []), await measure(contestant, shape, file)]);
        }
      }
    }
    console.log(`${plain.length} bytes, ${packed.length} packed; best of ${options.rounds} rounds`);
    for (const { name } of contestants) {
      const cells = SHAPES.map((shape) => {
        const best = (who: string) =>
          Math.max(...(rounds.get(`${who} ${shape}`) ?? []).map((one) => one.perSecond));
        const cpu = Math.min(...(rounds.get(`${name} ${shape}`) ?? []).map((one) => one.cpu));
        const percent = ((100 * best(name)) / best('nginx')).toFixed(0);
        return `${shape} ${best(name).toFixed(0).padStart(6)}/s ${percent.padStart(3)} % ${cpu.toFixed(1).padStart(5)} µs`;
      });
      console.log(`${name.padEnd(18)} ${cells.join('   ')}`);
    }
    console.log('goals: 304 at least 45 % of nginx, gzip at least 85 %');
  } finally {
    for (const contestant of contestants) await contestant.stop();
    if (options.file === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

if (options.role === 'main') await main();
else if (options.file === undefined) throw new Error('--file is needed');
else if (options.role === 'bare') bare(Number(options.port), options.file);
else if (options.role === 'socket') socket(Number(options.port), options.file);
else await ours(Number(options.port), options.file);
