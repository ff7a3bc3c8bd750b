import { dirname, resolve } from 'node:path';
import { cleanDocument } from '../clean/reading.ts';
import { type FeedView, viewOf } from '../clean/view.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { createFetcher, type Fetcher } from '../fetch/fetcher.ts';
import { Failure, type FailureRow, failureRow } from '../model/failure.ts';
import type { Item, Reading } from '../model/item.ts';
import { type Document, isRemote, politeSettings, type Source } from '../model/source.ts';
import { readDigestDocument } from '../parse/digest/document.ts';
import { readDocument } from '../parse/document.ts';
import { userAgent } from '../product.ts';
import { count } from './report.ts';
import { loadConfig, realWorld, type SharedOptions } from './settings.ts';
import { EXIT, type Terminal } from './terminal.ts';

export interface PreviewOptions extends SharedOptions {
  readonly as?: 'feed' | 'digest';
  readonly json?: true;
}

/** Shows what would be read from each input, with every repair; the cache is neither read nor written. */
export async function preview(
  inputs: readonly string[],
  options: PreviewOptions,
  terminal: Terminal,
): Promise<number> {
  const config = configIfAny(options, terminal);
  const sources = inputs.map((input) => sourceOf(input, options.as, config, terminal.directory));
  const world = realWorld(options, terminal);
  const fetcher = createFetcher({
    clock: world.clock,
    log: world.log,
    settings: config?.fetch ?? { ...politeSettings, userAgent },
    env: terminal.environment,
    files: {
      roots: sources.filter(({ location }) => !isRemote(location)).map(({ location }) => dirname(location)),
    },
  });
  try {
    let failed = false;
    for (const [index, source] of sources.entries()) {
      const input = inputs[index] ?? source.location;
      for (const result of await readSource(source, options.as ?? null, fetcher, terminal.stop)) {
        failed ||= 'failure' in result;
        terminal.print(
          options.json ? `${JSON.stringify(jsonOf(input, result))}\n` : sayPreview(input, result),
        );
      }
    }
    return failed ? EXIT.failed : EXIT.done;
  } finally {
    await fetcher.close();
  }
}

type Result = { readonly reading: Reading } | { readonly failure: FailureRow };

/** A config gives sources their settings; without one there is still something to see. */
function configIfAny(options: PreviewOptions, terminal: Terminal): Config | null {
  try {
    return loadConfig(options, terminal);
  } catch (error) {
    if (error instanceof Failure && error.code === 'config-unreadable') return null;
    throw error;
  }
}

function sourceOf(input: string, as: PreviewOptions['as'], config: Config | null, directory: string): Source {
  const location = isRemote(input) ? input : resolve(directory, input);
  const configured = config?.sources.find((source) => source.location === location || source.id === input);
  if (configured) return configured;
  return { id: input, kind: as ?? 'feed', location, title: null, tags: [], every: null, digest: null };
}

async function readSource(
  source: Source,
  as: 'feed' | 'digest' | null,
  fetcher: Fetcher,
  signal: AbortSignal,
): Promise<Result[]> {
  const fetched = await fetcher.fetch(source, null, signal);
  if (fetched.kind === 'failed') return [{ failure: failureRow(fetched.failure) }];
  if (fetched.kind === 'unchanged') throw new Error('a first fetch can not be unchanged');
  const results: Result[] = [];
  for (const document of fetched.documents) {
    try {
      results.push({ reading: await readOne(source, as, document) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      results.push({ failure: failureRow(error) });
    }
  }
  return results;
}

/** As configured or told, else as a feed, and what is no feed as a digest. */
async function readOne(source: Source, as: 'feed' | 'digest' | null, document: Document): Promise<Reading> {
  const digest = async () =>
    cleanDocument(
      await readDigestDocument(document.bytes, {
        ...document,
        receivedAt: systemClock.now(),
        options: source.digest,
      }),
      document,
    );
  if (source.kind === 'digest') return digest();
  try {
    return cleanDocument(await readDocument(document.bytes, document), document);
  } catch (error) {
    if (as === null && error instanceof Failure && error.code === 'not-a-feed') return digest();
    throw error;
  }
}

const NOTHING_READ: Omit<FeedView, 'format'> & { readonly format: null } = {
  format: null,
  title: null,
  link: null,
  description: null,
  id: null,
  updated: null,
  language: null,
  image: null,
  authors: [],
  items: [],
  warnings: [],
};

function jsonOf(input: string, result: Result): object {
  if ('failure' in result) return { input, ...NOTHING_READ, failure: result.failure };
  return { input, ...viewOf(result.reading), failure: null };
}

function sayPreview(input: string, result: Result): string {
  if ('failure' in result) {
    const { message, advice } = result.failure;
    return `${input}: ${message}\n${advice === undefined ? '' : `  ${advice}\n`}`;
  }
  const { format, head, items, warnings } = result.reading;
  const lines = [
    `${input}: ${format}, ${count(items.length, 'item')}${head.title === null ? '' : `, "${head.title}"`}`,
    ...items.map(sayItem),
    ...warnings.map(
      ({ message, line }) => `  repair: ${line === undefined ? '' : `line ${line}: `}${message}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function sayItem(item: Item): string {
  const { title, published, updated, estimated, url, source, digest } = item;
  const day =
    (published ?? updated)?.slice(0, 10) ??
    (estimated === null ? 'no date   ' : `~${estimated.slice(0, 10)}`);
  const from = source?.title ? ` (${source.title})` : '';
  const line = `  ${day}  ${title ?? 'without a title'}${from}${url === null ? '' : `\n              ${url}`}`;
  if (digest === null) return line;
  const [first, last] = digest.lines;
  const sure = `${Math.round(digest.confidence * 100)} % sure`;
  return `${line}\n              lines ${first}-${last}, ${sure}${digest.dateReason === undefined ? '' : `; date: ${digest.dateReason}`}`;
}
