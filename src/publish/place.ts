import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../model/failure.ts';

/** A document as it lies on the disk. */
export interface PlacedFile {
  readonly file: string;
  readonly size: number;
  /** ms; with the size it tells whether somebody else touched the file. */
  readonly modifiedAt: number;
  /** SHA-256 of the bytes, base64url. */
  readonly hash: string;
}

/**
 * Puts a document in its place as a whole or not at all: written beside, flushed, renamed. A file that has these bytes
 * already is not touched. Failure: `publish-failed`, and the last good document stays.
 */
export function place(file: string, bytes: Uint8Array): { placed: PlacedFile; written: boolean } {
  const hash = createHash('sha256').update(bytes).digest('base64url');
  try {
    const written = !holds(file, bytes);
    if (written) replace(file, bytes);
    const { size, mtimeMs } = statSync(file);
    return { placed: { file, size, modifiedAt: Math.trunc(mtimeMs), hash }, written };
  } catch (error) {
    throw new Failure('publish-failed', `${file} can not be written: ${(error as Error).message}.`, {
      cause: error,
      advice: 'The last good document stays in place. Make room, or allow writing to this folder.',
    });
  }
}

/** Is the file still as it was placed? */
export function stillInPlace({ file, size, modifiedAt }: PlacedFile): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && found.size === size && Math.trunc(found.mtimeMs) === modifiedAt;
}

function holds(file: string, bytes: Uint8Array): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.size === bytes.length && readFileSync(file).equals(bytes);
}

/** One name for all tries, so that a killed run leaves at most one stray file and the next one takes it over. */
const besideOf = (file: string): string => `${file}.new`;

function replace(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = besideOf(file);
  try {
    const handle = openSync(beside, 'w', 0o644);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
