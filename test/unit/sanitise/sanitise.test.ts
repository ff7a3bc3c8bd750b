import { describe, expect, test } from 'vitest';
import { createSanitiser } from '../../../src/sanitise/sanitise.ts';

const base = 'https://blog.example/2026/post/';
const sanitiser = createSanitiser({ stripTracking: true, embeds: ['www.video.example'] });
const sanitised = (html: string, of = sanitiser) => of.html({ html, base });

describe('what may be seen is kept', () => {
  test.each([
    ['text', 'a &lt; b', 'a &lt; b'],
    ['formatting', '<b>a</b> <em>b</em>', '<b>a</b> <em>b</em>'],
    [
      'a title',
      '<abbr title="World &quot;Wide&quot;">W</abbr>',
      '<abbr title="World &quot;Wide&quot;">W</abbr>',
    ],
    ['a language', '<p lang="fr" dir="ltr">x</p>', '<p lang="fr" dir="ltr">x</p>'],
    [
      'a table',
      '<table><tr><th scope=col>a<td colspan=2>b</table>',
      '<table><tbody><tr><th scope="col">a</th><td colspan="2">b</td></tr></tbody></table>',
    ],
    [
      'a picture',
      '<picture><source srcset="/a.webp 2x" media="(min-width: 9em)"><img src=/a.png></picture>',
      '<picture><source srcset="https://blog.example/a.webp 2x" media="(min-width: 9em)"><img src="https://blog.example/a.png" alt=""></picture>',
    ],
    [
      'sound',
      '<audio autoplay src=a.mp3></audio>',
      '<audio src="https://blog.example/2026/post/a.mp3" controls="" preload="none"></audio>',
    ],
    [
      'a film of several sources',
      '<video><source src=a.webm type=video/webm><source src=a.mp4></video>',
      '<video controls="" preload="none"><source src="https://blog.example/2026/post/a.webm" type="video/webm"><source src="https://blog.example/2026/post/a.mp4"></video>',
    ],
    [
      'an image that waits',
      '<img src="data:image/gif,x" data-src="/i.png">',
      '<img src="https://blog.example/i.png" alt="">',
    ],
    [
      'an image that waits, once',
      '<img data-src="/i.png"><noscript><img src="/i.png"></noscript>',
      '<img src="https://blog.example/i.png" alt="">',
    ],
    ['what is for readers without scripts', '<noscript><p>x</p></noscript>', '<p>x</p>'],
    ['the fallback of an object', '<object data=x.swf><p>x</p></object>', '<p>x</p>'],
    ['text of formulas', '<math><mi>x</mi><mo>=</mo><mn>1</mn></math>', 'x=1'],
    [
      'old elements as what they look like',
      '<center><tt>x</tt> <strike>y</strike></center>',
      '<div><code>x</code> <s>y</s></div>',
    ],
    ['text in a CDATA section', '<p><![CDATA[x < y]]></p>', '<p>x &lt; y</p>'],
    ['what comes after an unclosed svg', '<svg><path d="x"><p>x</p>', '<p>x</p>'],
    [
      'a frame of a host on the list',
      '<iframe src="https://www.video.example/e/1" title="Film" onload=x></iframe>',
      '<iframe src="https://www.video.example/e/1" title="Film" sandbox="allow-scripts allow-same-origin allow-popups allow-presentation" loading="lazy"></iframe>',
    ],
    [
      'of another frame, a link',
      '<iframe src="//player.example/1"></iframe>',
      '<a href="https://player.example/1">player.example</a>',
    ],
    [
      'of a frame without encryption, a link',
      '<iframe src="http://www.video.example/e/1"></iframe>',
      '<a href="http://www.video.example/e/1">www.video.example</a>',
    ],
  ])('%s', (_, html, expected) => {
    expect(sanitised(html)).toBe(expected);
  });
});

describe('what must not be seen goes', () => {
  test.each([
    ['scripts and styles with their text', 'a<script>b</script><style>c</style>d', 'ad'],
    ['handlers, styles, classes, ids', '<p onclick=x style=x class=x id=x data-x=x>y</p>', '<p>y</p>'],
    ['comments', 'a<!-- b -->c', 'ac'],
    ['forms to their words', '<form><input value=x><button>Send</button></form>', '<div>Send</div>'],
    ['links that lead nowhere, not their words', '<a href="javascript:x">y</a> <a name=z>w</a>', 'y w'],
    ['images without an address', 'x<img alt=y><img src=""><img src="data:image/png,x">', 'x'],
    [
      'trackers',
      'x<img src=/p.gif width=1 height="1"><img src=/p.gif style="display:none"><iframe src=//t.example width=0 height=0></iframe>',
      'x',
    ],
    ['counters of services', 'x<img src="https://pixel.wp.com/b.gif?x" width=90>', 'x'],
    [
      'tracking parameters',
      '<a href="/x?a=1&utm_source=y&fbclid=z#f">l</a>',
      '<a href="https://blog.example/x?a=1#f">l</a>',
    ],
    ['elements that hold nothing', '<p></p><p><b></b></p><ul><li></li></ul>x', 'x'],
    ['characters that have no place', 'a\0b\x0b\ufffe\ud800c &#x85;&#0;', 'abc …'],
  ])('%s', (_, html, expected) => {
    expect(sanitised(html)).toBe(expected);
  });

  test.each([
    '',
    ' \n ',
    '<p> </p>',
    '<p>&nbsp;</p>',
    '<script>x</script>',
    '<img src=p width=1 height=1>',
    '<hr>',
    '\0',
  ])('of %j nothing is left', (html) => {
    expect(sanitised(html)).toBeNull();
  });

  test('trackers stay when that is wished', () => {
    const trusting = createSanitiser({ stripTracking: false, embeds: [] });
    expect(sanitised('<a href="/x?utm_source=y">l</a><img src=/p.gif width=1 height=1>', trusting)).toBe(
      '<a href="https://blog.example/x?utm_source=y">l</a><img src="https://blog.example/p.gif" width="1" height="1" alt="">',
    );
  });
});

