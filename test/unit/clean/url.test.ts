import { describe, expect, test } from 'vitest';
import { cleanUrl } from '../../../src/clean/url.ts';

describe('cleanUrl', () => {
  test.each([
    ['a clean one, to the letter', 'https://example.org/a?b=c&d=e#f', 'https://example.org/a?b=c&d=e#f'],
    ['white space around', '  https://example.org/a\n', 'https://example.org/a'],
    ['a line break inside', 'https://example.org/a\n/b', 'https://example.org/a/b'],
    ['a space inside', 'https://example.org/a b', 'https://example.org/a%20b'],
    ['capitals in the host', 'HTTPS://Example.ORG/Path', 'https://example.org/Path'],
    ['dots in the path', 'https://example.org/a/../b', 'https://example.org/b'],
    [
      'letters beyond ASCII',
      'https://exämple.org/straße?q=ü',
      'https://xn--exmple-cua.org/stra%C3%9Fe?q=%C3%BC',
    ],
    [
      'characters that RFC 3986 does not have',
      'https://example.org/a|b^c`{d}',
      'https://example.org/a%7Cb%5Ec%60%7Bd%7D',
    ],
    ['brackets in a query', 'https://example.org/?a[]=1', 'https://example.org/?a%5B%5D=1'],
    ['a lone per cent sign', 'https://example.org/100%', 'https://example.org/100%25'],
    ['a second hash', 'https://example.org/#a#b', 'https://example.org/#a%23b'],
    ['credentials', 'https://me:secret@example.org/a', 'https://example.org/a'],
    ['no scheme but a host', '//example.org/a', 'https://example.org/a'],
    ['the feed scheme', 'feed://example.org/rss', 'http://example.org/rss'],
    ['the feed scheme before another', 'feed:https://example.org/rss', 'https://example.org/rss'],
    ['an IPv6 host', 'http://[::1]:8080/a', 'http://[::1]:8080/a'],
    ['an address in numbers', 'http://127.1/a', 'http://127.0.0.1/a'],
  ])('%s', (_, address, expected) => {
    expect(cleanUrl(address)).toBe(expected);
  });

  test.each([
    ['a script', 'javascript:alert(1)'],
    ['a script behind white space', '\u0001 java\nscript:alert(1)'],
    ['data', 'data:text/html,<script>'],
    ['a mail address', 'mailto:me@example.org'],
    ['a file', 'file:///etc/passwd'],
    ['a relative reference', '/a/b'],
    ['a word', 'foo'],
    ['a scheme only', 'http://'],
    ['a host that is none', 'http://exa mple.org/'],
    ['more than 8,000 characters', `https://example.org/${'a'.repeat(8000)}`],
    ['nothing', ''],
    ['not given', undefined],
  ])('refuses %s', (_, address) => {
    expect(cleanUrl(address)).toBeNull();
  });
});
