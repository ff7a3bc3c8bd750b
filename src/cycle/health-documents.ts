import { noticeItem } from '../dress/notice.ts';
import type { Notice } from '../model/trouble.ts';
import type { Draft } from '../publish/place.ts';
import { idNamed } from '../select/named-id.ts';
import { webPath } from './addresses.ts';
import type { RenderDeps } from './documents.ts';
import { draftDocuments } from './drafts.ts';
import type { HealthOutput } from './health.ts';
import { sanitiserOf } from './sanitisers.ts';

/** The health feed, beside its place. Failures: `render-refused`, `publish-failed`. */
export function draftHealth(
  { path, formats }: HealthOutput,
  notices: readonly Notice[],
  { site, webRoot, product }: RenderDeps,
): Promise<readonly Draft[]> {
  const title = `Health of ${site.title}`;
  const publisher = { id: 'health', title };
  const items = new Map(
    notices.map((notice) => {
      const id = idOf(site.url, notice);
      return [id, noticeItem(notice, { id, publisher })];
    }),
  );
  const fileOf = (format: string) => `${path}.${format}`;
  const addressOf = (format: string) => site.url + webPath(fileOf(format), webRoot);
  const self = Object.fromEntries(formats.map((format) => [format, addressOf(format)]));
  return draftDocuments({
    ids: [...items.keys()],
    read: async (ids) => ids.flatMap((id) => items.get(id) ?? []),
    names: new Map(),
    formats,
    sanitiser: sanitiserOf({}),
    fileOf,
    channelOf: (_, { updated }) => ({
      id: site.url + webPath(path, webRoot),
      title,
      description: 'What wants a person: sources that do not work, and what can not be published.',
      home: self.html ?? `${site.url}/`,
      self,
      language: 'en',
      updated,
      generator: product,
      hubs: [],
      ttl: 60,
    }),
  });
}

/** One trouble has one id, from its beginning to its end. */
const idOf = (site: string, { subject, began }: Notice): string =>
  idNamed(`feedriver:health:${site}\n${subject}\n${began}`);
