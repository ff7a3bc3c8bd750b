/** A print and all faces of an item as one word of base64: little-endian, fixed head, then hashes, then traces. */

import { HASHES, type Print } from '../dedup/fingerprint.ts';
import { LETTERS } from '../dedup/letters.ts';

interface Coded {
  readonly print: Print;
  readonly faces: Int32Array;
  /** For each face the index of its source among the item's sightings. */
  readonly faceSources: readonly number[];
}

const HEAD = 20;
const NO_KEYS = new Int32Array(0);

export function encodePrint(print: Print, faces: Int32Array, faceSources: readonly number[]): string {
  const { title, trace, letters } = print;
  const faceCount = faceSources.length;
  const bytes = Buffer.allocUnsafe(
    HEAD + faceCount * 2 + (faces.length + letters.length) * 4 + (title.length + trace.length) * 2,
  );
  bytes.writeUInt8(print.rule, 0);
  bytes.writeUInt8(faceCount, 1);
  bytes.writeUInt8(print.titleOwn, 2);
  bytes.writeUInt8(title.length, 3);
  bytes.writeUInt32LE(trace.length, 4);
  bytes.writeUInt32LE(print.words, 8);
  bytes.writeDoubleLE(print.dated ?? Number.NaN, 12);
  let at = HEAD;
  for (const source of faceSources) at = bytes.writeUInt16LE(source, at);
  at = copyBytes(bytes, at, faces);
  at = copyBytes(bytes, at, letters);
  at = copyBytes(bytes, at, title);
  copyBytes(bytes, at, trace);
  return bytes.toString('base64');
}

function copyBytes(into: Buffer, at: number, numbers: Int32Array | Uint16Array): number {
  into.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), at);
  return at + numbers.byteLength;
}

export function decodePrint(text: string): Coded {
  const bytes = Buffer.from(text, 'base64');
  const faceCount = bytes.readUInt8(1);
  const titleLength = bytes.readUInt8(3);
  const dated = bytes.readDoubleLE(12);
  const facesAt = HEAD + faceCount * 2;
  const lettersAt = facesAt + faceCount * HASHES * 4;
  const titleAt = lettersAt + LETTERS * 4;
  const traceAt = titleAt + titleLength * 2;
  const faces = new Int32Array(sliceOf(bytes, facesAt, lettersAt));
  const print: Print = {
    rule: bytes.readUInt8(0),
    hashes: faces.slice(-HASHES),
    keys: NO_KEYS,
    title: new Uint16Array(sliceOf(bytes, titleAt, traceAt)),
    letters: new Int32Array(sliceOf(bytes, lettersAt, titleAt)),
    titleOwn: bytes.readUInt8(2),
    trace: new Uint16Array(sliceOf(bytes, traceAt, traceAt + bytes.readUInt32LE(4) * 2)),
    words: bytes.readUInt32LE(8),
    dated: Number.isNaN(dated) ? null : dated,
  };
  return { print, faces, faceSources: [...new Uint16Array(sliceOf(bytes, HEAD, facesAt))] };
}

/** Copies, because a view needs its bytes aligned. */
function sliceOf(bytes: Buffer, from: number, to: number): ArrayBuffer {
  const copy = new ArrayBuffer(to - from);
  new Uint8Array(copy).set(bytes.subarray(from, to));
  return copy;
}
