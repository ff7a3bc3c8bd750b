/** Where the score scripts find their data: `../shared/corpus` beside the project, or `FEEDRIVER_CORPUS`. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const root = process.env.FEEDRIVER_CORPUS ?? resolve(import.meta.dirname, '../../../shared/corpus');

/** Absolute path of a file or folder of the corpus; null, with a line that says so, where it is not there. */
export function corpusFile(name: string): string | null {
  const path = resolve(root, name);
  if (existsSync(path)) return path;
  console.log(`skipped: no ${name} in ${root} (set FEEDRIVER_CORPUS to the folder that holds it)`);
  return null;
}
