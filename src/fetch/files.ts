import { hash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, normalize, sep } from 'node:path';
import type { Bookmark } from '../model/bookmark.ts';
import { Failure, type Warning } from '../model/failure.ts';
import type { Clock } from '../model/ports.ts';
import type { Answer, Document, Fetched, Source } from '../model/source.ts';

export interface Disk {
  readonly clock: Clock;
  readonly settings: { readonly maxBytes: number };
  /** Absolute paths of the folders that sources may lie in. */
  readonly roots: readonly string[];
}

/** A file that may be read: its place after symbolic links, and what tells a change without reading. */
interface Candidate {
  readonly path: string;
  readonly real: string;
  readonly stats: Stats;
}

/** More files than this are no inbox but a mistake. */
const maxFiles = 10_000;

/** A file may change twice within what its time stamp and we can tell apart; so young a stamp proves nothing. ms. */
const stampResolution = 2000;

/**
 * Reads a file, and for a digest also a folder (all files in it, hidden ones left out) or a pattern ("/inbox/*.eml"), in the
 * order of their names. Nothing outside of the roots is read, wherever links point.
 * `unchanged` when size and time, or else the bytes, are those of last time, and when there is no file (yet).
 * Codes: `file-unreadable`, `file-outside`, `too-large`, `cancelled`.
 */
export async function readFiles(
  source: Source,
  bookmark: Bookmark | null,
  signal: AbortSignal,
  disk: Disk,
): Promise<Fetched> {
  const warnings: Warning[] = [];
  try {
    const candidates = await findFiles(source, disk, warnings);
    const stamp = stampOf(candidates);
    const answer: Answer = { ...emptyAnswer, at: disk.clock.now(), url: source.location, etag: stamp };
    if (candidates.length === 0) {
      warnings.push({ code: 'no-files', message: `there is no file at ${basename(source.location)} yet` });
      return { kind: 'unchanged', answer, warnings };
    }
    const last = bookmark?.validators?.url === source.location ? bookmark : null;
    if (last?.validators?.etag === stamp && isSettled(candidates, last.lastFetchAt ?? 0)) {
      return { kind: 'unchanged', answer: { ...answer, bodyHash: last.bodyHash }, warnings };
    }
    const documents = await readAll(candidates, signal, disk, warnings);
    const bodyHash = hash('sha256', documents.map(fingerprint).join('\n'), 'base64url');
    const complete = { ...answer, at: disk.clock.now(), bodyHash };
    if (bodyHash === last?.bodyHash) return { kind: 'unchanged', answer: complete, warnings };
    return { kind: 'documents', answer: { ...complete, status: 200 }, documents, warnings };
  } catch (error) {
    if (error instanceof Failure)
      return { kind: 'failed', answer: null, at: disk.clock.now(), failure: error };
    throw error;
  }
}

const emptyAnswer = {
  status: 304,
  lastModified: null,
  freshUntil: null,
  freshWhy: null,
  retryAt: null,
  movedTo: null,
  bodyHash: null,
};

async function findFiles(source: Source, disk: Disk, warnings: Warning[]): Promise<readonly Candidate[]> {
  const location = normalize(source.location);
  const roots = await Promise.all(disk.roots.map((root) => realpath(root).catch(() => root)));
  const inside = (path: string) => [...roots, ...disk.roots].some((root) => isInside(path, root));
  if (!inside(location)) throw outside(location);
  const stats = await stat(location).catch(() => null);
  if (stats === null && source.kind === 'digest') {
    const matches = await expandPattern(location);
    if (matches !== null) return keepInside(matches, roots, warnings);
  }
  if (stats === null) throw unreadable(location, 'there is no such file');
  if (stats.isDirectory() && source.kind === 'digest') {
    const names = await readdir(location).catch((cause: unknown) => {
      throw unreadable(location, 'the folder can not be read', cause);
    });
    const paths = names.filter((name) => !name.startsWith('.')).map((name) => join(location, name));
    return keepInside(paths, roots, warnings);
  }
  if (!stats.isFile())
    throw unreadable(location, stats.isDirectory() ? 'it is a folder' : 'it is no regular file');
  const real = await realpath(location);
  if (!roots.some((root) => isInside(real, root))) throw outside(location);
  return [{ path: location, real, stats }];
}

