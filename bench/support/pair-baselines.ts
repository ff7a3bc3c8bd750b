/** What a simple feed reader would do with a pair of items: the yardsticks beside our judge. */
import { createHash } from 'node:crypto';
import { hashAddress } from '../../src/dedup/canonical.ts';
import { HASHES } from '../../src/dedup/fingerprint.ts';
import type { DedupItem } from '../../src/ledger/deduper.ts';

export interface Pair {
  readonly id: string;
  readonly class: string;
  readonly label: 'dup' | 'distinct';
  readonly a: DedupItem;
  readonly b: DedupItem;
}

export type Decider = (pair: Pair) => boolean;

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const contentHash = ({ title, text }: DedupItem): string =>
  createHash('sha1')
    .update(`${fold(title ?? '')}\n${fold(text ?? '')}`)
    .digest('base64');

function addressHash(link: string): string {
  const hashes = new Int32Array(HASHES);
  hashAddress(hashes, 0, 2, link);
  return `${hashes[0]}.${hashes[1]}`;
}

const sameGuid: Decider = ({ a, b }) => a.feed === b.feed && !!a.guid && a.guid === b.guid;

/** By name; each answers whether the pair is one item. */
export const baselines: Readonly<Record<string, Decider>> = {
  guid: sameGuid,
  'guid or URL': (pair) =>
    sameGuid(pair) ||
    (!!pair.a.link && !!pair.b.link && addressHash(pair.a.link) === addressHash(pair.b.link)),
  'exact title': ({ a, b }) => fold(a.title ?? '') === fold(b.title ?? ''),
  'content hash': ({ a, b }) => contentHash(a) === contentHash(b),
};
