/** The one row that says which other rows count; a commit becomes true by replacing it. */
import { Failure } from '../model/failure.ts';
import { LAYOUT } from '../model/layout.ts';
import type { Store } from '../model/ports.ts';
import type { Family, Segment } from './segment.ts';

/** Pages of a segment that no longer counts. */
export interface Leftover {
  readonly family: Family;
  readonly number: number;
  readonly bits: number;
}

export interface Manifest {
  /** For stores that have no other place to say it. */
  readonly layout: number;
  /** Distinct items in the cache. */
  readonly items: number;
  /** Oldest first, numbers rising. */
  readonly segments: Readonly<Record<Family, readonly Segment[]>>;
  /** The roster's chunks: first that is kept, and number of the one that is being filled. */
  readonly roster: { readonly first: number; readonly last: number };
  /** What the last housekeeping had to remove, in case it was interrupted. */
  readonly leftovers: readonly Leftover[];
}

export const MANIFEST_KEY = 'w';

const NEW: Manifest = {
  layout: LAYOUT,
  items: 0,
  segments: { names: [], texts: [] },
  roster: { first: 0, last: 0 },
  leftovers: [],
};

/** Failures: `store-newer` and `store-older`, where the cache has another layout than ours; those of the store. */
export async function readManifest(store: Store): Promise<Manifest> {
  const value = await store.get(MANIFEST_KEY);
  if (value === undefined) return NEW;
  const manifest: Manifest = JSON.parse(value);
  const { layout } = manifest;
  if (layout === LAYOUT) return manifest;
  throw new Failure(
    layout > LAYOUT ? 'store-newer' : 'store-older',
    `The items of the cache have layout ${layout}; this feedriver knows ${LAYOUT}.`,
  );
}
