/** The one row that says which other rows count; a commit becomes true by replacing it. */
import type { Store } from '../model/ports.ts';
import type { Family, Segment } from './segment.ts';

/** Pages of a segment that no longer counts. */
export interface Leftover {
  readonly family: Family;
  readonly number: number;
  readonly bits: number;
}

export interface Manifest {
  /** Version of this layout. */
  readonly layout: 1;
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
  layout: 1,
  items: 0,
  segments: { names: [], texts: [] },
  roster: { first: 0, last: 0 },
  leftovers: [],
};

export async function readManifest(store: Store): Promise<Manifest> {
  const value = await store.get(MANIFEST_KEY);
  return value === undefined ? NEW : JSON.parse(value);
}
