import { Failure } from '../model/failure.ts';

/** More entries than any feed has; a document with more is an attack or an archive. */
export const MAX_ENTRIES = 20_000;

/** Throws `too-many`. */
export function refuseTooMany(entries: number): void {
  if (entries <= MAX_ENTRIES) return;
  throw new Failure('too-many', `The feed has more than ${MAX_ENTRIES} entries.`, {
    advice: 'Look for a feed of the newest entries only.',
    facts: { limit: MAX_ENTRIES },
  });
}
