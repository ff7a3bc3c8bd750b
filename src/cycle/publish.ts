import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { SourceName } from '../dress/attribution.ts';
import type { Bookmark } from '../model/bookmark.ts';
import { Failure, failureRow } from '../model/failure.ts';
import type { Output } from '../model/output.ts';
import type { Clock, Row } from '../model/ports.ts';
import type { OutputRow } from '../model/report.ts';
import { type PlacedFile, stillInPlace } from '../publish/place.ts';
import { discreet } from '../schedule/discreet.ts';
import { type Closing, closing, shownWith } from '../select/archive.ts';
import { type Place, shown } from '../select/shelf.ts';
import { documentFile, webPath } from './addresses.ts';
import { type Archives, isArchived } from './archives.ts';
import type { Edition, RenderDeps } from './documents.ts';
import { editionsOf, isDigest } from './editions.ts';
import { presentationCauses } from './presentation.ts';
import type { Shelves } from './shelves.ts';
import type { Tombstones } from './tombstones.ts';

export interface PublishDeps extends RenderDeps {
  readonly clock: Clock;
  readonly shelves: Shelves;
  readonly archives: Archives;
  readonly tombstones: Tombstones;
  readonly bookmarks: ReadonlyMap<string, Bookmark>;
  /** Takes in that documents (by their addresses) changed for those who follow hubs; the rows to commit with that. */
  announce(
    publications: readonly { readonly topic: string; readonly hubs: readonly string[] }[],
  ): readonly Row[];
}

/** What was placed last, and from what: equal causes need no second look. Kept under `p:<output>`. */
interface Publication {
  /** The feed's id in all formats: its address when it was first published, and the same for ever after. */
  readonly feedId: string;
  readonly causes: string;
  readonly files: readonly PlacedFile[];
}

/**
 * select → dress → render → place, for one output. Its bytes depend only on the items that it shows, the config, and our
 * version; where none of these changed, nothing is rendered. A document that can not be made or placed is a failure of its
 * output, and the last good one stays.
 */
export async function publish(output: Output, deps: PublishDeps): Promise<OutputRow> {
  const { store, shelves } = deps;
  const names = sourceNames(deps);
  const { places, archive } = await showingOf(output, names, deps);
  const key = `p:${output.id}`;
  const kept = output.formats.map((format) => documentFile(output, format));
  const row: OutputRow = {
    id: output.id,
    items: places.length,
    admissions: shelves.admissions(output),
    written: [],
    kept,
    warnings: [],
    failure: null,
  };

  const before = await store.get(key);
  const last = before === undefined ? null : (JSON.parse(before) as Publication);
  const feedId = last?.feedId ?? deps.site.url + webPath(output.path, deps.webRoot);
  const pages = archive === null ? 0 : archive.pages + archive.due.pages.length;
  const withdrawn = deps.tombstones.of(output);
  const causes = causesOf(output, [places, pages, withdrawn], names, deps);
  if (last !== null && last.causes === causes && last.files.every(stillInPlace)) return row;
  const edition: Edition = { output, names, feedId };
  try {
    // pages first: no document leads to one that is not there
    const archived = archive === null ? [] : await closeDue(edition, archive.due, deps);
    const [{ draftOutput, draftTombstones }, { placeAll }, { keptSanitiser }] = await Promise.all([
      import('./documents.ts'),
      import('./drafts.ts'),
      import('./sanitisers.ts'),
    ]);
    const ids = places.map(([id]) => id);
    const { sanitiser, rows } = await keptSanitiser(output, ids.length, deps);
    const extent = { pages, hasWithdrawn: withdrawn !== null };
    const drafts = await draftOutput(edition, ids, extent, sanitiser, deps);
    const documents = placeAll(drafts);
    const beside = withdrawn === null ? [] : placeAll([draftTombstones(edition, withdrawn, deps)]);
    const placed = [...documents, ...beside];
    const files = placed.map((one) => one.placed);
    const publication = { key, value: JSON.stringify({ feedId, causes, files } satisfies Publication) };
    const told = documents.map((one) => one.placed);
    await store.commit([publication, ...rows(), ...deps.announce(changedSince(last, told, output, deps))]);
    const filesOf = (written: boolean) =>
      placed.filter((one) => one.written === written).map((one) => one.placed.file);
    return {
      ...row,
      written: [...filesOf(true), ...archived],
      kept: filesOf(false),
      warnings: documents.filter(({ written }) => written).flatMap((one) => tooLong(one.placed) ?? []),
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...row, failure: failureRow(error) };
  }
}

