import { describe, expect, test } from 'vitest';
import { read, titles } from '../../support/reading.ts';

const head = '<rss version="2.0"><channel><title>Feed</title><link>https://example.org/</link>';
const second = '<item><title>Second</title><link>https://example.org/2</link></item>';
const tail = '</channel></rss>';

/** A feed whose first item is this. */
function feed(first: string): string {
  return `${head}<item>${first}</item>${second}${tail}`;
}

describe('a broken item costs neither itself nor the feed', () => {
  test.each([
    [
      'a bare ampersand',
      '<title>R&D</title><link>https://example.org/?a=1&b=2</link>',
      'R&D',
      'bare-ampersand',
    ],
    ['an undeclared entity', '<title>One&nbsp;two&hellip;</title>', 'One two…', 'undeclared-entity'],
    ['an entity that nobody knows', '<title>One &foo; two</title>', 'One &foo; two', 'bare-ampersand'],
    ['a stray end tag', '</b><title>First</meta></title>', 'First', 'stray-end-tag'],
    ['an unclosed title', '<title>First<link>https://example.org/1</link>', 'First', 'unclosed-element'],
    ['an unclosed link', '<link>https://example.org/1<title>First</title>', 'First', 'unclosed-element'],
    [
      'an unclosed description',
      '<title>First</title><description>Text<pubDate>x</pubDate>',
      'First',
      'unclosed-element',
    ],
    [
      'unclosed markup in a description',
      '<description><p>Text <b>bold</description><title>First</title>',
      'First',
      null,
    ],
    [
      'a misspelt end tag',
      '<title>First</titel><link>https://example.org/1</link>',
      'First',
      'stray-end-tag',
    ],
    [
      'crossed tags',
      '<description><b>x<i>y</b></i></description><title>First</title>',
      'First',
      'stray-end-tag',
    ],
    ['another letter case in the end tag', '<title>First</TITLE>', 'First', null],
    ['an undeclared prefix', '<dc:title>First</dc:title>', 'First', 'undeclared-prefix'],
    ['control characters', '<title>Fi\u0000r\u0008st\u001f</title>', 'First', null],
    ['a bare less-than', '<title>1 < 2 and <3</title>', '1 < 2 and <3', 'bare-less-than'],
    ['an attribute without quotes', '<guid isPermaLink=false>g</guid><title>First</title>', 'First', null],
    [
      'an attribute without its closing quote',
      '<enclosure url="https://example.org/a.mp3 /><title>First</title>',
      'First',
      'unclosed-quote',
    ],
    [
      'a tag without its end',
      '<enclosure url="https://example.org/a.mp3" <title>First</title>',
      'First',
      'broken-tag',
    ],
    [
      'a CDATA section without its end',
      '<title>First</title><description><![CDATA[Text</description><author><![CDATA[x]]></author>',
      'First',
      'unclosed-cdata',
    ],
    ['a comment without its end', '<title>First</title><!-- note', 'First', 'unclosed-comment'],
    [
      'an item inside of it',
      '<title>First</title><item><title>Inner</title></item>',
      'First',
      'unclosed-element',
    ],
  ])('%s', async (_, first, title, code) => {
    const view = await read(feed(first));
    expect(view.items[0]?.title).toBe(title);
    expect(view.items.at(-1)).toMatchObject({ title: 'Second', url: 'https://example.org/2' });
    expect(view.title).toBe('Feed');
    if (code !== null) expect(view.warnings.map((warning) => warning.code)).toContain(code);
  });

  test('an unclosed item ends where the next one starts', async () => {
    expect(await titles(`${head}<item><title>First</title>${second}${tail}`)).toEqual(['First', 'Second']);
  });

  test('an unclosed CDATA section does not swallow the next items', async () => {
    const broken = '<item><title>First</title><description><![CDATA[Text</description></item>';
    const whole = '<item><title><![CDATA[Second]]></title></item>';
    expect(await titles(head + broken + whole + tail)).toEqual(['First', 'Second']);
  });

  test('an unclosed comment ends before the end of its item, one around an item does not', async () => {
    const items = '<item><title>First</title><!-- note</item><item><title>Second</title><!-- x --></item>';
    expect(await titles(`${head}${items}${tail}`)).toEqual(['First', 'Second']);
    expect(await titles(`${head}<!-- ${second} --><item><title>Third</title></item>${tail}`)).toEqual([
      'Third',
    ]);
  });

  test('text after an end tag within markup is kept', async () => {
    const view = await read(feed('<title>First</title><description>a <b>b</b> c</description>'));
    expect(view.items[0]?.content).toBe('a <b>b</b> c');
  });

  test('unclosed markup is closed', async () => {
    const view = await read(feed('<description>a <p>b <b>c</description>'));
    expect(view.items[0]?.content).toBe('a <p>b <b>c</b></p>');
  });
});

