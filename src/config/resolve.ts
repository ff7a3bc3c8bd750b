import { createHash } from 'node:crypto';
import { dirname, resolve, sep } from 'node:path';
import type { Output } from '../model/output.ts';
import { type Auth, type DigestOptions, type FetchSettings, isRemote, type Source } from '../model/source.ts';
import type { Config } from './config.ts';
import { type Conflict, conflictsOf, hubNotes, tagNotes } from './conflicts.ts';
import type { WrittenConfig, WrittenOutput, WrittenSource } from './schema.ts';

export interface Surroundings {
  readonly file: string;
  readonly userAgent: string;
  /** The text under a path of the config before it was filled from the environment; null: it was not. */
  readonly asWritten: (path: readonly PropertyKey[]) => string | null;
}

/** From what is written to what is meant: ids, absolute paths, defaults that depend on other values. Pure. */
export function resolveConfig(
  written: WrittenConfig,
  { file, userAgent, asWritten }: Surroundings,
): { config: Config; conflicts: readonly Conflict[] } {
  const folder = dirname(file);
  const sources = sourcesOf(written.sources, folder, asWritten).map((source) =>
    written.firstFetch === undefined || source.firstFetch !== undefined
      ? source
      : { ...source, firstFetch: written.firstFetch },
  );
  const outputs = written.outputs.map((output) => outputOf(output, folder, written.site.hubs ?? []));
  const { host, port } = written.serve;
  const webRoot = commonFolder(outputs.map((output) => dirname(output.path)));
  const health = healthOf(written.health, folder, webRoot);
  const config: Config = {
    file,
    site: {
      title: written.site.title,
      url: (written.site.url ?? `http://${hostInUrl(host)}:${port}`).replace(/\/+$/, ''),
    },
    schedule: written.schedule,
    cache: resolve(folder, written.cache),
    durability: written.durability,
    fetch: fetchSettings(written.fetch, folder, userAgent),
    sources,
    sameness: {
      apart: sources.flatMap(({ id, apart }) => (apart ? [id] : [])),
      pins: written.pins,
      keepParams: sources.flatMap(({ keepParams }) => (keepParams ? [keepParams] : [])),
    },
    quarantine: written.quarantine,
    outputs,
    serve: { host, port },
    health,
    webRoot,
    notes: [...tagNotes(sources, outputs), ...hubNotes(written.site.url, outputs)],
  };
  return { config, conflicts: conflictsOf(config, written) };
}

function fetchSettings(written: WrittenConfig['fetch'], folder: string, userAgent: string): FetchSettings {
  const { ca, ...settings } = written;
  return {
    ...settings,
    userAgent: settings.userAgent ?? userAgent,
    caFile: ca === undefined ? null : resolve(folder, ca),
  };
}

function sourcesOf(
  written: readonly WrittenSource[],
  folder: string,
  asWritten: Surroundings['asWritten'],
): Source[] {
  const taken = new Map<string, string>();
  return written.map((source, index) => {
    const { location, kind } = placeOf(source, folder);
    const path = ['sources', index, ...(typeof source === 'string' ? [] : [kind])];
    const unfilled = isRemote(location) ? asWritten(path) : null;
    const speakable = withoutCredentials(unfilled ?? location);
    const id = (typeof source === 'string' ? undefined : source.id) ?? idOf(speakable, taken);
    taken.set(id, speakable);
    const secret = unfilled !== null || speakable !== location ? { hasSecretAddress: true as const } : {};
    if (typeof source === 'string')
      return { id, kind, location, title: null, tags: [], every: null, digest: null, ...secret };
    return {
      id,
      kind,
      location,
      ...secret,
      title: source.title ?? null,
      tags: source.tags ?? [],
      every: source.every ?? null,
      digest: 'digest' in source ? digestOptions(source) : null,
      ...(source.headers && { headers: source.headers }),
      ...(source.auth && { auth: authOf(source.auth) }),
      ...(source.insecure && { insecure: true }),
      ...(source.idFrom && { idFrom: source.idFrom }),
      ...(source.keepParams && { keepParams: source.keepParams }),
      ...(source.dedup === 'off' && { apart: true }),
      ...(source.firstFetch !== undefined && { firstFetch: source.firstFetch }),
      ...(source.quarantine === 'off' && { quarantine: null }),
      ...(source.rules && { rules: source.rules }),
      ...(source.rewrite && { rewrite: source.rewrite }),
    };
  });
}

