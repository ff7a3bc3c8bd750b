import { join } from 'node:path';
import { feedriver, hashesOf, scratch } from './feedriver.ts';

/** A folder with a config of one feed and one output, to be run again and again. */
export function openOneSource(url: string, { timeout, formats }: { timeout: string; formats: string }) {
  const place = scratch();
  place.write(
    'feedriver.yaml',
    `site: { title: Test, url: https://river.example }
cache: ./cache/river.db
fetch: { minInterval: 1h, perHost: { concurrency: 4, gap: 0s }, allowNetworks: [127.0.0.0/8], timeout: ${timeout} }
sources: [{ id: good, feed: ${url} }]
outputs: [{ id: all, path: ./public/all, formats: [${formats}] }]
`,
  );
  const run = () => feedriver(place.folder, 'run', '-c', 'feedriver.yaml', '--force');
  return Object.assign(place, { run, documents: () => hashesOf(join(place.folder, 'public')) });
}
