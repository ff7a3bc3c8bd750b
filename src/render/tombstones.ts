/** What a feed had and has no more, as a feed beside it (RFC 6721): checkers and old readers stumble over it within. */
import type { Channel } from '../model/output.ts';
import { envelopeOf } from './envelope.ts';
import { rfc3339 } from './instant.ts';
import { el, markup } from './xml.ts';

const NAMESPACE = 'http://purl.org/atompub/tombstones/1.0';

/** Newest first; times in ms since 1970. Failure `render-refused` when the channel can not be rendered. */
export function* renderTombstones(
  channel: Channel,
  tombstones: readonly (readonly [id: string, at: number])[],
): Iterable<string> {
  const { head, between, tail } = envelopeOf('atom', channel);
  yield head;
  for (const [ref, at] of tombstones)
    yield markup(el('at:deleted-entry', { 'xmlns:at': NAMESPACE, ref, when: rfc3339(at) })) + between;
  yield tail.trimStart();
}