const authOf = (written: { user: string; password: string } | { token: string }): Auth =>
  'token' in written ? { kind: 'bearer', ...written } : { kind: 'basic', ...written };

function placeOf(source: WrittenSource, folder: string): { location: string; kind: Source['kind'] } {
  if (typeof source === 'string') return { location: source, kind: 'feed' };
  const [written, kind] =
    'feed' in source ? [source.feed, 'feed' as const] : [source.digest, 'digest' as const];
  return { location: /^https?:\/\//i.test(written) ? written : resolve(folder, written), kind };
}

const withoutCredentials = (address: string): string => address.replace(/^(https?:\/\/)[^/?#]*@/i, '$1');

/** A readable id of an address; of two addresses that read alike the later one gets a few signs of its hash. */
function idOf(location: string, taken: ReadonlyMap<string, string>): string {
  const readable = location
    .replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  const short = readable.slice(0, 60) || 'source';
  if (short === readable && !taken.has(short)) return short;
  if (taken.get(short) === location) return short;
  return `${short}-${createHash('sha256').update(location).digest('hex').slice(0, 6)}`;
}

function digestOptions(source: Extract<WrittenSource, { digest: string }>): DigestOptions {
  return {
    format: source.format ?? null,
    split: source.split ?? null,
    titlePattern: source.titlePattern ?? null,
    dateOrder: source.dateOrder ?? null,
    timezone: source.timezone ?? null,
    dates: source.dates !== false && source.dates !== 'off',
    group: source.group ?? 'items',
  };
}

function outputOf(output: WrittenOutput, folder: string, siteHubs: readonly string[]): Output {
  const where = output.where ?? {};
  const hubs = output.hubs ?? siteHubs;
  const limit = output.limit ?? (output.digest === undefined ? 100 : 10);
  const archive = archiveOf(output.archive, limit);
  return {
    id: output.id,
    title: output.title ?? output.id,
    description: output.description ?? null,
    path: resolve(folder, output.path ?? `../public/${output.id}`),
    formats: output.formats,
    limit,
    sort: output.sort,
    where: {
      sources: where.sources ?? null,
      tags: where.tags ?? null,
      include: where.include ?? null,
      exclude: where.exclude ?? null,
      language: where.language ?? null,
      maxAge: where.maxAge ?? null,
    },
    ...(output.dedup !== 'merge' && { dedup: output.dedup }),
    ...(output.rules && { rules: output.rules }),
    ...(output.rewrite && { rewrite: output.rewrite }),
    ...(archive && { archive }),
    ...(output.digest !== undefined && { digest: output.digest }),
    ...(output.image && { image: output.image }),
    ...(output.icon && { icon: output.icon }),
    ...(output.rights && { rights: output.rights }),
    ...(output.embeds && { embeds: output.embeds }),
    ...(output.trackers === 'keep' && { trackers: 'keep' as const }),
    ...(hubs.length > 0 && { hubs }),
  };
}

function healthOf(written: WrittenConfig['health'], folder: string, webRoot: string): Config['health'] {
  if (written === false) return null;
  const { path, formats = ['rss', 'atom', 'json'] } = written === true ? {} : written;
  return { path: path === undefined ? resolve(webRoot, 'health') : resolve(folder, path), formats };
}

/** A page holds no more than the output shows: what it holds was shown until then. */
function archiveOf(written: WrittenOutput['archive'], limit: number): Output['archive'] | null {
  if (written === undefined || written === false) return null;
  return { pageSize: (written === true ? undefined : written.pageSize) ?? Math.min(100, limit) };
}

function commonFolder(folders: readonly string[]): string {
  const [first = sep, ...rest] = folders;
  let common = first.split(sep);
  for (const folder of rest) {
    const parts = folder.split(sep);
    let length = 0;
    while (length < common.length && common[length] === parts[length]) length++;
    common = common.slice(0, length);
  }
  return common.join(sep) || sep;
}

const hostInUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);
