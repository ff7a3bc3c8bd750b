import type { Answer } from './answer.ts';
import { type Document, hashOf, makeResource, type Resource } from './resource.ts';

/** An answer that is made anew for each request. */
export type Live = () => Answer | Promise<Answer>;

/** The published documents in memory; nothing of the disk can be reached through it. */
export interface Site {
  /** Undefined: nothing was published there yet, or there is no such path. */
  find(path: string): Resource | undefined;
  live(path: string): Live | undefined;
  /**
   * Puts documents in the place of older ones, all at the same moment: nobody is served half of two publications. One that
   * has the same bytes as before stays as it is. One publication at a time.
   */
  publish(documents: readonly Document[]): Promise<void>;
}

/** `live`: by path, what is never kept. */
export function createSite(live: ReadonlyMap<string, Live> = new Map()): Site {
  let resources: ReadonlyMap<string, Resource> = new Map();
  return {
    find: (path) => resources.get(path),
    live: (path) => live.get(path),
    async publish(documents) {
      const next = new Map(resources);
      const changed = documents.filter(({ path, bytes }) => resources.get(path)?.hash !== hashOf(bytes));
      for (const document of changed) {
        next.set(document.path, await makeResource(document, resources.get(document.path)));
      }
      resources = next;
    },
  };
}
