/** Unicode encodings that TextDecoder does not read: UTF-32, and UTF-8 with foreign bytes in between. */

/** UTF-32 in either byte order. What is no character becomes U+FFFD. */
export function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: string[] = [];
  let piece = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, littleEndian);
    const legal = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    piece += legal ? String.fromCodePoint(code) : '\ufffd';
    if (piece.length > 8192) {
      pieces.push(piece);
      piece = '';
    }
  }
  pieces.push(piece);
  return pieces.join('');
}

/** Reads valid UTF-8 as such and each other byte as windows-1252, and counts both kinds beyond ASCII. */
export function decodeUtf8Mixed(bytes: Uint8Array): { text: string; valid: number; invalid: number } {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: false });
  const windows = new TextDecoder('windows-1252');
  const pieces: string[] = [];
  let valid = 0;
  let invalid = 0;
  let from = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] ?? 0) < 0x80 ? 1 : sequenceLength(bytes, at);
    if (length > 1) valid++;
    if (length > 0) {
      at += length;
      continue;
    }
    pieces.push(utf8.decode(bytes.subarray(from, at)));
    // A character that the end of the document cuts off is no foreign byte.
    if (isCutOff(bytes, at)) return { text: pieces.join(''), valid, invalid };
    pieces.push(windows.decode(bytes.subarray(at, at + 1)));
    invalid++;
    at++;
    from = at;
  }
  pieces.push(utf8.decode(bytes.subarray(from)));
  return { text: pieces.join(''), valid, invalid };
}

/** Length of the well-formed sequence beyond ASCII that starts here (Unicode, table 3-7); 0 if there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  if (lead < 0xc2 || lead > 0xf4 || (second & 0xc0) !== 0x80) return 0;
  if (lead < 0xe0) return 2;
  if (((bytes[at + 2] ?? 0) & 0xc0) !== 0x80) return 0;
  if (lead < 0xf0) {
    const surrogateOrOverlong = (lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f);
    return surrogateOrOverlong ? 0 : 3;
  }
  if (((bytes[at + 3] ?? 0) & 0xc0) !== 0x80) return 0;
  return (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f) ? 0 : 4;
}

function isCutOff(bytes: Uint8Array, at: number): boolean {
  const lead = bytes[at] ?? 0;
  const wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (wanted <= bytes.length - at) return false;
  for (let next = at + 1; next < bytes.length; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return false;
  return true;
}
