import type { Answer } from './answer.ts';
import { type Document, hashOf, makeResource, type Resource } from './resource.ts';

/** An answer that is made anew for each request. */
export type Live = () => Answer | Promise<Answer>;

/** A document that is asked for too rarely to be held; null: there is none at this path. */
export type Shelved = (path: string) => Document | null;

/** The published documents in memory; nothing of the disk can be reached through it but what is shelved. */
export interface Site {
  /** Undefined: nothing was published there yet, or there is no such path. */
  find(path: string): Resource | undefined;
  live(path: string): Live | undefined;
  /** What is not in memory: made ready when it is asked for, and held for a while. */
  fetch(path: string): Promise<Resource> | undefined;
  /**
   * Puts documents in the place of older ones, all at the same moment: nobody is served half of two publications. One that
   * has the same bytes as before stays as it is. One publication at a time.
   */
  publish(documents: readonly Document[]): Promise<void>;
}

/** Of what is shelved so many are held, the ones that were asked for last. */
const HELD = 32;

/** `live`: by path, what is never kept. */
export function createSite(live: ReadonlyMap<string, Live> = new Map(), shelved: Shelved = () => null): Site {
  let resources: ReadonlyMap<string, Resource> = new Map();
  const held = new Map<string, Promise<Resource>>();

  function fetch(path: string): Promise<Resource> | undefined {
    let resource = held.get(path);
    if (resource === undefined) {
      const document = shelved(path);
      if (document === null) return undefined;
      resource = makeResource(document, undefined);
    }
    held.delete(path);
    held.set(path, resource);
    const [oldest] = held.keys();
    if (held.size > HELD && oldest !== undefined) held.delete(oldest);
    return resource;
  }

  return {
    fetch,
    find: (path) => resources.get(path),
    live: (path) => live.get(path),
    async publish(documents) {
      const next = new Map(resources);
      const changed = documents.filter(({ path, bytes }) => resources.get(path)?.hash !== hashOf(bytes));
      for (const document of changed) {
        next.set(document.path, await makeResource(document, resources.get(document.path)));
      }
      resources = next;
      held.clear();
    },
  };
}