/** The files that a pattern matches; null if `location` is none. */
async function expandPattern(location: string): Promise<readonly string[] | null> {
  const { glob, isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(location)) return null;
  return glob(location, {
    absolute: true,
    expandDirectories: false,
    cwd: staticPart(location, isDynamicPattern),
  });
}

/** The folder above the first part of a pattern that is no plain name: nothing above it needs to be looked at. */
function staticPart(pattern: string, isDynamic: (part: string) => boolean): string {
  const parts = pattern.split(sep);
  const first = parts.findIndex((part) => isDynamic(part));
  return parts.slice(0, first < 0 ? -1 : first).join(sep) || sep;
}

async function keepInside(
  paths: readonly string[],
  roots: readonly string[],
  warnings: Warning[],
): Promise<readonly Candidate[]> {
  if (paths.length > maxFiles)
    throw new Failure('too-large', `${paths.length} files are more than ${maxFiles}`);
  const candidates: Candidate[] = [];
  // "edition-9" before "edition-10", in every locale.
  const { compare } = new Intl.Collator('en', { numeric: true });
  for (const path of [...paths].sort((one, other) => compare(one, other) || (one < other ? -1 : 1))) {
    const real = await realpath(path).catch(() => null);
    const stats = real === null ? null : await stat(real).catch(() => null);
    if (real === null || stats === null || !stats.isFile()) continue;
    if (roots.some((root) => isInside(real, root))) candidates.push({ path, real, stats });
    else
      warnings.push({ code: 'file-outside', message: `${basename(path)} links to outside and was left out` });
  }
  return candidates;
}

/** One unreadable file of many costs a warning, not the others. */
async function readAll(
  candidates: readonly Candidate[],
  signal: AbortSignal,
  { settings }: Disk,
  warnings: Warning[],
): Promise<readonly Document[]> {
  const documents: Document[] = [];
  let failure: Failure | null = null;
  for (const candidate of candidates) {
    if (signal.aborted) throw new Failure('cancelled', 'the run was stopped');
    try {
      documents.push(await readDocument(candidate, settings.maxBytes));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failure = error;
      warnings.push({ code: error.code, message: error.message });
    }
  }
  if (documents.length === 0 && failure !== null) throw failure;
  return documents;
}

async function readDocument({ path, real, stats }: Candidate, maxBytes: number): Promise<Document> {
  if (stats.size > maxBytes) throw tooLarge(path, maxBytes);
  try {
    // The place was checked: a link put there since is not followed, a pipe does not block.
    const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const bytes = await file.readFile();
      if (bytes.length > maxBytes) throw tooLarge(path, maxBytes);
      return { location: path, bytes, contentType: null, modifiedAt: Math.floor(stats.mtimeMs) };
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw unreadable(path, 'it can not be read', cause);
  }
}

function isSettled(candidates: readonly Candidate[], lastFetchAt: number): boolean {
  return candidates.every(({ stats }) => stats.mtimeMs < lastFetchAt - stampResolution);
}

function stampOf(candidates: readonly Candidate[]): string {
  const lines = candidates.map(({ path, stats }) => `${path} ${stats.size} ${stats.mtimeMs}`);
  return hash('sha256', lines.join('\n'), 'base64url');
}

function fingerprint({ location, bytes }: Document): string {
  return `${location} ${hash('sha256', bytes, 'base64url')}`;
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function unreadable(path: string, why: string, cause?: unknown): Failure {
  return new Failure('file-unreadable', `${path}: ${why}`, {
    place: { file: path },
    advice: 'Check the path; a relative one counts from the folder of the configuration.',
    cause,
  });
}

function outside(path: string): Failure {
  return new Failure('file-outside', `${path} lies outside of the folders that sources may be read from`, {
    place: { file: path },
    advice: `Move it there, or add ${dirname(path)} to the allowed folders.`,
  });
}

function tooLarge(path: string, limit: number): Failure {
  return new Failure('too-large', `${basename(path)} is larger than ${limit} bytes`, { facts: { limit } });
}