describe('tag soup is nested as browsers would', () => {
  test.each([
    ['a paragraph ends at the next', '<p>a<p>b', '<p>a</p><p>b</p>'],
    ['a paragraph ends at a block', '<p>a<ul><li>b</ul>c', '<p>a</p><ul><li>b</li></ul>c'],
    ['formatting goes on after a block', '<p><b>a<p>b</b>c', '<p><b>a</b></p><p><b>b</b>c</p>'],
    ['crossed formatting', '<b>a<i>b</b>c</i>', '<b>a<i>b</i></b><i>c</i>'],
    ['formatting whose end comes inside a block', '<b>a<div>b</b>c</div>d', '<b>a<div>bc</div></b>d'],
    [
      'no link in a link',
      '<a href=/a>a<a href=/b>b</a>',
      '<a href="https://blog.example/a">a</a><a href="https://blog.example/b">b</a>',
    ],
    ['a link to nowhere ends one', '<a href=/a>a<a name=x>b</a>', '<a href="https://blog.example/a">a</a>b'],
    [
      'items end items',
      '<ul><li>a<li>b<ul><li>c</ul><li>d</ul>',
      '<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>',
    ],
    [
      'a quote keeps its items',
      '<ul><li>a<blockquote><li>b</blockquote></ul>',
      '<ul><li>a<blockquote><li>b</li></blockquote></li></ul>',
    ],
    ['terms and their meanings', '<dl><dt>a<dd>b<dt>c</dl>', '<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>'],
    ['headings end headings', '<h1>a<h2>b</h1>c', '<h1>a</h1><h2>b</h2>c'],
    [
      'rows and cells',
      '<table><td>a<tr><td>b',
      '<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>',
    ],
    [
      'text between cells gets one',
      '<table>a<tr>b<td>c</table>',
      '<table><tbody><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>',
    ],
    [
      'formatting stays in its cell',
      '<table><tr><td><b>a<td>b</table>',
      '<table><tbody><tr><td><b>a</b></td><td>b</td></tr></tbody></table>',
    ],
    [
      'a paragraph in a cell does not end one outside',
      '<p>a<table><tr><td><p>b</table>c',
      '<p>a</p><table><tbody><tr><td><p>b</p></td></tr></tbody></table>c',
    ],
    ['parts of a table without one', '<td>a</td><tr>b', 'ab'],
    ['a break that was closed', 'a</br>b', 'a<br>b'],
    ['no line break at the start of pre', '<pre>\n\na\n</pre>', '<pre>a\n</pre>'],
    ['spaces at the start of pre', '<pre>  <b>a</b></pre>', '<pre>  <b>a</b></pre>'],
    ['a space that parts words', 'a<b> </b>b', 'a<b> </b>b'],
  ])('%s', (_, html, expected) => {
    expect(sanitised(html)).toBe(expected);
  });

  test('no deeper than 100 levels, and no word is lost', () => {
    const html = sanitised(`${'<div>'.repeat(300)}x`) ?? '';
    expect(html.match(/<div>/g)).toHaveLength(100);
    expect(html).toContain('x');
  });

  test('formatting can not multiply itself', () => {
    const html = `${Array.from({ length: 8 }, (_, index) => `<b title="${index}${'x'.repeat(200)}">`).join('')}${'<p>x'.repeat(2000)}`;
    expect(sanitised(html)?.length).toBeLessThan(html.length * 4 + 10_000);
  });
});

describe('plain text', () => {
  const text = (html: string, limit = 100) => sanitiser.text({ html, base: null }, limit);
  test.each([
    ['words of blocks are apart', '<p>a</p><p>b</p>c<br>d', 'a b c d'],
    ['formatting does not part a word', 'w<b>or</b>d', 'word'],
    ['references are characters', 'a &lt;b&gt; &amp; &#8217;', 'a <b> & ’'],
    ['scripts are no words', 'a<script>b</script><style>c</style>', 'a'],
    ['one line', 'a\n\t b\r\nc&nbsp;d', 'a b c d'],
    ['nothing', '<img src=x alt=y>', ''],
  ])('%s', (_, html, expected) => {
    expect(text(html)).toBe(expected);
  });

  test.each([
    ['at the end of a word', 'one two three four', 12, 'one two…'],
    ['without the comma before it', 'one, two three', 6, 'one…'],
    ['in a long word, between graphemes', `${'x'.repeat(50)}👩‍👩‍👧‍👦y`, 54, `${'x'.repeat(50)}…`],
    ['not at all when it fits', 'one two', 7, 'one two'],
    ['of scripts without spaces', '潮が満ちて港の人々は船を動かした', 8, '潮が満ちて港の…'],
  ])('is cut %s', (_, html, limit, expected) => {
    expect(text(html, limit)).toBe(expected);
  });

  test('is cut however long the text is', () => {
    expect(text(`${'<p>word</p>'.repeat(100_000)}<p>last</p>`, 20)).toBe('word word word word…');
  });
});
