import { basename } from 'node:path';
import { namesIn } from '../publish/folder.ts';
import type { Draft } from '../publish/place.ts';
import type { Closing } from '../select/archive.ts';
import { archiveFile, archiveFolder, webPath } from './addresses.ts';
import type { ArchivedOutput, Archives } from './archives.ts';
import { draftPage, type Edition, type RenderDeps } from './documents.ts';
import { placeAll } from './drafts.ts';

/** Pages that are closed in one commit. */
const PORTION = 20;

/**
 * Makes and closes the pages that are due, the oldest first, and makes those that should be there and are not: all of them where
 * the site has moved, as their addresses are in them. A page is in its place before it counts, and it counts before a document
 * leads to it; one that counts is never written again. Gives the files that were written. Failures: as of drafts.
 */
export async function closePages(
  edition: Edition & { readonly output: ArchivedOutput },
  { pages: due }: Closing,
  archives: Archives,
  deps: RenderDeps,
): Promise<readonly string[]> {
  const { output } = edition;
  const base = deps.site.url + webPath(archiveFolder(output), deps.webRoot);
  const before = archives.of(output);
  const written: string[] = [];

  const present = before.base === base ? namesIn(archiveFolder(output)) : new Set<string>();
  for (let number = 1; number <= before.pages; number++) {
    const missing = output.formats.filter(
      (format) => !present.has(basename(archiveFile(output, number, format))),
    );
    if (missing.length === 0) continue;
    const ids = (await archives.page(output, number)).map(([id]) => id);
    written.push(...writtenOf(await draftPage(edition, ids, number, missing, deps)));
  }
  if (before.base !== base && before.pages > 0) await archives.close(output, NONE(before.waiting), base);

  for (let at = 0; at < due.length; at += PORTION) {
    const { pages, waiting } = archives.of(output);
    const some = due.slice(at, at + PORTION);
    for (const [index, entries] of some.entries()) {
      const ids = entries.map(([id]) => id);
      written.push(...writtenOf(await draftPage(edition, ids, pages + index + 1, output.formats, deps)));
    }
    const closed = some.reduce((sum, { length }) => sum + length, 0);
    const rest = waiting.slice(0, waiting.length - closed);
    await archives.close(output, { pages: some, rest }, base);
  }
  return written;
}

const NONE = (rest: Closing['rest']): Closing => ({ pages: [], rest });

const writtenOf = (drafts: readonly Draft[]): readonly string[] =>
  placeAll(drafts).flatMap(({ placed, written }) => (written ? [placed.file] : []));
