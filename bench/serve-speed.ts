/**
 * One file through our server, for comparison with other servers of the same file in one run:
 *
 *     node bench/serve-speed.ts --port 8080 --file feed.xml      and ask for /feed.xml
 */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { readDocuments } from '../src/serve/disk.ts';
import { MEDIA_TYPES } from '../src/serve/media-types.ts';
import { createMetrics } from '../src/serve/metrics.ts';
import { startServer } from '../src/serve/server.ts';
import { createSite } from '../src/serve/site.ts';

const { values: options } = parseArgs({
  options: { port: { type: 'string', default: '8080' }, file: { type: 'string', default: 'feed.xml' } },
});

const site = createSite();
await site.publish(
  readDocuments([
    {
      path: `/${basename(options.file)}`,
      file: options.file,
      contentType: MEDIA_TYPES.atom,
      cacheControl: 'public, max-age=300',
      headers: {
        'content-security-policy': "default-src 'none'; sandbox",
        'access-control-allow-origin': '*',
      },
      feed: true,
    },
  ]),
);
const metrics = createMetrics({
  version: 'bench',
  passes: () => ({ runningSince: null, last: null, expectedAt: null }),
  sources: () => new Map(),
  stored: () => null,
  hubs: () => [],
  now: Date.now,
});
await startServer({ host: '127.0.0.1', port: Number(options.port) }, site, metrics.answered);
