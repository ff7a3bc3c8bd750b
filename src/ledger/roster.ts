/**
 * All items in the order of their meeting, in chunks: the only way to walk through a cache whose keys can not be listed.
 * A chunk is one row of refs, without anything between them; only the last one is ever written again.
 */
import type { Row, Store } from '../model/ports.ts';
import { REF_LENGTH } from './ids.ts';
import type { Manifest } from './manifest.ts';

const CHUNK = 1024;

export function chunkKey(chunk: number): string {
  return `w:r:${chunk}`;
}

export interface Extended {
  readonly rows: readonly Row[];
  readonly roster: Manifest['roster'];
}

/** Rows that put `refs` at the end of the roster; `open` is the value of its last chunk. */
export function extendRoster(roster: Manifest['roster'], open: string, refs: readonly string[]): Extended {
  const rows: Row[] = [];
  let last = roster.last;
  let value = open;
  let at = 0;
  while (at < refs.length) {
    const room = CHUNK - value.length / REF_LENGTH;
    value += refs.slice(at, at + room).join('');
    rows.push({ key: chunkKey(last), value });
    at += room;
    if (value.length < CHUNK * REF_LENGTH) break;
    last++;
    value = '';
  }
  return { rows, roster: { first: roster.first, last } };
}

export function decodeChunk(value: string | undefined): string[] {
  const refs: string[] = [];
  for (let at = 0; at < (value?.length ?? 0); at += REF_LENGTH)
    refs.push(value?.slice(at, at + REF_LENGTH) ?? '');
  return refs;
}

/** Refs by chunk, newest first, the newest of a chunk first. */
export async function* walkRoster(
  store: Store,
  roster: Manifest['roster'],
): AsyncIterable<readonly string[]> {
  for (let chunk = roster.last; chunk >= roster.first; chunk--) {
    const refs = decodeChunk(await store.get(chunkKey(chunk)));
    if (refs.length > 0) yield refs.reverse();
  }
}
