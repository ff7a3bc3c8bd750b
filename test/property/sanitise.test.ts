import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSanitiser } from '../../src/sanitise/sanitise.ts';
import { faultsOf, wordsOf } from '../unit/sanitise/oracle.ts';

const sanitiser = createSanitiser({ stripTracking: true, embeds: ['www.video.example'] });
const sanitised = (html: string) => sanitiser.html({ html, base: 'https://blog.example/' }) ?? '';

const NAMES =
  'a a b i em u p p p div span q sub ul ol li li dl dt dd table table tr td th caption thead tbody tfoot col pre pre h1 h2 blockquote details summary ruby rt rp hr br img wbr picture source video audio svg math mi mtext desc foreignObject annotation-xml script style title textarea template noscript select option iframe form button input font center nobr marquee body html head xmp listing frameset object'.split(
    ' ',
  );
const ATTRIBUTES = [
  '',
  '',
  ' href="/x"',
  ' href=javascript:x',
  ' title="a=b<c>"',
  ' src=x',
  ' srcset="a 1x, b 2x"',
  " alt='\"'",
  ' onclick=x',
  ' lang=en',
  ' colspan=2',
  ' style="x:y"',
];
const TEXTS = [
  'x',
  ' y ',
  ' ',
  '\n',
  '&amp;',
  '&lt;b&gt;',
  '&nbsp;',
  '&Afr;',
  '&#0;',
  '&#128;',
  '<',
  '</',
  '<!--',
  '-->',
  '<!x',
  '<?x',
  ']]>',
  '<![CDATA[z',
  '\0',
  '\x85',
  '\ufffe',
  '\ud83c',
  '🌊',
  'é',
  '"',
  "'",
  '\r\n',
  '\t',
];

/** Tag soup: what a grammar of single pieces can make, in any order. */
const soup = fc
  .array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...ATTRIBUTES))
          .map(([name, attribute]) => `<${name}${attribute}>`),
      },
      { weight: 3, arbitrary: fc.constantFrom(...NAMES).map((name) => `</${name}>`) },
      { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));

describe('whatever comes in', () => {
  test('every parser reads what comes out in the same way, and it holds nothing that is not allowed', () => {
    fc.assert(
      fc.property(soup, (html) => {
        expect(faultsOf(sanitised(html))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  test('at the deepest level too', () => {
    fc.assert(
      fc.property(soup, fc.integer({ min: 85, max: 101 }), (html, depth) => {
        const once = sanitised(`${'<div>'.repeat(depth)}${html}`);
        expect(faultsOf(once)).toEqual([]);
        expect(sanitised(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });

  test('sanitising twice is sanitising once', () => {
    fc.assert(
      fc.property(soup, (html) => {
        const once = sanitised(html);
        expect(sanitised(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  test('plain text is one line of legal characters within its limit', () => {
    fc.assert(
      fc.property(soup, fc.integer({ min: 1, max: 60 }), (html, limit) => {
        const text = sanitiser.text({ html, base: null }, limit);
        expect(text.length).toBeLessThanOrEqual(limit);
        expect(text).toBe(text.trim());
        expect(text).not.toMatch(/[\0-\x1f\x7f-\x9f]|\s\s|\ufffe/);
        expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Elements that a browser neither moves nor hides. */
const PLAIN_NAMES = 'a b i em p div span ul li dl dd h1 h2 blockquote section q br hr ruby rt details'.split(
  ' ',
);
const plainSoup = fc
  .array(
    fc.oneof(
      fc.constantFrom(...PLAIN_NAMES).map((name) => `<${name} href=x>`),
      fc.constantFrom(...PLAIN_NAMES).map((name) => `</${name}>`),
      fc.stringMatching(/^[a-z]{1,5} ?$/),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));

test('no word is lost, and none changes its place', () => {
  const letters = (html: string) => wordsOf(html).replace(/\s/g, '');
  fc.assert(
    fc.property(plainSoup, (html) => {
      expect(letters(sanitised(html))).toBe(letters(html));
    }),
    { numRuns: 500 },
  );
});
