import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
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

/** A document that is being written beside its place. Failure of all three: `publish-failed`, and the last good document stays. */
export interface Draft {
  readonly file: string;
  /** Adds to its end, in UTF-8; no character may be divided between two texts. */
  write(text: string): void;
  /**
   * Puts it in its place as a whole: flushed, then renamed. A file that has these bytes already is not touched. After it
   * nothing more is written.
   */
  place(): { readonly placed: PlacedFile; readonly written: boolean };
  /** Takes it away again; nothing when it was placed. */
  discard(): void;
}

/** Characters that are encoded at a time. */
const PORTION = 65_536;

/** UTF-8 takes no more for a UTF-16 unit. */
const MOST_BYTES = 3;

/** No pair of surrogates is divided. */
function endOfPortion(text: string, from: number): number {
  const to = Math.min(from + PORTION, text.length);
  const last = text.charCodeAt(to - 1);
  return to < text.length && last >= 0xd800 && last < 0xdc00 ? to - 1 : to;
}

/** One name for all tries, so that a killed run leaves at most one stray file and the next one takes it over. */
const besideOf = (file: string): string => `${file}.new`;

/** Makes the folder where there is none. Failure: `publish-failed`. */
export function openDraft(file: string): Draft {
  const beside = besideOf(file);
  const hash = createHash('sha256');
  let handle: number | null = guarded(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    return openSync(beside, 'w', 0o644);
  });
  // One for all that is written, and no text waits to be encoded: texts that wait grow old, and garbage that grew old is collected late.
  const encoded = Buffer.allocUnsafeSlow(MOST_BYTES * PORTION);
  let filled = 0;
  let size = 0;

  function encode(text: string): void {
    for (let from = 0; from < text.length; ) {
      const to = endOfPortion(text, from);
      if (filled + MOST_BYTES * (to - from) > encoded.length) writeOut();
      filled += encoded.write(text.slice(from, to), filled);
      from = to;
    }
  }

  function writeOut(): void {
    writeBytes(encoded.subarray(0, filled));
    filled = 0;
  }

  function writeBytes(bytes: Buffer): void {
    hash.update(bytes);
    size += bytes.length;
    for (let at = 0; handle !== null && at < bytes.length; ) at += writeSync(handle, bytes, at);
  }

  function close(): void {
    if (handle !== null) closeSync(handle);
    handle = null;
  }

  return {
    file,
    write: (text) => guarded(file, () => encode(text)),
    place: () =>
      guarded(file, () => {
        writeOut();
        const digest = hash.digest('base64url');
        const written = !holds(file, size, digest);
        if (written && handle !== null) fsyncSync(handle);
        close();
        if (written) renameSync(beside, file);
        else rmSync(beside);
        const { mtimeMs } = statSync(file);
        return { placed: { file, size, modifiedAt: Math.trunc(mtimeMs), hash: digest }, written };
      }),
    discard() {
      if (handle === null) return;
      close();
      rmSync(beside, { force: true });
    },
  };
}

function guarded<Result>(file: string, work: () => Result): Result {
  try {
    return work();
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

/** Has the file this size and this hash? */
function holds(file: string, size: number, digest: string): boolean {
  if (statSync(file, { throwIfNoEntry: false })?.size !== size) return false;
  const hash = createHash('sha256');
  const portion = Buffer.allocUnsafe(PORTION);
  const handle = openSync(file, 'r');
  try {
    for (let read = -1; read !== 0; ) {
      read = readSync(handle, portion);
      hash.update(portion.subarray(0, read));
    }
  } finally {
    closeSync(handle);
  }
  return hash.digest('base64url') === digest;
}

/** Puts a document that is at hand as a whole in its place. */
export function place(file: string, bytes: Uint8Array): ReturnType<Draft['place']> {
  const draft = openDraft(file);
  try {
    draft.write(new TextDecoder().decode(bytes));
    return draft.place();
  } finally {
    draft.discard();
  }
}
