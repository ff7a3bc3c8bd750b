/** What `start` serves: the published documents, and the house's own pages beside them. */
import type { House } from '../app.ts';
import type { Config } from '../config/config.ts';
import { documentFile, webPath } from '../cycle/addresses.ts';
import type { Output, OutputFormat } from '../model/output.ts';
import type { Clock } from '../model/ports.ts';
import { product } from '../product.ts';
import { frontPage } from '../render/front-page.ts';
import { HOUSE_LOOK } from '../render/house-style.ts';
import { renderOpml } from '../render/opml.ts';
import { statusPage } from '../render/status-page.ts';
import { discreet } from '../schedule/discreet.ts';
import { type Diagnosis, diagnose, type Health } from '../schedule/health.ts';
import { readDocuments } from '../serve/disk.ts';
import { type Pass, type Passes, pulseJson, pulseOf } from '../serve/health.ts';
import { MEDIA_TYPES } from '../serve/media-types.ts';
import { createMetrics } from '../serve/metrics.ts';
import type { Document } from '../serve/resource.ts';
import { plain } from '../serve/respond.ts';
import { createSite, type Live, type Site } from '../serve/site.ts';
import { stateOf } from '../websub/hub.ts';
import { DATA_HEADERS, routesOf, shelvedOf } from './routes.ts';

export interface Website {
  readonly site: Site;
  answered(status: number): void;
  /** Takes what is published now into what is served. */
  refresh(): Promise<void>;
  passStarted(): void;
  /** `trouble`: why it did not end well. `stored`: items in the cache, where that is known. */
  passEnded(end: {
    readonly trouble: string | null;
    readonly written: number;
    readonly stored: number | null;
  }): void;
  /** When the next pass should start, ms since 1970. */
  expectNext(at: number | null): void;
}

/** The house's pages are always asked for. */
const ASKED = 'no-cache';

/** Relative, so that they hold wherever the site is mounted. */
const FRONT = './';
const STATUS = 'status';
const SOURCES = 'sources.opml';

const TROUBLED: ReadonlySet<Health> = new Set(['failing', 'dead', 'gone', 'held']);

export function openWebsite(config: Config, house: House, clock: Clock): Website {
  const routes = routesOf(config);
  let passes: Passes = { runningSince: null, last: null, expectedAt: null };
  let stored: number | null = null;

  const diagnosed = () =>
    config.sources.map((source) => {
      const bookmark = discreet(source, house.bookmarks.get(source.id) ?? null);
      return { source, bookmark, diagnosis: diagnose(bookmark, clock.now()) };
    });
  const hubStates = () => house.announcer.hubs().map(stateOf);
  const troubledHubs = () =>
    hubStates().flatMap(({ url, untold, failure }) =>
      failure === null ? [] : [{ url, untold, message: failure.message, advice: failure.advice ?? null }],
    );
  const metrics = createMetrics({
    version: product.version,
    passes: () => passes,
    sources: () => countsOf(diagnosed().map(({ diagnosis }) => diagnosis)),
    stored: () => stored,
    hubs: hubStates,
    now: clock.now,
  });
  const site = createSite(
    new Map<string, Live>([
      [
        '/healthz',
        () => {
          const pulse = pulseOf(passes, clock.now());
          return plain(pulse.well ? 200 : 503, pulseJson(pulse, passes, hubStates()), {
            'content-type': 'application/json; charset=utf-8',
            'cache-control': 'no-store',
          });
        },
      ],
      [
        '/metrics',
        async () =>
          plain(200, await metrics.read(), {
            'content-type': metrics.contentType,
            'cache-control': 'no-store',
          }),
      ],
    ]),
    shelvedOf(config),
  );

  function houseDocuments(published: ReadonlySet<string>): readonly Document[] {
    const { title } = config.site;
    const own = { modifiedAt: clock.now(), cacheControl: ASKED, feed: false };
    const page = {
      ...own,
      contentType: MEDIA_TYPES.html,
      headers: { 'content-security-policy': HOUSE_LOOK.policy },
    };
    const state = diagnosed().map(({ source, bookmark, diagnosis }) => ({
      title: source.title ?? bookmark?.title ?? source.id,
      health: diagnosis.health,
      trouble: TROUBLED.has(diagnosis.health),
      advice: diagnosis.advice,
      bookmark,
    }));
    const outputs = config.outputs.map((output) => ({
      title: output.title,
      description: output.description,
      documents: documentsOf(output, config, published),
    }));
    const front = frontPage({ title, generator: product, outputs, status: STATUS, sources: SOURCES });
    const status = statusPage({
      title,
      generator: product,
      front: FRONT,
      sources: state,
      hubs: troubledHubs(),
    });
    return [
      { ...page, path: '/', bytes: encoded(front) },
      { ...page, path: `/${STATUS}`, bytes: encoded(status) },
      {
        ...own,
        path: `/${SOURCES}`,
        contentType: 'text/x-opml; charset=utf-8',
        headers: DATA_HEADERS,
        bytes: encoded(opmlOf(config, house.bookmarks)),
      },
    ];
  }

  return {
    site,
    answered: metrics.answered,
    async refresh() {
      const documents = readDocuments(routes);
      const published = new Set(documents.map(({ path }) => path));
      await site.publish([...documents, ...houseDocuments(published)]);
    },
    passStarted() {
      passes = { ...passes, runningSince: clock.now() };
    },
    passEnded({ trouble, written, stored: counted }) {
      const startedAt = passes.runningSince ?? clock.now();
      const last: Pass = { startedAt, endedAt: clock.now(), trouble };
      passes = { ...passes, runningSince: null, last };
      stored = counted ?? stored;
      metrics.passEnded(trouble === null, written);
    },
    expectNext(at) {
      passes = { ...passes, expectedAt: at };
    },
  };
}

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

function countsOf(diagnoses: readonly Diagnosis[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { health } of diagnoses) counts.set(health, (counts.get(health) ?? 0) + 1);
  return counts;
}

/** Relative addresses of the documents of an output that are there. */
function documentsOf(
  output: Output,
  { webRoot }: Config,
  published: ReadonlySet<string>,
): Readonly<Partial<Record<OutputFormat, string>>> {
  const paths = output.formats.map(
    (format) => [format, webPath(documentFile(output, format), webRoot)] as const,
  );
  return Object.fromEntries(
    paths
      .filter(([, path]) => published.has(decodeURIComponent(path)))
      .map(([format, path]) => [format, `.${path}`]),
  );
}

/** Feeds on the web that need no credentials: what another reader can take over. */
function opmlOf({ site, sources }: Config, bookmarks: House['bookmarks']): string {
  const listed = sources.map(({ id, kind, location, hasSecretAddress, title, tags, auth, headers }) => {
    const bookmark = bookmarks.get(id);
    const isOpen = !auth && !headers && !hasSecretAddress;
    const isFeed = kind === 'feed' && /^https?:/i.test(location);
    return {
      title: title ?? bookmark?.title ?? id,
      url: isOpen && isFeed ? location : null,
      link: bookmark?.link ?? null,
      tags,
      language: bookmark?.language ?? null,
    };
  });
  return renderOpml(`Sources of ${site.title}`, null, listed);
}
