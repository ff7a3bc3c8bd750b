/**
 * What does it take to publish an output of 50,000 items of 2.5 KB? `npm run bench:publish`: the whole program, over a cache
 * of its own making. First the items are taken in (from files), with an output of a hundred; then the output wants them all, in
 * a process of its own, whose peak and time are told: reading the cache, dressing, rendering four formats, checking, placing.
 * COUNT: another number of items. FORMATS: others than all four.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const COUNT = Number(process.env.COUNT ?? 50_000);
const FORMATS = process.env.FORMATS ?? 'rss, atom, json, html';
const PER_FEED = 500;

/** So that no two items are near copies. */
const wordsOf = (seed: number, count: number): string => {
  let state = seed * 2_654_435_761 + 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 4).toString(36);
  }).join(' ');
};

function feedOf(feed: number): string {
  const entries = Array.from({ length: PER_FEED }, (_, at) => {
    const number = feed * PER_FEED + at;
    const url = `https://paper${feed}.example/${number}`;
    const paragraphs = Array.from(
      { length: 8 },
      (_, part) => `<p>${wordsOf(number * 8 + part, 34)}, says <a href="${url}?${part}">the board</a>.</p>`,
    );
    const html = paragraphs.join('').replaceAll('<', '&lt;');
    return `<entry><id>${url}</id><title>${wordsOf(number, 6)}</title><link href="${url}"/><published>${new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString()}</published><updated>2026-03-01T00:00:00Z</updated><content type="html">${html}</content></entry>`;
  });
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x:${feed}</id><title>Paper ${feed}</title><updated>2026-03-01T00:00:00Z</updated>${entries.join('\n')}</feed>`;
}

function configOf(limit: number): string {
  const feeds = Array.from({ length: COUNT / PER_FEED }, (_, feed) => `  - ./feeds/${feed}.xml`);
  return `cache: ./cache.db
sources:
${feeds.map((feed) => feed.replace('- ', '- { feed: ').concat(' }')).join('\n')}
outputs: [{ id: all, path: ./public/all, limit: ${limit}, formats: [${FORMATS}] }]
`;
}

/** Tells at its end what the program took. */
const WITNESS = `data:text/javascript,${encodeURIComponent(`
  process.on('exit', (code) => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const cpu = ((userCPUTime + systemCPUTime) / 1e6).toFixed(1);
    console.error(\`  exit \${code}: \${cpu} s of CPU, peak \${Math.round(maxRSS / 1024)} MB\`);
  });`)}`;
const MAIN = new URL('../src/main.ts', import.meta.url).pathname;

function run(folder: string): void {
  const { stderr } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--import',
      WITNESS,
      MAIN,
      'run',
      '-c',
      'feedriver.yaml',
      '--quiet',
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  console.log(stderr.trimEnd());
}

const folder = mkdtempSync(join(tmpdir(), 'feedriver-publish-'));
try {
  mkdirSync(join(folder, 'feeds'));
  for (let feed = 0; feed < COUNT / PER_FEED; feed++)
    writeFileSync(join(folder, 'feeds', `${feed}.xml`), feedOf(feed));
  for (const [limit, words] of [
    [100, `${COUNT} items taken in, 100 published`],
    [COUNT, `${COUNT} published, for which the shelf is filled anew`],
    [COUNT, 'nothing new'],
    [COUNT, 'all documents lost, and rendered again'],
  ] as const) {
    if (words.includes('lost')) rmSync(join(folder, 'public'), { recursive: true });
    writeFileSync(join(folder, 'feedriver.yaml'), configOf(limit));
    console.log(words);
    run(folder);
  }
  for (const name of readdirSync(join(folder, 'public')))
    console.log(`${name} ${(statSync(join(folder, 'public', name)).size / 1e6).toFixed(0)} MB`);
} finally {
  rmSync(folder, { recursive: true });
}