/** Bytes; there are readers that give up on longer ones, and all of them fetch all of it again with each change. */
const LONG = 5_000_000;

function tooLong({ file, size }: PlacedFile): string | null {
  if (size <= LONG || file.endsWith('.html')) return null;
  const megabytes = Math.round(size / 1e6);
  return `${basename(file)} has ${megabytes} MB, and some readers give up at ${LONG / 1e6}: lower \`limit\`, with \`archive: true\` nothing is out of reach.`;
}

interface Showing {
  readonly places: readonly Place[];
  /** How many pages its archive has, and which are due; null: it keeps none. */
  readonly archive: { readonly pages: number; readonly due: Closing } | null;
}

async function showingOf(
  output: Output,
  names: ReadonlyMap<string, SourceName>,
  deps: PublishDeps,
): Promise<Showing> {
  if (isDigest(output)) return { places: await editionsOf(output, names, deps), archive: null };
  const newest = shown(await deps.shelves.of(output), deps.clock.now());
  if (!isArchived(output)) return { places: newest, archive: null };
  const { pages, waiting } = deps.archives.of(output);
  const due = closing(waiting, output.limit, output.archive.pageSize);
  return { places: shownWith(due.rest, newest, output.limit), archive: { pages, due } };
}

async function closeDue(edition: Edition, due: Closing, deps: PublishDeps): Promise<readonly string[]> {
  const { output } = edition;
  if (!isArchived(output)) return [];
  const { closePages } = await import('./archiving.ts');
  return closePages({ ...edition, output }, due, deps.archives, deps);
}

/**
 * Against what was committed, not against the disk: after a kill between placing and committing the files are there
 * already, and nobody was told.
 */
function changedSince(
  last: Publication | null,
  files: readonly PlacedFile[],
  { hubs = [] }: Output,
  { site, webRoot }: PublishDeps,
) {
  const known = new Map(last?.files.map(({ file, hash }) => [file, hash]));
  return files
    .filter(({ file, hash }) => known.get(file) !== hash)
    .map(({ file }) => ({ topic: site.url + webPath(file, webRoot), hubs }));
}

function sourceNames({ sources, bookmarks }: PublishDeps): ReadonlyMap<string, SourceName> {
  return new Map(
    sources.map((source) => {
      const { id, kind, location, hasSecretAddress = false, title, tags } = source;
      const bookmark = discreet(source, bookmarks.get(id) ?? null);
      const isWeb = /^https?:/i.test(location);
      const names: SourceName = {
        title: title ?? bookmark?.title ?? id,
        url: isWeb && kind === 'feed' && !hasSecretAddress ? location : null,
        link: bookmark?.link ?? null,
        feedId: bookmark?.feedId ?? null,
        language: bookmark?.language ?? null,
        tags,
      };
      return [id, names];
    }),
  );
}

function causesOf(
  output: Output,
  showing: readonly unknown[],
  names: ReadonlyMap<string, SourceName>,
  { site, webRoot, product, sources }: PublishDeps,
): string {
  const causes = [
    product,
    site,
    webRoot,
    output,
    ...showing,
    [...names],
    presentationCauses(output, sources),
  ];
  return createHash('sha256').update(JSON.stringify(causes)).digest('base64url');
}
