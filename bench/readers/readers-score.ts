/**
 * What do real feed readers make of what we publish? `npm run score:readers`: the program itself serves a merged output, and
 * each reader that is installed subscribes to its RSS and its Atom. What it lists must be what we published, and when it
 * looks again it must be told 304. Readers that are not there are named, and skipped.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type Feed,
  type FeedReader,
  type Listed,
  liferea,
  missing,
  newsboat,
  rss2email,
  sfeed,
} from './programs.ts';

const PORT = 28_831;
const ORIGIN = `http://127.0.0.1:${PORT}`;
const root = resolve(import.meta.dirname, '../..');

/** Titles that get lost or doubled on the way where something is escaped once too often, or not at all. */
const TITLES = [
  'Trams & buses: what <b> means in a title',
  'An entity &amp; its text, 1 &lt; 2',
  'Ein Fußgänger über die Brücke — „sofort“',
  '東京の市場が再開',
  'عودة السوق إلى الميناء',
  'Emoji 🚋 and a flag 🇧🇪',
  'Quotes "double" and \'single\'',
  'A title ]]> that closes too early',
  ...Array.from({ length: 20 }, (_, n) => `Story number ${n + 1} of the harbour`),
];

const escaped = (text: string) =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;' })[sign] ?? '&gt;');

function upstreamFeed(): string {
  const items = TITLES.map(
    (title, n) =>
      `<entry><id>urn:story:${n}</id><title type="text">${escaped(title)}</title><link href="https://desk.example/${n}?a=1&amp;b=${n}"/><updated>2026-03-${String(1 + n).padStart(2, '0')}T08:00:00Z</updated><content type="html">&lt;p&gt;The ${n} things &amp;amp; more.&lt;/p&gt;</content><author><name>N. Desk</name></author></entry>`,
  );
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>urn:desk</id><title>The desk</title><updated>2026-03-28T08:00:00Z</updated>${items.join('')}</feed>`;
}

const config = `site: { title: River, url: "${ORIGIN}" }
serve: { port: ${PORT} }
sources:
  - { id: desk, feed: desk.atom }
  - { id: nato, digest: digest.txt }
outputs: [{ id: all, title: All of the river, path: ./public/all }]
`;

interface Verdict {
  readonly reader: string;
  readonly feed: string;
  readonly listed: number;
  readonly wrong: readonly string[];
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'feedriver-readers-'));
  writeFileSync(join(folder, 'desk.atom'), upstreamFeed());
  cpSync(join(root, 'config/digest.txt'), join(folder, 'digest.txt'));
  writeFileSync(join(folder, 'feedriver.yaml'), config);
  const program = spawn(process.execPath, [join(root, 'src/main.ts'), 'start', '-c', 'feedriver.yaml'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await says(program.stdout, 'Ctrl-C ends it.');
    const published = JSON.parse(readFileSync(join(folder, 'public/all.json'), 'utf8')).items as {
      title: string;
      url?: string;
    }[];
    console.log(`${published.length} items published`);
    let faults = 0;
    for (const reader of [newsboat, rss2email, sfeed, liferea])
      faults += await judge(reader, folder, published);
    process.exitCode = faults > 0 ? 1 : 0;
  } finally {
    program.kill('SIGTERM');
    await once(program, 'exit');
    if (process.env.KEEP === undefined) rmSync(folder, { recursive: true });
    else console.log(`kept in ${folder}`);
  }
}

async function judge(
  reader: FeedReader,
  folder: string,
  published: readonly { title: string; url?: string }[],
): Promise<number> {
  const absent = missing(reader);
  if (absent !== null) {
    console.log(`${reader.name.padEnd(10)} skipped: ${absent} is not installed`);
    return 0;
  }
  const own = join(folder, reader.name);
  mkdirSync(own);
  const feeds: Feed[] = ['rss', 'atom'].map((name) => ({ name, url: `${ORIGIN}/all.${name}` }));
  const before = await answers();
  reader.subscribe(own, feeds);
  const subscribed = await answers();
  const verdicts: Verdict[] = [];
  for (const feed of feeds) {
    const listed = await reader.list(own, feed);
    verdicts.push({
      reader: reader.name,
      feed: feed.name,
      listed: listed.length,
      wrong: differences(
        listed,
        published.map((item) => ({ ...item, title: reader.habit?.(item.title, feed) ?? item.title })),
      ),
    });
  }
  reader.refresh(own, feeds);
  const refreshed = await answers();
  const unchanged = refreshed[304] - subscribed[304];
  const whole = refreshed[200] - subscribed[200];
  for (const { feed, listed, wrong } of verdicts) {
    console.log(`${reader.name.padEnd(10)} ${feed.padEnd(5)} lists ${listed}, wrong ${wrong.length}`);
    for (const words of wrong.slice(0, 10)) console.log(`    ${words}`);
  }
  const polite = unchanged >= feeds.length && (whole === 0 || reader.forgets === true);
  console.log(
    `${reader.name.padEnd(10)} at first ${subscribed[200] - before[200]} × 200, then ${unchanged} × 304 and ${whole} × 200${polite ? '' : '  ← 304 expected'}`,
  );
  return verdicts.reduce((sum, { wrong }) => sum + wrong.length, polite ? 0 : 1);
}

/** What is not as it was published. Readers fold white space, which nobody sees. */
function differences(
  listed: readonly Listed[],
  published: readonly { title: string; url?: string }[],
): readonly string[] {
  const fold = (text: string) => text.replace(/[\s\u2060]+/g, ' ').trim();
  const byTitle = new Map(listed.map((item) => [fold(item.title), item]));
  const wrong = published.flatMap(({ title, url }) => {
    const item = byTitle.get(fold(title));
    if (item === undefined) return [`missing: ${title}`];
    return url === undefined || item.link === url
      ? []
      : [`link of "${title}": ${item.link} instead of ${url}`];
  });
  const titles = new Set(published.map(({ title }) => fold(title)));
  const strange = listed
    .filter(({ title }) => !titles.has(fold(title)))
    .map(({ title }) => `strange: ${title}`);
  const doubled = listed.length > published.length ? [`${listed.length} instead of ${published.length}`] : [];
  return [...wrong, ...strange, ...doubled];
}

/** Answers of the server by status, without those to this question. */
async function answers(): Promise<{ readonly 200: number; readonly 304: number }> {
  const text = await (await fetch(`${ORIGIN}/metrics`)).text();
  const count = (status: number) =>
    Number(new RegExp(`^feedriver_requests_total\\{status="${status}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  asked += 1;
  return { 200: count(200) - (asked - 1), 304: count(304) };
}
let asked = 0;

async function says(stream: NodeJS.ReadableStream, words: string): Promise<void> {
  let said = '';
  for await (const chunk of stream) {
    said += chunk;
    if (said.includes(words)) break;
  }
  if (!said.includes(words)) throw new Error(`the program ended: ${said}`);
}

await main();
