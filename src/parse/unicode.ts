/** Unicode encodings that TextDecoder does not read: UTF-32, and UTF-8 with foreign bytes in between. */

/** UTF-32 in either byte order. What is no character becomes U+FFFD. */
export function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // As UTF-16, for which there is a decoder: a character takes no more room there.
  const wide = new DataView(new ArrayBuffer(bytes.length));
  let length = 0;
  const put = (unit: number): void => {
    wide.setUint16(length, unit, true);
    length += 2;
  };
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, littleEndian);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) put(0xfffd);
    else if (code < 0x10000) put(code);
    else {
      put(0xd800 + ((code - 0x10000) >> 10));
      put(0xdc00 + ((code - 0x10000) & 0x3ff));
    }
  }
  return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(new Uint8Array(wide.buffer, 0, length));
}

/**
 * UTF-8 in which each foreign byte is replaced by what windows-1252 means by it, written in UTF-8 too; and how many
 * sequences beyond ASCII are valid, how many bytes are foreign. A character that the end cuts off is left out.
 */
export function mendUtf8(bytes: Uint8Array): { mended: Uint8Array; valid: number; foreign: number } {
  const mended = new Uint8Array(bytes.length * LONGEST_OF_WINDOWS);
  let length = 0;
  let valid = 0;
  let foreign = 0;
  for (let at = 0; at < bytes.length; ) {
    const size = (bytes[at] ?? 0) < 0x80 ? 1 : sequenceLength(bytes, at);
    if (size === 0 && isCutOff(bytes, at)) break;
    if (size === 0) {
      for (const byte of WINDOWS_1252[bytes[at] ?? 0] ?? []) mended[length++] = byte;
      foreign++;
      at++;
      continue;
    }
    if (size > 1) valid++;
    for (const end = at + size; at < end; at++) mended[length++] = bytes[at] ?? 0;
  }
  return { mended: mended.subarray(0, length), valid, foreign };
}

const LONGEST_OF_WINDOWS = 3;
/** Each byte as windows-1252 reads it, in UTF-8. */
const WINDOWS_1252: readonly Uint8Array[] = Array.from({ length: 256 }, (_, byte) =>
  new TextEncoder().encode(new TextDecoder('windows-1252').decode(Uint8Array.of(byte))),
);

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
