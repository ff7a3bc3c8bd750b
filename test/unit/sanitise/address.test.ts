import { describe, expect, test } from 'vitest';
import { linkAddress, webAddress, withoutTracking } from '../../../src/sanitise/address.ts';

const base = 'https://blog.example/2026/post?x#y';
const web = (address: string, of: string | null = base) =>
  webAddress(address, { base: of, stripTracking: false });

describe('an address', () => {
  test.each([
    ['absolute and plain: to the letter', 'https://x.example', 'https://x.example'],
    ['relative', 'a/b', 'https://blog.example/2026/a/b'],
    ['absolute in its host', '/a', 'https://blog.example/a'],
    ['without a scheme', '//x.example/a', 'https://x.example/a'],
    ['a fragment', '#f', 'https://blog.example/2026/post?x#f'],
    ['with white space around', ' /a\n', 'https://blog.example/a'],
    [
      'characters that are not a URL’s',
      '/a b|c^`{}[]"<>\\d',
      'https://blog.example/a%20b%7Cc%5E%60%7B%7D%5B%5D%22%3C%3E/d',
    ],
    ['a percent sign alone', '/100%', 'https://blog.example/100%25'],
    ['a host in another script', 'http://bücher.example/ü', 'http://xn--bcher-kva.example/%C3%BC'],
    ['a second "#"', '/a#b#c', 'https://blog.example/a#b%23c'],
    ['with credentials', 'https://user:secret@x.example/', null],
    ['of a script', 'javascript:alert(1)', null],
    ['of a script with a break in it', 'java\nscript:alert(1)', null],
    ['of data', 'data:text/html,x', null],
    ['of a file', 'file:///etc/passwd', null],
    ['empty', ' ', null],
    ['impossible', 'https://', null],
    ['endless', `https://x.example/${'a'.repeat(5000)}`, null],
  ])('%s', (_, address, expected) => {
    expect(web(address)).toBe(expected);
  });

  test.each([
    ['relative: nowhere', '/a', null],
    ['without a scheme: https', '//x.example/a', 'https://x.example/a'],
    ['absolute', 'http://x.example/a', 'http://x.example/a'],
  ])('without a base, %s', (_, address, expected) => {
    expect(web(address, null)).toBe(expected);
  });

  test('of mail is for links only', () => {
    const addressing = { base: null, stripTracking: true };
    expect(linkAddress('mailto:a@b.example?subject=x y', addressing)).toBe(
      'mailto:a@b.example?subject=x%20y',
    );
    expect(linkAddress('mailto:nobody', addressing)).toBeNull();
    expect(webAddress('mailto:a@b.example', addressing)).toBeNull();
  });
});

describe('tracking parameters', () => {
  test.each([
    ['all', 'https://x.example/?utm_source=a&utm_medium=b', 'https://x.example/'],
    ['some', 'https://x.example/?a=1&fbclid=x&b=2#c', 'https://x.example/?a=1&b=2#c'],
    ['none', 'https://x.example/?utmost=1&a=fbclid', 'https://x.example/?utmost=1&a=fbclid'],
    [
      'in a fragment they are not ours',
      'https://x.example/#?utm_source=a',
      'https://x.example/#?utm_source=a',
    ],
  ])('%s', (_, url, expected) => {
    expect(withoutTracking(url)).toBe(expected);
  });
});
