import { describe, expect, test } from 'vitest';
import { htmlOfText, legalCharacters, oneLine, plainLine, textOfHtml } from '../../../src/clean/text.ts';

describe('legalCharacters', () => {
  test.each([
    ['nothing to do', 'naïve 日本 😀\n\t', 'naïve 日本 😀\n\t'],
    ['control characters', 'a\u0000b\u0008c\u000bd\u001fe\u007f', 'abcde'],
    ['C1 as windows-1252', '\u0093quoted\u0094 \u0096 \u0080', '“quoted” – €'],
    ['C1 that windows-1252 does not have', 'a\u0081b', 'a\ufffdb'],
    ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
    ['noncharacters', 'a\ufffe\uffff\ufdd0\u{1ffff}\u{10fffe}b😀', 'ab😀'],
    ['UTF-8 once read as windows-1252', 'donâ€™t, cafÃ©, Â©', 'don’t, café, ©'],
    ['UTF-8 twice read as windows-1252', 'Ã‚Â©', '©'],
    ['a quote twice read as windows-1252', 'donÃ¢â‚¬â„¢t', 'don’t'],
    ['capital letters before quotes, which are not that', '„MANHÃ“ „Ü“', '„MANHÃ“ „Ü“'],
  ])('%s', (_, text, expected) => {
    expect(legalCharacters(text)).toBe(expected);
  });
});

describe('oneLine', () => {
  test('folds white space of every kind', () => {
    expect(oneLine(' a\r\n\t b\u00a0\u2003c ')).toBe('a b c');
  });

  test('cuts at the limit with an ellipsis, never through a character', () => {
    expect(oneLine('abcdef', 4)).toBe('abc…');
    expect(oneLine('ab😀def', 4)).toBe('ab…');
  });
});

describe('textOfHtml', () => {
  test.each([
    ['tags', '<p>Hello <b>world</b></p>', ' Hello world '],
    ['a break between words', 'one<br>two<br/>three', 'one two three'],
    ['no break within a word', 'w<i>or</i>d', 'word'],
    ['references', 'a &lt; b &amp;&nbsp;c', 'a < b &\u00a0c'],
    ['a comment', 'a<!-- > -->b', 'ab'],
    ['script and style', 'a<script>if (x < 1) y()</script>b<style>p > a {}</style>c', 'abc'],
    ['a less-than that starts no tag', '1 < 2 and <3', '1 < 2 and <3'],
    ['a tag that never ends', 'a <b', 'a <b'],
  ])('%s', (_, html, expected) => {
    expect(textOfHtml(html)).toBe(expected);
  });
});

describe('plainLine', () => {
  test.each([
    ['HTML', '<b>AT&amp;T</b>', 'html', 'AT&T'],
    ['text with signs in it', 'if a < b', 'text', 'if a < b'],
    ['escaped once too often', 'Q&amp;amp;A &amp;#8217;s', 'html', 'Q&A ’s'],
    ['escaped text in a text', 'Rock &amp; Roll', 'text', 'Rock & Roll'],
  ] as const)('%s', (_, value, kind, expected) => {
    expect(plainLine(value, kind)).toBe(expected);
  });

  test('is null where nothing is left', () => {
    expect(plainLine('<img src=x> &nbsp;', 'html')).toBeNull();
  });
});

describe('htmlOfText', () => {
  test('escapes', () => {
    expect(htmlOfText('a < b & c')).toBe('a &lt; b &amp; c');
  });

  test('keeps paragraphs and the lines in them', () => {
    expect(htmlOfText('One\nline\n\nTwo')).toBe('<p>One<br />\nline</p>\n<p>Two</p>');
  });
});
