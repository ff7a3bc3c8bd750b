import type { Row } from '../model/ports.ts';

/** From one layout of the cache to the next one. */
export interface Migration {
  /** The layout that it starts from. */
  readonly from: number;
  /**
   * All rows of the cache in, in no order that counts; all rows of the next layout out, each key once. Pure, and a stream: a
   * cache does not fit into memory. A row that is not handed on is gone. The manifest's `layout` is to be counted up.
   */
  rows(rows: Iterable<Row>): Iterable<Row>;
}

/** One for each layout that was ever published but the newest, oldest first; each has a file of its own in `migrations/`. */
export const MIGRATIONS: readonly Migration[] = [];

/** The layout that a cache has when all of them are done; the first one was 1. */
export const layoutAfter = (migrations: readonly Migration[]): number => migrations.length + 1;
