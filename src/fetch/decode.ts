import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';
import { Failure } from '../model/failure.ts';

/** What we ask for: the codings that we can take apart and that are in use. */
export const acceptEncoding = 'gzip, br, zstd';

/** More than this is no server's habit but a bomb. */
const maxLayers = 3;

type Decompress = (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer;

const codings: Readonly<Record<string, Decompress>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  br: brotliDecompressSync,
  // RFC 9659: content coding zstd needs no window above 8 MB; a larger one is only good for taking memory.
  zstd: (bytes, options) =>
    zstdDecompressSync(bytes, { ...options, params: { [constants.ZSTD_d_windowLogMax]: 23 } }),
  // "deflate" is zlib (RFC 9110, 8.4.1.2), yet some servers send the raw form.
  deflate: (bytes, options) => (isZlib(bytes) ? inflateSync : inflateRawSync)(bytes, options),
};

/**
 * Undoes the `Content-Encoding` of a body, at most `limit` bytes at any step. What says gzip but is none is taken as it is,
 * and a gzip file that does not say so is unpacked: both are habits of servers, and no feed begins with the bytes 1f 8b.
 * Fails with `too-large`, `truncated`, `encoding`.
 */
export function decodeBody(bytes: Uint8Array, contentEncoding: string | null, limit: number): Uint8Array {
  const layers = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (layers.length > maxLayers) {
    throw new Failure('encoding', `the answer is compressed ${layers.length} times over`);
  }
  let decoded = bytes;
  for (const name of layers.reverse()) decoded = undo(name, decoded, limit);
  return isGzip(decoded) && layers.length === 0 ? undo('gzip', decoded, limit) : decoded;
}

function undo(name: string, bytes: Uint8Array, limit: number): Uint8Array {
  const decompress = codings[name];
  if (decompress === undefined) {
    throw new Failure(
      'encoding',
      `the answer has the content coding "${name.slice(0, 40)}", which was not asked for`,
    );
  }
  if (bytes.length === 0) return bytes;
  if (decompress === gunzipSync && !isGzip(bytes)) return bytes;
  try {
    return decompress(bytes, { maxOutputLength: limit });
  } catch (error) {
    throw decodingFailure(name, limit, error);
  }
}

function decodingFailure(name: string, limit: number, cause: unknown): Failure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    return new Failure('too-large', `the answer unpacks to more than ${limit} bytes`, {
      advice: 'If the document is really that large, raise maxBytes.',
      facts: { limit },
      cause,
    });
  }
  if (code === 'Z_BUF_ERROR') {
    return new Failure('truncated', `the ${name} data of the answer breaks off`, { cause });
  }
  return new Failure('encoding', `the answer is not the ${name} data that it claims to be`, { cause });
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;
}

/** RFC 1950, 2.2: method 8, and the first two bytes are a multiple of 31. */
function isZlib(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}
