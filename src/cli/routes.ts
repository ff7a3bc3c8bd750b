/** Which files are served where, and how. */
import type { Config } from '../config/config.ts';
import { archiveFile, archiveFolder, documentFile, webPath, withdrawnFile } from '../cycle/addresses.ts';
import { isArchived } from '../cycle/archives.ts';
import type { Output, OutputFormat } from '../model/output.ts';
import { PAGE_POLICY } from '../render/page-style.ts';
import { type Route, readDocuments } from '../serve/disk.ts';
import { MEDIA_TYPES } from '../serve/media-types.ts';
import type { Shelved } from '../serve/site.ts';

/** A reader may keep a document for so long without asking. A page of an archive never changes. */
const KEPT = 'public, max-age=300';
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Data, which scripts of any site may read and no browser may run. */
export const DATA_HEADERS = {
  'content-security-policy': "default-src 'none'; sandbox",
  'access-control-allow-origin': '*',
} as const;

/** What is held in memory. */
export function routesOf(config: Config): readonly Route[] {
  const { site, outputs, health, webRoot } = config;
  const ofOutputs = outputs.flatMap((output) => [
    ...output.formats.map((format) => {
      const route = routeOf(documentFile(output, format), format, config);
      const discovery = discoveryOf(output, site.url + webPath(route.file, webRoot));
      return { ...route, headers: { ...route.headers, ...discovery } };
    }),
    routeOf(withdrawnFile(output), 'atom', config),
  ]);
  const ofHealth = health?.formats.map((format) => routeOf(`${health.path}.${format}`, format, config)) ?? [];
  return [...ofOutputs, ...ofHealth];
}

/** Pages of archives: read when somebody comes along who wants one. */
export function shelvedOf(config: Config): Shelved {
  const archives = config.outputs.filter(isArchived).map((output) => ({
    output,
    base: `${decodeURIComponent(webPath(archiveFolder(output), config.webRoot))}/`,
  }));
  return (path) => {
    const archive = archives.find(({ base }) => path.startsWith(base));
    const [, number, name] = /^(\d{1,7})\.(\w+)$/.exec(path.slice(archive?.base.length)) ?? [];
    const format = archive?.output.formats.find((known) => known === name);
    if (archive === undefined || format === undefined || number === undefined) return null;
    const route = routeOf(archiveFile(archive.output, Number(number), format), format, config);
    const [document] = route.path === path ? readDocuments([route]) : [];
    return document === undefined ? null : { ...document, cacheControl: FOR_EVER };
  };
}

function routeOf(file: string, format: OutputFormat, { webRoot }: Config): Route {
  return {
    file,
    path: decodeURIComponent(webPath(file, webRoot)),
    contentType: MEDIA_TYPES[format],
    cacheControl: KEPT,
    headers: format === 'html' ? { 'content-security-policy': PAGE_POLICY } : DATA_HEADERS,
    feed: format === 'rss' || format === 'atom',
  };
}

/** How a subscriber finds hub and topic without reading the document (WebSub, 4). */
function discoveryOf({ hubs = [] }: Output, self: string): Readonly<Record<string, string>> {
  if (hubs.length === 0) return {};
  // through URL: nothing but ASCII can stand in a header
  const link = (url: string, rel: string) => `<${new URL(url).href}>; rel="${rel}"`;
  return { link: [link(self, 'self'), ...hubs.map((hub) => link(hub, 'hub'))].join(', ') };
}
