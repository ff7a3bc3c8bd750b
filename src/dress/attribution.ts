/** Where an item came from, as its readers see it. */
import { hash } from 'node:crypto';
import type { Origin, StoredItem } from '../model/item.ts';
import type { Attribution } from '../model/output.ts';
import { shownAddress } from './address.ts';

/** What a source is called: by the config, or by its feed as last read. */
export interface SourceName {
  readonly title: string;
  /** Address of the feed. */
  readonly url: string | null;
  /** Address of its page. */
  readonly link: string | null;
  /** The id that the feed gives itself. */
  readonly feedId: string | null;
  /** What its items are written in, where they do not say. */
  readonly language?: string | null;
  readonly tags: readonly string[];
}

/** One attribution for each source that the item was met in, in that order, by the name that it had there. */
export function attributionsOf(
  { sightings }: StoredItem,
  sources: ReadonlyMap<string, SourceName>,
): readonly Attribution[] {
  const attributions: Attribution[] = [];
  const seen = new Set<string>();
  for (const { source, url, origin } of sightings) {
    if (seen.has(source)) continue;
    const named = nameOf(source, sources.get(source), origin);
    attributions.push({ ...named, itemUrl: shownAddress(url), source });
    seen.add(source);
  }
  return attributions;
}

type Named = Pick<Attribution, 'id' | 'title' | 'url' | 'link'>;

function nameOf(id: string, source: SourceName | undefined, origin: Origin | null): Named {
  const configured = {
    id: iri(source?.feedId) ?? iri(source?.url) ?? nameBased(id),
    title: text(source?.title) ?? id,
    url: shownAddress(source?.url ?? null),
    link: shownAddress(source?.link ?? null),
  };
  if (origin === null || (origin.url !== null && origin.url === configured.url)) return configured;
  const title = text(origin.title);
  if (title === null && origin.url === null && origin.link === null) return configured;
  return {
    id: iri(origin.id) ?? iri(origin.url) ?? iri(origin.link) ?? nameBased(`${id}\n${title}`),
    title: title ?? configured.title,
    url: shownAddress(origin.url),
    link: shownAddress(origin.link),
  };
}

const text = (value: string | null | undefined): string | null => value?.trim() || null;

const URN_UUID = /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** RFC 4151, 2.1. */
const TAG = /^tag:(?:[\w.-]+@)?[a-z0-9.-]+,\d{4}(?:-\d\d){0,2}:[\w;/?:@&=+$.!~*'()%,#-]*$/;

/** The value where it can be an atom:id as it stands (RFC 4287, 4.2.6), spelled as RFC 3986, 6.2.2 has it. */
function iri(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (URN_UUID.test(value)) return value.toLowerCase();
  if (TAG.test(value)) return value;
  if (!/^https?:/i.test(value)) return null;
  const href = URL.parse(value)?.href;
  return href !== undefined && /^[\w.~!$&'()*+,;=:@/?#%-]+$/.test(href) ? href : null;
}

/** RFC 9562, 5.5: the same name, the same UUID. Ours are under the namespace for URLs. */
function nameBased(name: string): string {
  const namespace = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(`feedriver:source:${name}`)]), 'buffer');
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex', 0, 16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
