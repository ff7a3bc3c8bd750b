import { readFileSync, statSync } from 'node:fs';
import type { Document } from './resource.ts';

/** A path of the site and the file behind it. */
export type Route = Omit<Document, 'bytes' | 'modifiedAt'> & { readonly file: string };

/** The documents that lie there now; what was not published yet is left out. */
export function readDocuments(routes: readonly Route[]): readonly Document[] {
  return routes.flatMap(({ file, ...route }) => {
    const found = statSync(file, { throwIfNoEntry: false });
    return found === undefined ? [] : [{ ...route, bytes: readFileSync(file), modifiedAt: found.mtimeMs }];
  });
}
