import { describe, expect, test } from 'vitest';
import type { Markup } from '../../../src/model/markup.ts';
import { createSanitiser } from '../../../src/sanitise/sanitise.ts';
import { faultsOf } from './oracle.ts';
import { VECTORS } from './xss-vectors.ts';

const sanitiser = createSanitiser({ stripTracking: true, embeds: ['www.video.example'] });
const sanitised = (html: string, base: Markup['base'] = 'https://blog.example/post/') =>
  sanitiser.html({ html, base }) ?? '';

test('there are at least 150 vectors, each another', () => {
  expect(new Set(VECTORS.map(({ html }) => html)).size).toBe(VECTORS.length);
  expect(VECTORS.length).toBeGreaterThanOrEqual(150);
});

describe('nothing of a script is left, and every parser reads the same', () => {
  test.each(VECTORS)('$name', ({ html }) => {
    for (const base of ['https://blog.example/post/', null])
      expect(faultsOf(sanitised(html, base))).toEqual([]);
    expect(sanitised(sanitised(html))).toBe(sanitised(html));
  });
});

describe('at the deepest level', () => {
  test.each([92, 94, 95, 96, 97, 98, 99, 100, 101])('%i levels of divs with a table inside', (depth) => {
    const parts = '<table>x<tr>y<td>z<p>p<table><td>q</table><b>b</table><ul><li>l<li>m</ul>t';
    const html = sanitised('<div>'.repeat(depth) + parts);
    expect(faultsOf(html)).toEqual([]);
    for (const word of 'xyzpqblmt') expect(html).toContain(word);
  });
});

describe('the oracle', () => {
  test.each([
    ['an element off the list', '<object></object>'],
    ['an attribute off the list', '<p onclick="x()">x</p>'],
    ['a script address', '<a href="javascript:alert(1)">x</a>'],
    ['a relative address', '<a href="/x">x</a>'],
    ['a data address', '<img src="data:image/png,x">'],
    ['a bad candidate', '<img srcset="https://x.example/1 1x, javascript:x 2x">'],
    ['a comment', '<p><!-- x --></p>'],
    ['foreign content', '<svg></svg>'],
    ['an unclosed element', '<p><b>x'],
    ['a link in a link', '<a href="https://x.example/"><a href="https://x.example/">x</a></a>'],
    ['a block in a paragraph', '<p><div>x</div></p>'],
    ['text in a table', '<table>x</table>'],
    ['too deep a tree', `${'<div>'.repeat(101)}${'</div>'.repeat(101)}`],
    ['a control character', '<p>\u0085</p>'],
  ])('notices %s', (_, html) => {
    expect(faultsOf(html)).not.toEqual([]);
  });
});
