import { describe, expect, test } from 'vitest';
import type { OutputFormat } from '../../../src/model/output.ts';
import { checkDocument, checkOf } from '../../../src/render/check.ts';
import { renderDocument } from '../../../src/render/documents.ts';
import { CHANNEL, several } from './sample.ts';

const FORMATS = ['rss', 'atom', 'json', 'html'] as const;
const documentOf = (format: OutputFormat, count: number) =>
  [...renderDocument(format, CHANNEL, several(count, { title: 'x & y' }))].join('');

describe('the last look', () => {
  test.each(FORMATS)('passes a good %s document, an empty one too', (format) => {
    for (const count of [0, 1, 3])
      expect(() => checkDocument(format, documentOf(format, count))).not.toThrow();
  });

  test.each([
    ['a cut end', FORMATS, (text: string) => text.slice(0, -20)],
    ['a bare ampersand', ['rss', 'html'], (text: string) => text.replace(/&(?:#x26|amp);/, '&')],
    ['a bare "<"', ['rss', 'atom', 'html'], (text: string) => text.replaceAll('the tide', '< tide')],
    [
      'an element that is not closed',
      ['rss', 'atom', 'html'],
      (text: string) => text.replace(/<\/(?:title|p)>/, ''),
    ],
    [
      'a control character',
      ['rss', 'atom', 'html', 'json'],
      (text: string) => text.replace('River', 'Ri\x01ver'),
    ],
    [
      'half a surrogate pair',
      ['rss', 'atom', 'html'],
      (text: string) => text.replace('River', 'Ri\ud800ver'),
    ],
    [
      'an undeclared prefix',
      ['rss', 'atom'],
      (text: string) => text.replace(/ xmlns:media="[^"]*"/, '').replace(/<(\/?)title>/g, '<$1media:title>'),
    ],
    [
      'an attribute twice',
      ['rss'],
      (text: string) => text.replace(' isPermaLink="false"', ' isPermaLink="false" isPermaLink="false"'),
    ],
    ['text after the end', ['rss', 'atom', 'json'], (text: string) => `${text}x`],
    ['a second root', ['rss', 'atom'], (text: string) => `${text}<x/>`],
    [
      'an id twice',
      ['rss', 'atom', 'json'],
      (text: string) => text.replaceAll('000000000002', '000000000001'),
    ],
    [
      'an item without an id',
      ['rss', 'atom', 'json'],
      (text: string) => text.replace(/<(guid|id)[^>]*>[^<]*0001<\/\1>|"id":"[^"]*0001",/, ''),
    ],
    [
      'another root',
      ['rss', 'atom', 'html'],
      (text: string) => text.replace(/<(\/?)(?:rss|feed|html)\b/g, '<$1other'),
    ],
    ['another version', ['json'], (text: string) => text.replace('version/1.1', 'version/1')],
    ['an item without content', ['json'], (text: string) => text.replace(/"content_html":"[^"]*",/, '')],
    ['a script', ['html'], (text: string) => text.replace('</main>', '<script></script></main>')],
  ] as const)('refuses %s', (_, formats, harm) => {
    for (const format of formats) {
      const good = documentOf(format, 3);
      const harmed = harm(good);
      expect(harmed, format).not.toBe(good);
      expect(() => checkDocument(format, harmed), format).toThrow(
        expect.objectContaining({ code: 'render-refused' }),
      );
    }
  });

  test.each(FORMATS)('sees the same in a %s document that comes in pieces', (format) => {
    const good = documentOf(format, 3);
    const harmed = good.replace(/<\/(?:title|p)>|"content_html":"[^"]*",/, '');
    for (const size of [1, 7, 100]) {
      expect(verdictInPieces(format, good, size)).toBe('good');
      expect(verdictInPieces(format, harmed, size)).toBe('render-refused');
      expect(verdictInPieces(format, good.slice(0, -9), size)).toBe('render-refused');
    }
  });

  test('tells where an XML document is wrong, also when it comes in pieces', () => {
    const text = documentOf('rss', 3).replace('x &#x26; y', 'x & y');
    const check = checkOf('rss');
    expect(() => {
      for (let at = 0; at < text.length; at += 50) check.push(text.slice(at, at + 50));
    }).toThrow(expect.objectContaining({ facts: { offset: text.indexOf('x & y') } }));
  });
});

function verdictInPieces(format: OutputFormat, text: string, size: number): string {
  const check = checkOf(format);
  try {
    for (let at = 0; at < text.length; at += size) check.push(text.slice(at, at + size));
    check.end();
    return 'good';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
