import { createHash } from 'node:crypto';
import type { SourceName } from '../dress/attribution.ts';
import { dress } from '../dress/dress.ts';
import { readItems } from '../ledger/items.ts';
import type { Bookmark } from '../model/bookmark.ts';
import { Failure, failureRow } from '../model/failure.ts';
import type { Sanitiser } from '../model/markup.ts';
import type { Channel, Output, OutputFormat, Product } from '../model/output.ts';
import type { Clock, Store } from '../model/ports.ts';
import type { OutputRow } from '../model/report.ts';
import type { Source } from '../model/source.ts';
import { type PlacedFile, place, stillInPlace } from '../publish/place.ts';
import { checkDocument } from '../render/check.ts';
import { renderDocument } from '../render/documents.ts';

import { POLICY_VERSION } from '../sanitise/sanitise.ts';
import { type Place, shown } from '../select/shelf.ts';
import type { Shelves } from './shelves.ts';

export interface PublishDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly shelves: Shelves;
  readonly sanitiser: Sanitiser;
  readonly sources: readonly Source[];
  readonly bookmarks: ReadonlyMap<string, Bookmark>;
  readonly site: { readonly title: string; readonly url: string };
  readonly webRoot: string;
  readonly product: Product;
}

/** What was placed last, and from what: equal causes need no second look. Kept under `p:<output>`. */
interface Publication {
  readonly causes: string;
  readonly files: readonly PlacedFile[];
}

/**
 * select → dress → render → place, for one output. Its bytes depend only on the items that it shows, the config, and the
 * versions of the rules; where none of these changed, nothing is rendered. A document that can not be made or placed is a
 * failure of its output, and the last good one stays.
 */
export async function publish(output: Output, deps: PublishDeps): Promise<OutputRow> {
  const { store, clock } = deps;
  const places = shown(await deps.shelves.of(output), output, clock.now());
  const names = sourceNames(deps);
  const causes = causesOf(output, places, names, deps);
  const key = `p:${output.id}`;
  const before = await store.get(key);
  const last = before === undefined ? null : (JSON.parse(before) as Publication);
  const files = output.formats.map((format) => documentFile(output, format));
  if (last !== null && last.causes === causes && last.files.every(stillInPlace)) {
    return { id: output.id, items: places.length, written: [], kept: files, failure: null };
  }
  try {
    const placed = await render(output, places, names, deps);
    await store.commit([
      { key, value: JSON.stringify({ causes, files: placed.map(({ placed: file }) => file) }) },
    ]);
    const written = placed.filter((one) => one.written).map((one) => one.placed.file);
    const kept = placed.filter((one) => !one.written).map((one) => one.placed.file);
    return { id: output.id, items: places.length, written, kept, failure: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { id: output.id, items: places.length, written: [], kept: files, failure: failureRow(error) };
  }
}

/** Where a document is placed. */
export const documentFile = (output: Output, format: OutputFormat): string => `${output.path}.${format}`;

async function render(
  output: Output,
  places: readonly Place[],
  names: ReadonlyMap<string, SourceName>,
  deps: PublishDeps,
) {
  const stored = await readItems(
    deps.store,
    places.map(([id]) => id),
  );
  const items = stored.map((item) => dress(item, names, deps.sanitiser));
  const updated = items.reduce((newest, item) => Math.max(newest, item.updated), 0);
  const channel = channelOf(output, updated, deps);
  // every document is made and checked before the first one is placed, so that formats do not drift apart
  const documents = output.formats.map((format) => {
    const text = [...renderDocument(format, channel, items)].join('');
    checkDocument(format, text);
    return { file: documentFile(output, format), bytes: new TextEncoder().encode(text) };
  });
  return documents.map(({ file, bytes }) => place(file, bytes));
}

function channelOf(output: Output, updated: number, deps: PublishDeps): Channel {
  const addressOf = (format: OutputFormat): string =>
    deps.site.url + webPath(documentFile(output, format), deps.webRoot);
  return {
    id: `${deps.site.url}${webPath(output.path, deps.webRoot)}`,
    title: output.title,
    description: output.description ?? `${output.title} – ${deps.site.title}`,
    home: output.formats.includes('html') ? addressOf('html') : `${deps.site.url}/`,
    self: Object.fromEntries(output.formats.map((format) => [format, addressOf(format)])),
    language: null,
    updated,
    generator: deps.product,
    hubs: [],
    ttl: 60,
  };
}

/** The path of a placed file on the site. */
export function webPath(file: string, webRoot: string): string {
  return file
    .slice(webRoot.length)
    .split(/[\\/]/)
    .map(encodeURIComponent)
    .join('/')
    .replace(/^(?!\/)/, '/');
}

function sourceNames({ sources, bookmarks }: PublishDeps): ReadonlyMap<string, SourceName> {
  return new Map(
    sources.map(({ id, kind, location, title, tags }) => {
      const bookmark = bookmarks.get(id);
      const isWeb = /^https?:/i.test(location);
      const names: SourceName = {
        title: title ?? bookmark?.title ?? id,
        url: isWeb && kind === 'feed' ? location : null,
        link: bookmark?.link ?? null,
        feedId: bookmark?.feedId ?? null,
        tags,
      };
      return [id, names];
    }),
  );
}

function causesOf(
  output: Output,
  places: readonly Place[],
  names: ReadonlyMap<string, SourceName>,
  { site, webRoot, product }: PublishDeps,
): string {
  const causes = [POLICY_VERSION, product, site, webRoot, output, places, [...names]];
  return createHash('sha256').update(JSON.stringify(causes)).digest('base64url');
}
