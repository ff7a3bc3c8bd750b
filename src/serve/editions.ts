/**
 * What is new in a feed since an edition of it that a client holds, for RFC 3229 with the instance manipulation "feed": the
 * document with the entries only that were not in that edition, or read otherwise there.
 */
import { createHash } from 'node:crypto';

/** How our own documents are written: no text of an item can hold these tags, as every "<" of one is escaped. */
const ENTRIES = /<(item|entry)[ >].*?<\/\1>/gs;

/** Editions of one document that are known by their validator. */
const REMEMBERED = 64;

/** What is known of the newest edition of a document and of those before it. Never changed: a newer one has its own. */
export interface Editions {
  readonly text: string;
  readonly number: number;
  /** Numbers of editions by the hash of their bytes, the oldest first. */
  readonly numbers: ReadonlyMap<string, number>;
  /** The edition that each entry of the newest one came with, by the entry's hash. */
  readonly cameWith: ReadonlyMap<string, number>;
}

/** `hash`: of the document's bytes. `before`: null when it is the first edition. */
export function nextEdition(before: Editions | null, hash: string, text: string): Editions {
  const number = (before?.number ?? 0) + 1;
  const older = [...(before?.numbers ?? [])].filter(([name]) => name !== hash).slice(1 - REMEMBERED);
  const cameWith = new Map<string, number>();
  for (const [entry] of text.matchAll(ENTRIES)) {
    const name = hashOf(entry);
    cameWith.set(name, before?.cameWith.get(name) ?? number);
  }
  return { text, number, numbers: new Map([...older, [hash, number]]), cameWith };
}

/** The newest edition without what the held one has; null when that is not remembered, or nothing is saved by it. */
export function newSince({ text, numbers, cameWith }: Editions, held: string): string | null {
  const number = numbers.get(held);
  if (number === undefined) return null;
  const shorter = text.replace(ENTRIES, (entry) =>
    (cameWith.get(hashOf(entry)) ?? 0) > number ? entry : '',
  );
  return shorter.length < text.length ? shorter : null;
}

const hashOf = (entry: string): string => createHash('sha256').update(entry).digest('base64url').slice(0, 22);
