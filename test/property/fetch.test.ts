import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress, showAddress } from '../../src/fetch/address.ts';
import { readAnswer } from '../../src/fetch/answer.ts';
import { decodeBody } from '../../src/fetch/decode.ts';
import { createGuard } from '../../src/fetch/guard.ts';
import { parseHttpDate } from '../../src/fetch/http-date.ts';
import { headerTrouble } from '../../src/fetch/request-headers.ts';
import { Failure } from '../../src/model/failure.ts';

const at = Date.UTC(2025, 5, 2);

/** Header values as strangers write them: near to what is right, or nothing like it. */
const value = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.integer().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc
    .array(fc.constantFrom('max-age=', 'no-cache', ',', '"', ' ', '99999999999999999999', '-1', '=', 'GMT'), {
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
);
const names = ['cache-control', 'expires', 'age', 'date', 'retry-after', 'etag', 'last-modified'] as const;
const headers = fc.dictionary(fc.constantFrom(...names), fc.oneof(value, fc.array(value, { maxLength: 3 })));

test('any headers make an answer: times are whole, in the future, or not said', () => {
  fc.assert(
    fc.property(headers, fc.constantFrom(200, 304, 429, 503), (sent, status) => {
      const answer = readAnswer({
        status,
        headers: sent,
        url: 'https://a.example/',
        at,
        sent: null,
        movedTo: null,
        bodyHash: null,
      });
      expect(
        answer.freshUntil === null || (Number.isFinite(answer.freshUntil) && answer.freshUntil > at),
      ).toBe(true);
      expect(answer.retryAt === null || (Number.isFinite(answer.retryAt) && answer.retryAt >= at)).toBe(true);
      expect((answer.freshUntil === null) === (answer.freshWhy === null)).toBe(true);
      for (const validator of [answer.etag, answer.lastModified]) {
        expect(validator === null || headerTrouble('x', validator) === null).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});

test('HTTP dates: what a Date writes is read back; anything else is a number or null', () => {
  const seconds = fc.integer({ min: 0, max: 253_402_300_799 });
  fc.assert(
    fc.property(seconds, (time) => {
      expect(parseHttpDate(new Date(time * 1000).toUTCString())).toBe(time * 1000);
    }),
  );
  fc.assert(
    fc.property(value, (text) => {
      expect(Number.isNaN(parseHttpDate(text) ?? 0)).toBe(false);
    }),
  );
});

test.for([
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37Z'],
  ['Sun, 31 Feb 2025 08:49:37 GMT', null],
  ['Sun, 06 Nov 1994 24:00:00 GMT', null],
  ['Sun, 06 Nov 1994 08:49:37 CET', null],
  ['1994-11-06T08:49:37Z', null],
  ['0', null],
] as const)('the HTTP date %s', ([text, expected]) => {
  expect(parseHttpDate(text)).toBe(expected === null ? null : Date.parse(expected));
});

const compressors = {
  gzip: gzipSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
  deflate: deflateSync,
  'x-gzip': gzipSync,
} as const;
const coding = fc.constantFrom(...(Object.keys(compressors) as (keyof typeof compressors)[]));

test('what was compressed is unpacked, through several layers, raw deflate too', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 3000 }),
      fc.array(coding, { minLength: 1, maxLength: 3 }),
      (bytes, layers) => {
        const packed = layers.reduce<Uint8Array>((inner, name) => compressors[name](inner), bytes);
        expect(Buffer.from(decodeBody(packed, layers.join(', '), 100_000)).equals(bytes)).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
  expect(String(decodeBody(deflateRawSync('<rss/>'), 'deflate', 100))).toBe('<rss/>');
});

test('noise and cut data are a Failure or bytes within the limit, never anything else', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .tuple(coding, fc.nat(2000), fc.nat(100))
      .map(([name, length, cut]) => compressors[name](Buffer.alloc(length)).subarray(0, cut)),
  );
  fc.assert(
    fc.property(noise, fc.oneof(coding, fc.string({ maxLength: 10 })), (bytes, name) => {
      try {
        expect(decodeBody(bytes, name, 1000).length).toBeLessThanOrEqual(1000);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
      }
    }),
    { numRuns: 1000 },
  );
});

test('the guard: IPv4 is judged alike in every IPv6 form, and a listed network is allowed in all of them', () => {
  const closed = createGuard([]);
  const open = createGuard(['0.0.0.0/0']);
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      for (const form of [`::ffff:${address}`, `64:ff9b::${address}`])
        expect(closed.allows(form)).toBe(closed.allows(address));
      expect(open.allows(address)).toBe(true);
      expect(open.allows(`::ffff:${address}`)).toBe(true);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(closed.allows(`${text}x`)).toBe(false);
    }),
  );
});

test('an address as it is shown never holds user, password or query', () => {
  const word = fc.stringMatching(/^[a-z0-9]{8,12}$/);
  fc.assert(
    fc.property(word, word, word, (user, password, key) => {
      const shown = showAddress(`https://${user}:${password}@a.example/feed?key=${key}#${key}`);
      expect(shown).toBe('https://a.example/feed?…');
    }),
  );
});

test('any location is an address or a Failure', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), (location) => {
      try {
        expect(parseAddress(location).url.protocol).toMatch(/^https?:$/);
      } catch (error) {
        expect(error).toMatchObject({ code: 'address-invalid' });
      }
    }),
    { numRuns: 500 },
  );
});
