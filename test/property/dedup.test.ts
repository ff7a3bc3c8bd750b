import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashAddress } from '../../src/dedup/canonical.ts';
import { compareTexts, compareTitles, overlap, weigh } from '../../src/dedup/compare.ts';
import { fingerprint, HASHES, type Print } from '../../src/dedup/fingerprint.ts';
import { judge } from '../../src/dedup/judge.ts';
import { rawHashOf } from '../../src/dedup/raw-hash.ts';
import { findSlots } from '../../src/dedup/slots.ts';
import { decodePrint, encodePrint } from '../../src/ledger/print-code.ts';
import { itemWith } from '../support/items.ts';

const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '<p>',
    '</p>',
    '<script>',
    '</script>',
    '<!--',
    '-->',
    '&amp;',
    '&#x',
    '<a href="',
    '"',
    '<br/>',
    ' 1,000 ',
    'Name ',
  ),
  fc.lorem(),
);
const html = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
const title = fc.oneof(fc.string({ unit: 'binary' }), fc.lorem({ maxCount: 8 }));
const print: fc.Arbitrary<Print> = fc
  .record({ html, title, guid: fc.option(fc.string()), url: fc.option(fc.webUrl()) })
  .map((parts) => fingerprint(itemWith(parts), { id: 'source' }));

describe('a print', () => {
  it('is made of anything, and of the same thing twice the same', () => {
    fc.assert(
      fc.property(html, title, (text, heading) => {
        const item = itemWith({ html: text, title: heading });
        expect(fingerprint(item, { id: 'a' })).toEqual(fingerprint(item, { id: 'a' }));
      }),
    );
  });
  it('comes back from the cache as it went in', () => {
    fc.assert(
      fc.property(fc.array(print, { minLength: 1, maxLength: 4 }), (prints) => {
        const shown = prints.at(-1);
        if (shown === undefined) return;
        const faces = new Int32Array(prints.length * HASHES);
        prints.forEach(({ hashes }, i) => {
          faces.set(hashes, i * HASHES);
        });
        const sources = prints.map((_, i) => i * 1000);
        const decoded = decodePrint(encodePrint(shown, faces, sources));
        expect(decoded.print).toEqual({ ...shown, keys: new Int32Array(0) });
        expect(decoded.faces).toEqual(faces);
        expect(decoded.faceSources).toEqual(sources);
      }),
    );
  });
});

describe('a comparison', () => {
  it('gives shares, and finds a text whole in itself', () => {
    fc.assert(
      fc.property(print, print, (a, b) => {
        const one = weigh(a);
        compareTexts(one, weigh(b));
        for (const share of [overlap.containment, overlap.lead, compareTitles(one, weigh(b))]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        compareTexts(one, weigh(structuredClone(a)));
        if (a.trace.length >= 3) expect(overlap.containment).toBe(1);
        expect(findSlots(one, weigh(structuredClone(a)))).toEqual({ replaced: 0, filled: 0 });
      }),
    );
  });
  it('does not depend on which of the two is the new one', () => {
    fc.assert(
      fc.property(print, print, (a, b) => {
        const [one, other] = [weigh(a), weigh(b)];
        compareTexts(one, other);
        const { containment, lead } = overlap;
        const titles = compareTitles(one, other);
        compareTexts(other, one);
        expect([overlap.containment, overlap.lead]).toEqual([containment, lead]);
        expect(compareTitles(other, one)).toBeCloseTo(titles);
      }),
    );
  });
  it('never refuses the very same item', () => {
    fc.assert(
      fc.property(print, (a) => {
        fc.pre(a.hashes[0] !== 0);
        const item = weigh(structuredClone(a));
        const circumstances = {
          sameSource: true,
          sharedKeys: 1,
          together: false,
          taken: false,
          replaced: false,
        };
        const ruling = judge({ ...weigh(a), faces: a.hashes }, item, circumstances);
        expect(ruling.same).toBe(true);
      }),
    );
  });
});

it('any address has a hash or none, whatever tracks it', () => {
  const hashed = (address: string): string => {
    const out = new Int32Array(4);
    hashAddress(out, 0, 2, address);
    return out.join();
  };
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: false }), (url) => {
      const joint = url.includes('?') ? '&' : '?';
      expect(hashed(`${url}${joint}utm_source=feed&fbclid=x`)).toBe(hashed(url));
      expect(hashed(url.replace(/^https?/, 'http'))).toBe(hashed(url));
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(hashed(`https://${text}`)).toBe(hashed(`http://${text}`));
    }),
  );
});

it('a raw hash is 14 signs of base64url, whatever the entry holds', () => {
  const text = fc.option(fc.string({ unit: 'binary' }), { nil: undefined });
  fc.assert(
    fc.property(fc.record({ id: text, url: text, published: text, rights: text }), (entry) => {
      expect(rawHashOf(entry)).toMatch(/^[\w-]{14}$/);
    }),
  );
});
