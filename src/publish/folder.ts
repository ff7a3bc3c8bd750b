import { readdirSync } from 'node:fs';

/** Names of what lies in a folder; none where there is no such folder. */
export function namesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
    throw error;
  }
}
