/** The folder of one reader: its config, its cache, its documents, and what must be true of them. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { parse as parseHtml } from 'parse5';
import { decodeRecord } from '../../src/ledger/items.ts';
import type { Manifest } from '../../src/ledger/manifest.ts';
import { addressOf, documentOf } from './documents.ts';
import type { History } from './history.ts';

export interface Place extends Disposable {
  readonly folder: string;
  /** Puts the config, and the files that are read from the disk, into the state of a tick. */
  turnTo(tick: number): void;
  /** Every document that is placed, with a hash of its bytes. */
  documents(): ReadonlyMap<string, string>;
  text(document: string): string;
  /** Rows of the cache, or of a copy of it. Throws where SQLite finds it damaged. */
  cache(file?: string): ReadonlyMap<string, string>;
  /** Files that hold the cache as it was before an update, or that is to be restored. */
  copies(): readonly string[];
  /** A restored cache waits for whoever opens the cache next. */
  isRestoredWaiting(): boolean;
}

const COPIES = /^river\.db\.(?:layout-\d+\.[\d-]+|restore)$/;
const DOCUMENTS = /\.(?:rss|atom|json|html)$/;

export function makePlace({ kind, ticks, publishers }: History, origin: string, name: string): Place {
  const folder = mkdtempSync(join(tmpdir(), 'feedriver-chaos-'));
  const published = join(folder, 'public');
  const digests = publishers.filter(({ format }) => format === 'digest');
  const sources = publishers.map(({ id, format }) =>
    format === 'digest'
      ? `{ id: ${id}, digest: ./digests/${id}.md }`
      : `{ id: ${id}, feed: ${origin}/${id}, tags: [${format}] }`,
  );
  // an archive keeps everything: not where housekeeping is to forget items
  const archived = (how: string) => (kind === 'long' ? '' : `, archive: ${how}`);
  const configAt = (tick: number) => `site: { title: Chaos, url: https://river.example }
cache: ./cache/river.db
fetch:
  minInterval: 30m
  timeout: 10s
  perHost: { concurrency: 16, gap: 0s }
  allowNetworks: [127.0.0.0/8]
  userAgent: ${name}
sources:
${sources.map((source) => `  - ${source}\n`).join('')}outputs:
  - { id: all, path: ./public/all, limit: ${kind === 'long' ? 30 : 20_000} }
  - { id: front, path: ./public/front, limit: 10, formats: [rss, html]${archived('{ pageSize: 4 }')} }
  - { id: seen, path: ./public/seen, limit: 40, sort: seen, formats: [atom, json]${archived('true')} }
  - { id: atom, path: ./public/some/atom, formats: [atom], where: { tags: atom, maxAge: 3d } }
  - { id: daily, path: ./public/daily, limit: 3, formats: [rss], digest: "0 7 * * *" }
${pinsAt(tick, { ticks, publishers })}`;
  mkdirSync(join(folder, 'digests'));
  return {
    folder,
    turnTo(tick) {
      writeFileSync(join(folder, 'feedriver.yaml'), configAt(tick));
      const time = (ticks[tick] ?? 0) / 1000;
      for (const publisher of digests) {
        const file = join(folder, 'digests', `${publisher.id}.md`);
        const issue = publisher.issues[tick];
        if (issue === undefined) continue;
        writeFileSync(file, documentOf(publisher, issue));
        utimesSync(file, time, time);
      }
    },
    documents() {
      const names = existsSync(published)
        ? readdirSync(published, { recursive: true, encoding: 'utf8' }).filter((file) => DOCUMENTS.test(file))
        : [];
      return new Map(names.sort().map((file) => [file, hashOf(readFileSync(join(published, file)))]));
    },
    text: (document) => readFileSync(join(published, document), 'utf8'),
    cache: (file = 'cache/river.db') => rowsOf(join(folder, file)),
    copies: () => {
      const cache = join(folder, 'cache');
      const names = existsSync(cache) ? readdirSync(cache) : [];
      return names.filter((name) => COPIES.test(name)).map((name) => `cache/${name}`);
    },
    isRestoredWaiting: () => existsSync(join(folder, 'cache/river.db.restore')),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * For some ticks in the middle two stories of one publisher are said to be one, and then to be two after all. He lists both to the
 * end: what nobody tells any more can be made one, and not two again.
 */
function pinsAt(tick: number, { ticks, publishers }: Pick<History, 'ticks' | 'publishers'>): string {
  const first = Math.ceil(ticks.length / 2 - 1);
  if (tick < first) return '';
  const lists = (publishers[0]?.issues ?? [])
    .slice(first)
    .map(({ stories }) => new Map(stories.map((story) => [story.number, addressOf(story)])));
  const stays = (number: number) => lists.every((list) => list.has(number));
  const [one, other] = [...(lists[0] ?? [])].flatMap(([number, address]) => (stays(number) ? [address] : []));
  if (one === undefined || other === undefined) return '';
  return `pins: { ${tick < ticks.length - 3 ? 'same' : 'different'}: [['${one}', '${other}']] }\n`;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

/** Of a copy: to bring the file itself into order after a kill is the program's work. */
function rowsOf(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map();
  const copy = `${file}.copy`;
  for (const part of ['', '-wal']) {
    rmSync(copy + part, { force: true });
    if (existsSync(file + part)) copyFileSync(file + part, copy + part);
  }
  const database = new DatabaseSync(copy);
  try {
    const verdict = database.prepare('pragma integrity_check').get()?.integrity_check;
    if (verdict !== 'ok') throw new Error(`the cache is damaged: ${verdict}`);
    const [table] = database.prepare("select 1 from sqlite_schema where name = 'cache'").all();
    if (table === undefined) return new Map();
    const rows = database.prepare('select key, value from cache').all();
    return new Map(rows.map(({ key, value }) => [String(key), String(value)]));
  } finally {
    database.close();
  }
}

/** What is wrong with the rows taken together, or null: one commit holds all that belongs together. */
export function inconsistency(rows: ReadonlyMap<string, string>): string | null {
  const manifest = JSON.parse(rows.get('w') ?? 'null') as Manifest | null;
  const items = [...rows].filter(
    ([key, value]) => key.startsWith('i:') && decodeRecord(value).gone === undefined,
  );
  if ((manifest?.items ?? 0) !== items.length)
    return `the manifest counts ${manifest?.items ?? 0} items, the cache has ${items.length}`;
  for (const [key, value] of rows) {
    if (!key.startsWith('o:')) continue;
    const { places } = JSON.parse(value) as { places: readonly (readonly [id: string])[] };
    const lost = places.find(([id]) => !rows.has(`i:${refOf(id)}`));
    if (lost !== undefined) return `${key} shows ${lost[0]}, which is not in the cache`;
  }
  return null;
}

const refOf = (id: string): string => id.replace('urn:uuid:', '').replaceAll('-', '').slice(0, 12);

/** Read by others than us. Throws where a document is not whole and valid. */
export function checkDocument(name: string, text: string): void {
  if (name.endsWith('.rss')) parseRssFeed(text);
  else if (name.endsWith('.atom')) parseAtomFeed(text);
  else if (name.endsWith('.json')) parseJsonFeed(JSON.parse(text));
  else {
    parseHtml(text, {
      onParseError: ({ code }) => {
        throw new Error(`${name}: ${code}`);
      },
    });
    if (!text.trimEnd().endsWith('</html>')) throw new Error(`${name} breaks off`);
  }
}
