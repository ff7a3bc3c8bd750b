import type { SourceName } from '../dress/attribution.ts';
import { readItems } from '../ledger/items.ts';
import type { Channel, Output, OutputFormat, PageLink, Product } from '../model/output.ts';
import type { Store } from '../model/ports.ts';
import type { Source } from '../model/source.ts';
import type { Draft } from '../publish/place.ts';
import { renderTombstones } from '../render/tombstones.ts';
import type { PatientSanitiser } from '../sanitise/patient.ts';
import { archiveFile, documentFile, webPath, withdrawnFile } from './addresses.ts';
import { type ChannelFacts, draftDocuments, draftText } from './drafts.ts';
import { isDigest, readEditions } from './editions.ts';
import { presented } from './presentation.ts';
import { sanitiserOf } from './sanitisers.ts';
import type { Tombstone } from './tombstones.ts';

export interface RenderDeps {
  readonly store: Store;
  readonly site: { readonly title: string; readonly url: string };
  readonly webRoot: string;
  readonly product: Product;
  readonly sources: readonly Source[];
}

/** What all documents of an output have in common. */
export interface Edition {
  readonly output: Output;
  readonly names: ReadonlyMap<string, SourceName>;
  /** The feed's id in all formats, and in all pages of its archive. */
  readonly feedId: string;
}

/**
 * The documents that people subscribe to, written and checked, beside their places. `pages`: how many its archive has; `hasWithdrawn`:
 * there are tombstones beside it.
 * Failures: `render-refused`, `publish-failed`.
 */
export function draftOutput(
  edition: Edition,
  ids: readonly string[],
  { pages, hasWithdrawn }: { readonly pages: number; readonly hasWithdrawn: boolean },
  sanitiser: PatientSanitiser,
  deps: RenderDeps,
): Promise<readonly Draft[]> {
  const { output, names } = edition;
  const { store, sources } = deps;
  return draftDocuments({
    ids,
    names,
    formats: output.formats,
    sanitiser,
    fileOf: (format) => documentFile(output, format),
    read: async (some) =>
      isDigest(output)
        ? await readEditions(store, output, some)
        : presented(await readItems(store, some), output, sources),
    channelOf: (format, facts) => ({
      ...channelOf(edition, facts, deps),
      hubs: output.hubs ?? [],
      ...(hasWithdrawn && { withdrawn: addressOf(withdrawnFile(output), deps) }),
      ...(pages > 0 && linksOf(format, [['prev-archive', archiveFile(output, pages, format)]], deps)),
      ...(format === 'html' && {
        archivePages: Array.from({ length: pages }, (_, index) =>
          addressOf(archiveFile(output, index + 1, format), deps),
        ),
      }),
    }),
  });
}

/** Documents of a page of an archive, of `formats` only. They lead to older ones and to the newest, which never changes them. */
export function draftPage(
  edition: Edition,
  ids: readonly string[],
  number: number,
  formats: readonly OutputFormat[],
  deps: RenderDeps,
): Promise<readonly Draft[]> {
  const { output, names } = edition;
  const fileOf = (format: OutputFormat) => archiveFile(output, number, format);
  return draftDocuments({
    ids,
    names,
    formats,
    sanitiser: sanitiserOf(output),
    fileOf,
    read: async (some) => presented(await readItems(deps.store, some), output, deps.sources),
    channelOf: (format, facts) => ({
      ...channelOf(edition, facts, deps),
      ...(format === 'html' && { title: `${output.title}, archive ${number}` }),
      self: { [format]: addressOf(fileOf(format), deps) },
      archive: true,
      ttl: null,
      ...linksOf(
        format,
        [
          ['current', documentFile(output, format)],
          ...(number > 1 ? [['prev-archive', archiveFile(output, number - 1, format)] as const] : []),
          // known by its name before it is there; nobody is led into nothing by a link to click
          ...(format === 'html' ? [] : [['next-archive', archiveFile(output, number + 1, format)] as const]),
        ],
        deps,
      ),
    }),
  });
}

/** What the output withdrew, newest first, as a feed beside the others. Failures: as above. */
export function draftTombstones(edition: Edition, tombstones: readonly Tombstone[], deps: RenderDeps): Draft {
  const { output, feedId } = edition;
  const file = withdrawnFile(output);
  const channel: Channel = {
    ...channelOf(edition, { updated: tombstones[0]?.[1] ?? 0, language: null }, deps),
    id: `${feedId}/withdrawn`,
    title: `${output.title}: withdrawn`,
    description: `What was in ${output.title} and is no more`,
    self: { atom: addressOf(file, deps) },
  };
  return draftText('atom', file, renderTombstones(channel, tombstones));
}

const addressOf = (file: string, { site, webRoot }: RenderDeps): string => site.url + webPath(file, webRoot);

const linksOf = (
  format: OutputFormat,
  links: readonly (readonly [rel: PageLink['rel'], file: string])[],
  deps: RenderDeps,
): Pick<Channel, 'pages'> => ({
  pages: { [format]: links.map(([rel, file]) => ({ rel, href: addressOf(file, deps) })) },
});

function channelOf({ output, feedId }: Edition, facts: ChannelFacts, deps: RenderDeps): Channel {
  const { formats, title, description, image = null, icon = null, rights = null } = output;
  const self = Object.fromEntries(
    formats.map((format) => [format, addressOf(documentFile(output, format), deps)]),
  );
  return {
    ...facts,
    id: feedId,
    title,
    description: description ?? '',
    image,
    icon,
    rights,
    home: self.html ?? `${deps.site.url}/`,
    self,
    generator: deps.product,
    hubs: [],
    ttl: 60,
  };
}
