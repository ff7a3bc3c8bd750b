/** The names and the text that an item is known by, as they follow what its sources say. */
import { ADDRESS, GUID, HASHES, type Print, TEXT, TITLE } from '../dedup/fingerprint.ts';
import { type Memory, putNames, putText, type Remembered } from './memory.ts';

/** What happens to a row; `face`: only another name to know the item by; `nothing`: no row is written. */
export type Effect = 'first' | 'revise' | 'readdress' | 'join' | 'join-longer' | 'face' | 'nothing';

/** Changes of text that are followed; a source that changes an item at every fetch is not worth more. */
const MOST_REVISIONS = 24;
/** Names that an item is known by; enough for every source and its moves, and a bound for hostile feeds. */
const MOST_FACES = 32;
/** Another text is preferred if it has more than this many times the words. */
const LONGER = 1.25;

/** What a print of `source` changes about the item that it was recognised as. */
export function changeOf(match: Remembered, source: string, print: Print): Effect {
  const last = match.faceSources.lastIndexOf(source);
  if (last < 0) return print.words > match.print.words * LONGER ? 'join-longer' : 'join';
  const face = match.faces.subarray(last * HASHES, (last + 1) * HASHES);
  if (sameHash(face, print.hashes, TEXT) && sameHash(face, print.hashes, TITLE))
    return isKnownName(match.faces, print.hashes) ? 'nothing' : 'readdress';
  if (match.owner !== source) return 'face';
  return match.revision < MOST_REVISIONS ? 'revise' : 'nothing';
}

function sameHash(face: Int32Array, hashes: Int32Array, at: number): boolean {
  return face[at] === hashes[at] && face[at + 1] === hashes[at + 1];
}

/** Did the item come with just this guid and address before? */
function isKnownName(faces: Int32Array, hashes: Int32Array): boolean {
  for (let at = 0; at < faces.length; at += HASHES) {
    const face = faces.subarray(at, at + HASHES);
    if (sameHash(face, hashes, GUID) && sameHash(face, hashes, ADDRESS)) return true;
  }
  return false;
}

/** Lets the item be known by this print too. */
export function addFace(memory: Memory, match: Remembered, source: string, print: Print): void {
  const full = match.faceSources.length >= MOST_FACES;
  // the first is how the item was met; the one after it is given up
  const kept = full ? without(match.faces, HASHES, 2 * HASHES) : match.faces;
  const faces = new Int32Array(kept.length + HASHES);
  faces.set(kept);
  faces.set(print.hashes, kept.length);
  match.faces = faces;
  match.faceSources = [...(full ? match.faceSources.toSpliced(1, 1) : match.faceSources), source];
  putNames(memory, print, memory.byRef.get(match.ref) ?? 0);
}

function without(numbers: Int32Array, from: number, to: number): Int32Array {
  const kept = new Int32Array(numbers.length - (to - from));
  kept.set(numbers.subarray(0, from));
  kept.set(numbers.subarray(to), from);
  return kept;
}

/** Shows the print's text from now on; what is compared next is compared with it. */
export function showText(
  memory: Memory,
  match: Remembered,
  source: string,
  print: Print,
  revised: boolean,
): void {
  match.print = print;
  match.shingles = -1;
  match.owner = source;
  if (revised) match.revision++;
  putText(memory, print, memory.byRef.get(match.ref) ?? 0);
}
