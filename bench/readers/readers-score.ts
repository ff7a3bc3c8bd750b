/**
 * What do real feed readers make of what we publish? `npm run score:readers`: the program itself serves a merged output, and
 * each reader that is installed subscribes to its RSS and its Atom. What it lists must be what we published, and when it
 * looks again it must be told 304. Then something is new: each reader must list that, and still all the rest (some ask with
 * `A-IM: feed` and are told the news only). Readers that are not there are named, and skipped.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
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

function upstreamFeed(titles: readonly string[]): string {
  const items = titles.map(
    (title, n) =>
      `<entry><id>urn:story:${n}</id><title type="text">${escaped(title)}</title><link href="https://desk.example/${n}?a=1&amp;b=${n}"/><updated>${new Date(Date.UTC(2026, 2, 1 + n, 8)).toISOString()}</updated><content type="html">&lt;p&gt;The ${n} things &amp;amp; more.&lt;/p&gt;</content><author><name>N. Desk</name></author></entry>`,
  );
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>urn:desk</id><title>The desk</title><updated>2026-03-28T08:00:00Z</updated>${items.join('')}</feed>`;
}

const config = `site: { title: River, url: "${ORIGIN}" }
cache: ./cache/feedriver.db
serve: { port: ${PORT} }
schedule: '* * * * * *'
sources:
  - { id: desk, feed: desk.atom }
  - { id: nato, digest: digest.txt }
outputs: [{ id: all, title: All of the river, path: ./public/all }]
`;

interface Item {
  readonly title: string;
  readonly url?: string;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'feedriver-readers-'));
  writeFileSync(join(folder, 'desk.atom'), upstreamFeed(TITLES));
  cpSync(join(root, 'config/digest.txt'), join(folder, 'digest.txt'));
  writeFileSync(join(folder, 'feedriver.yaml'), config);
  const program = spawn(process.execPath, [join(root, 'src/main.ts'), 'start', '-c', 'feedriver.yaml'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await says(program.stdout, 'Ctrl-C ends it.');
    console.log(`${(await publishedNow()).length} items published`);
    let faults = 0;
    for (const reader of [newsboat, rss2email, sfeed, liferea]) faults += await judge(reader, folder);
    process.exitCode = faults > 0 ? 1 : 0;
  } finally {
    program.kill('SIGTERM');
    await once(program, 'exit');
    if (process.env.KEEP === undefined) rmSync(folder, { recursive: true });
    else console.log(`kept in ${folder}`);
  }
}

/** How many things are not as they should be. */
async function judge(reader: FeedReader, folder: string): Promise<number> {
  const absent = missing(reader);
  if (absent !== null) {
    console.log(`${reader.name.padEnd(10)} skipped: ${absent} is not installed`);
    return 0;
  }
  const own = join(folder, reader.name);
  mkdirSync(own);
  const feeds: Feed[] = ['rss', 'atom'].map((name) => ({ name, url: `${ORIGIN}/all.${name}` }));
  const start = await answers();
  reader.subscribe(own, feeds);
  const subscribed = await answers();
  const faults = await compare(reader, own, feeds);
  reader.refresh(own, feeds);
  const refreshed = await answers();
  const unchanged = refreshed[304] - subscribed[304];
  const whole = refreshed[200] - subscribed[200];
  const polite = unchanged >= feeds.length && (whole === 0 || reader.forgets === true);
  await publish(folder, `News for ${reader.name}`);
  const published = await answers();
  reader.refresh(own, feeds);
  const last = await answers();
  console.log(
    `${reader.name.padEnd(10)} at first ${subscribed[200] - start[200]} × 200, then ${unchanged} × 304 and ${whole} × 200${polite ? '' : '  ← 304 expected'}; news by ${last[226] - published[226]} × 226 and ${last[200] - published[200]} × 200`,
  );
  return faults + (polite ? 0 : 1) + (await compare(reader, own, feeds));
}

async function compare(reader: FeedReader, own: string, feeds: readonly Feed[]): Promise<number> {
  const published = await publishedNow();
  let faults = 0;
  for (const feed of feeds) {
    const listed = await reader.list(own, feed);
    const shown = published.map((item) => ({
      ...item,
      title: reader.habit?.(item.title, feed) ?? item.title,
    }));
    const wrong = differences(listed, shown);
    faults += wrong.length;
    console.log(
      `${reader.name.padEnd(10)} ${feed.name.padEnd(5)} lists ${listed.length} of ${published.length}, wrong ${wrong.length}`,
    );
    for (const words of wrong.slice(0, 10)) console.log(`    ${words}`);
  }
  return faults;
}

/** By the JSON Feed, which no reader here is given. */
async function publishedNow(): Promise<readonly Item[]> {
  const { items } = (await (await ask('/all.json')).json()) as { readonly items: readonly Item[] };
  return items;
}

const news: string[] = [];

/** Puts one more entry into the source, and waits until it is served. */
async function publish(folder: string, title: string): Promise<void> {
  news.push(title);
  writeFileSync(join(folder, 'desk.atom'), upstreamFeed([...TITLES, ...news]));
  for (let tries = 0; tries < 60; tries++) {
    await setTimeout(500);
    if ((await publishedNow()).some((item) => item.title === title)) return;
  }
  throw new Error(`"${title}" was not published`);
}

/** What is not as it was published. Readers fold white space, which nobody sees. */
function differences(listed: readonly Listed[], published: readonly Item[]): readonly string[] {
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

/** Answers of the server by status, without those to our own questions. */
async function answers(): Promise<{ readonly 200: number; readonly 226: number; readonly 304: number }> {
  const text = await (await ask('/metrics')).text();
  const count = (status: number) =>
    Number(new RegExp(`^feedriver_requests_total\\{status="${status}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  // the figures are from before this answer
  return { 200: count(200) - (asked - 1), 226: count(226), 304: count(304) };
}

let asked = 0;

function ask(path: string): Promise<Response> {
  asked += 1;
  return fetch(ORIGIN + path);
}

/** Resolves once the program has said the words; goes on reading, as it ends when nobody listens. */
async function says(stream: NodeJS.ReadableStream, words: string): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    stream.on('data', (chunk) => {
      if (said.includes(words)) return;
      said += chunk;
      if (said.includes(words)) resolve();
    });
    stream.on('end', () => reject(new Error(`the program ended: ${said}`)));
  });
}

await main();
