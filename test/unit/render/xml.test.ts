import { describe, expect, test } from 'vitest';
import { htmlText } from '../../../src/render/plain.ts';
import { cdata, el, legalCharacters, markup, optional } from '../../../src/render/xml.ts';
import { safe } from './sample.ts';

describe('XML by construction', () => {
  test.each([
    ['text is escaped', el('t', null, 'a<b>&"c'), '<t>a&#x3C;b&#x3E;&#x26;"c</t>'],
    ['what looks escaped is text too', el('t', null, '&amp;'), '<t>&#x26;amp;</t>'],
    [
      'values are escaped, white space is space',
      el('t', { a: '<"&\n\t>' }),
      '<t a="&#x3C;&#x22;&#x26;  &#x3E;"/>',
    ],
    ['nothing is left out', el('t', { a: null, b: undefined, c: 0 }, null, undefined), '<t c="0"/>'],
    ['lists are spread', el('t', null, ['a', [el('b', null)]]), '<t>a<b/></t>'],
    [
      'a section can not be ended from inside',
      el('t', null, cdata(safe('a]]>b'))),
      '<t><![CDATA[a]]]]><![CDATA[>b]]></t>',
    ],
    ['a good pair of surrogates stays', el('t', null, '🌊'), '<t>🌊</t>'],
    ['half a pair goes', el('t', { a: '\udf0a' }, '\ud83c'), '<t a=""/>'],
    ['forbidden characters go', el('t', null, 'a\0\x08\x0b\x1f\x7f\x85\ufffd\ufffe\u{1ffff}b'), '<t>ab</t>'],
    ['line ends are line feeds', el('t', null, 'a\r\nb\rc'), '<t>a\nb\nc</t>'],
  ])('%s', (_, element, expected) => {
    expect(markup(element)).toBe(expected);
  });

  test('an element without text is optional', () => {
    expect([optional('t', ''), optional('t', null)]).toEqual([null, null]);
  });

  test('text becomes HTML that shows it, of legal characters', () => {
    expect(htmlText('a\0 <b> & \ud800c')).toBe('a &lt;b&gt; &amp; c');
  });

  test('clean text is handed through as it is', () => {
    const text = 'Straße, 日本, 🌊\n';
    expect(legalCharacters(text)).toBe(text);
  });
});
