import { sep } from 'node:path';
import type { Output } from '../model/output.ts';
import type { Source } from '../model/source.ts';
import { didYouMean } from './complaints.ts';
import type { Config } from './config.ts';
import type { WrittenConfig } from './schema.ts';

/** Something that only shows when the parts are seen together. */
export interface Conflict {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What keeps the parts of a config, each fine by itself, from being used together. */
export function conflictsOf(
  { sources, outputs, health, webRoot }: Config,
  written: WrittenConfig,
): readonly Conflict[] {
  return [
    ...duplicates(sources, 'sources', 'id', (source) => source.id),
    ...duplicates(outputs, 'outputs', 'id', (output) => output.id),
    ...duplicates(outputs, 'outputs', 'path', (output) => output.path),
    ...unknownSources(sources, outputs),
    ...unfitArchives(outputs),
    ...unfitHealth(health, outputs, webRoot),
    ...unsupportedCache(written.cache),
  ];
}

function unfitHealth(health: Config['health'], outputs: readonly Output[], webRoot: string): Conflict[] {
  if (health === null) return [];
  const path = ['health'];
  const output = outputs.find((one) => one.path === health.path);
  if (output !== undefined) return [{ path, message: `output "${output.id}" is placed there already` }];
  const isWithin = health.path.startsWith(webRoot.endsWith(sep) ? webRoot : webRoot + sep);
  return isWithin ? [] : [{ path, message: 'it has to lie in the folder of the outputs, or below it' }];
}

function unfitArchives(outputs: readonly Output[]): Conflict[] {
  return outputs.flatMap(({ archive, digest, limit }, index) => {
    if (archive === undefined) return [];
    const path = ['outputs', index, 'archive'];
    if (digest !== undefined)
      return [
        { path, message: 'an output of editions keeps no archive; a higher `limit` keeps more of them' },
      ];
    if (archive.pageSize <= limit) return [];
    return [{ path, message: `a page can not hold more than the ${limit} items that the output shows` }];
  });
}

function duplicates<Entry>(
  entries: readonly Entry[],
  list: string,
  key: string,
  of: (entry: Entry) => string,
): Conflict[] {
  const first = new Map<string, number>();
  return entries.flatMap((entry, index) => {
    const value = of(entry);
    const earlier = first.get(value);
    if (earlier === undefined) {
      first.set(value, index);
      return [];
    }
    return [{ path: [list, index, key], message: `"${value}" is the ${key} of ${list}[${earlier}] already` }];
  });
}

function unknownSources(sources: readonly Source[], outputs: readonly Output[]): Conflict[] {
  const ids = sources.map((source) => source.id);
  const unknown = (named: readonly string[] | null | undefined, path: Conflict['path']): Conflict[] =>
    (named ?? [])
      .filter((id) => !ids.includes(id))
      .map((id) => ({ path, message: `there is no source "${id}"${didYouMean(id, ids)}` }));
  return outputs.flatMap(({ where, rules = [] }, index) => [
    ...unknown(where.sources, ['outputs', index, 'where', 'sources']),
    ...rules.flatMap(({ conditions }, rule) =>
      conditions.flatMap(({ sources: named }) => unknown(named, ['outputs', index, 'rules', rule])),
    ),
  ]);
}

const unsupportedCache = (cache: string): Conflict[] =>
  /^[a-z][a-z0-9+.-]+:\/\//i.test(cache)
    ? [{ path: ['cache'], message: 'only a file is supported so far' }]
    : [];

/** What works, but hardly as it is meant. */
export function tagNotes(sources: readonly Source[], outputs: readonly Output[]): string[] {
  const tags = [...new Set(sources.flatMap((source) => source.tags))];
  return outputs.flatMap((output) =>
    [
      ...(output.where.tags ?? []),
      ...(output.rules ?? []).flatMap(({ conditions }) =>
        conditions.flatMap(({ tags: asked = [] }) => asked),
      ),
    ]
      .filter((tag) => !tags.includes(tag))
      .map(
        (tag) =>
          `Output "${output.id}" asks for the tag "${tag}", which no source has${didYouMean(tag, tags)}`,
      ),
  );
}

export const hubNotes = (url: string | undefined, outputs: readonly Output[]): string[] =>
  url === undefined && outputs.some(({ hubs }) => hubs !== undefined)
    ? ['Hubs are told of addresses that only this machine can reach: set `site: { url }`.']
    : [];