describe('a broken end never costs the beginning', () => {
  const whole = feed('<title>First</title><description>Text</description>');

  test.each([
    ['in a tag', '<item><title>First</title></item><item><tit', ['First', null]],
    ['in an attribute', '<item><title>First</title></item><item><enclosure url="htt', ['First', null]],
    ['in a title', '<item><title>First</title></item><item><title>Sec', ['First', 'Sec']],
    ['in CDATA', '<item><title>First</title><description><![CDATA[<p>Te', ['First']],
    ['between items', '<item><title>First</title></item>', ['First']],
  ])('cut %s', async (_, items, expected) => {
    const view = await read(head + items);
    expect(view.items.map(({ title }) => title)).toEqual(expected);
    expect(view.warnings.map(({ code }) => code)).toContain('truncated');
  });

  test('cut anywhere: a value or a Failure, and never more items than there were', async () => {
    for (let length = 1; length < whole.length; length++) {
      const read = await titles(whole.slice(0, length)).catch((failure: { code?: string }) => failure.code);
      if (typeof read === 'string') expect(['not-a-feed', 'empty']).toContain(read);
      else expect(read?.length).toBeLessThanOrEqual(2);
    }
  });
});

describe('around the feed', () => {
  const whole = feed('<title>First</title>');

  test.each([
    ['words of PHP before', `<br />\n<b>Warning</b>: Undefined index in a.php on line 3<br />\n${whole}`],
    ['a comment and blank lines before', `\n\n<!-- generated -->\n${whole}`],
    ['the document type of HTML', `<!DOCTYPE html>\n${whole}`],
    ['a byte order mark in text', `\ufeff${whole}`],
    ['the declaration not at the beginning', `\n<?xml version="1.0"?>${whole}`],
    ['markup after', `${whole}<script>track()</script>`],
    ['another root after', `${whole}<rss><channel><title>Other</title></channel></rss>`],
    ['items outside of the channel', `${head}</channel><item><title>First</title></item>${second}</rss>`],
    ['no channel', `<rss><title>Feed</title><item><title>First</title></item>${second}</rss>`],
    ['no version', whole.replace(' version="2.0"', '')],
    ['no end', whole.replace(tail, '')],
  ])('%s', async (_, text) => {
    const view = await read(text);
    expect(view.title).toBe('Feed');
    expect(view.items.map(({ title }) => title)).toEqual(['First', 'Second']);
  });

  test('junk before is a warning', async () => {
    expect((await read(`Warning: headers\n${whole}`)).warnings.map(({ code }) => code)).toEqual([
      'leading-junk',
    ]);
  });

  test('two roots: the items of both', async () => {
    expect(await titles(whole + whole)).toEqual(['First', 'Second', 'First', 'Second']);
  });

  test('each repair is one warning, with its line and how often', async () => {
    const view = await read(
      feed('<title>A & B</title>\n<link>https://example.org/?a&b</link>').replace('<item>', '\n\n<item>'),
    );
    expect(view.warnings).toEqual([
      { code: 'bare-ampersand', message: 'An & that is not escaped (2 times).', line: 3 },
    ]);
  });
});
