import { setImmediate } from 'node:timers/promises';
import type { SourceName } from '../dress/attribution.ts';
import { dress } from '../dress/dress.ts';
import { readItems } from '../ledger/items.ts';
import type { StoredItem } from '../model/item.ts';
import type { Channel, Output, OutputFormat, Product, ShownItem } from '../model/output.ts';
import type { Store } from '../model/ports.ts';
import type { Source } from '../model/source.ts';
import { checkDocument } from '../render/check.ts';
import { renderDocument } from '../render/documents.ts';
import { createSanitiser } from '../sanitise/sanitise.ts';
import { documentFile, webPath } from './addresses.ts';
import { isDigest, readEditions } from './editions.ts';
import { rewriterFor } from './rewriting.ts';

/** Items that are dressed before others have a turn. */
const PORTION = 50;

export interface RenderDeps {
  readonly store: Store;
  readonly site: { readonly title: string; readonly url: string };
  readonly webRoot: string;
  readonly product: Product;
  readonly sources: readonly Source[];
}

export interface MadeDocument {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * dress → render → check: every document of an output. All are made before the first one is placed, so that formats do not
 * drift apart. Failure: `render-refused`.
 */
export async function makeDocuments(
  output: Output,
  ids: readonly string[],
  names: ReadonlyMap<string, SourceName>,
  feedId: string,
  deps: RenderDeps,
): Promise<readonly MadeDocument[]> {
  const sanitiser = createSanitiser({ stripTracking: true, embeds: [] });
  const stored = isDigest(output)
    ? await readEditions(deps.store, output, ids)
    : await readItems(deps.store, ids);
  const items: ShownItem[] = [];
  const rewrite = isDigest(output) ? (item: StoredItem) => item : rewriterFor(output, deps.sources);
  for (const item of stored) {
    items.push(dress(rewrite(item), names, sanitiser));
    if (items.length % PORTION === 0) await setImmediate();
  }
  const updated = items.reduce((newest, item) => Math.max(newest, item.updated), 0);
  const channel = channelOf(output, feedId, updated, deps);
  const documents: MadeDocument[] = [];
  for (const format of output.formats) {
    const text = [...renderDocument(format, channel, items)].join('');
    await setImmediate();
    checkDocument(format, text);
    documents.push({ file: documentFile(output, format), bytes: new TextEncoder().encode(text) });
    await setImmediate();
  }
  return documents;
}

function channelOf(output: Output, feedId: string, updated: number, deps: RenderDeps): Channel {
  const addressOf = (format: OutputFormat): string =>
    deps.site.url + webPath(documentFile(output, format), deps.webRoot);
  return {
    id: feedId,
    title: output.title,
    description: output.description ?? `${output.title} – ${deps.site.title}`,
    home: output.formats.includes('html') ? addressOf('html') : `${deps.site.url}/`,
    self: Object.fromEntries(output.formats.map((format) => [format, addressOf(format)])),
    language: null,
    updated,
    generator: deps.product,
    hubs: output.hubs ?? [],
    ttl: 60,
  };
}
