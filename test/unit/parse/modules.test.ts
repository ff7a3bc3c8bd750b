import { describe, expect, test } from 'vitest';
import { read } from '../../support/reading.ts';

const NAMESPACES = [
  'xmlns:georss="http://www.georss.org/georss"',
  'xmlns:gml="http://www.opengis.net/gml"',
  'xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#"',
  'xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:dcterms="http://purl.org/dc/terms/"',
  'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"',
  'xmlns:t="http://purl.org/syndication/thread/1.0"',
].join(' ');

async function itemOf(inner: string) {
  const { items } = await read(
    `<rss version="2.0" ${NAMESPACES}><channel><title>c</title><item><title>t</title>${inner}</item></channel></rss>`,
  );
  return items[0];
}

describe('the place that an item is about', () => {
  test.each([
    ['a point', '<georss:point>45.25 -71.5</georss:point>', 'point', [[45.25, -71.5]]],
    ['a point with a comma', '<georss:point>45.25,-71.5</georss:point>', 'point', [[45.25, -71.5]]],
    [
      'a line',
      '<georss:line>1 2 3 4</georss:line>',
      'line',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'a box',
      '<georss:box>1 2 3 4</georss:box>',
      'box',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'a polygon',
      '<georss:polygon>1 2 3 4 5 6 1 2</georss:polygon>',
      'polygon',
      [
        [1, 2],
        [3, 4],
        [5, 6],
        [1, 2],
      ],
    ],
    ['GML', '<georss:where><gml:Point><gml:pos>1 2</gml:pos></gml:Point></georss:where>', 'point', [[1, 2]]],
    [
      'a GML envelope',
      '<georss:where><gml:Envelope><gml:lowerCorner>1 2</gml:lowerCorner><gml:upperCorner>3 4</gml:upperCorner></gml:Envelope></georss:where>',
      'box',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['two numbers', '<geo:lat>-1.5</geo:lat><geo:long>2</geo:long>', 'point', [[-1.5, 2]]],
    ['a W3C point', '<geo:Point><geo:lat>1</geo:lat><geo:long>2</geo:long></geo:Point>', 'point', [[1, 2]]],
  ])('%s', async (_, inner, shape, points) => {
    expect((await itemOf(inner))?.location).toEqual({ shape, points, name: null });
  });

  test.each([
    ['no number', '<georss:point>here there</georss:point>'],
    ['half a point', '<georss:point>45</georss:point>'],
    ['no place on Earth', '<georss:point>91 0</georss:point>'],
    ['a latitude alone', '<geo:lat>1</geo:lat>'],
    ['a polygon of two corners', '<georss:polygon>1 2 3 4</georss:polygon>'],
    ['nothing', ''],
  ])('is none: %s', async (_, inner) => {
    expect((await itemOf(inner))?.location).toBeNull();
  });
});

describe('links that modules write as elements', () => {
  const LICENSE = 'https://creativecommons.org/licenses/by/4.0/';

  test.each([
    ['creativeCommons', `<creativeCommons:license>${LICENSE}</creativeCommons:license>`, 'license', LICENSE],
    ['dcterms', `<dcterms:license>${LICENSE}</dcterms:license>`, 'license', LICENSE],
    ['dc:rights with an address', `<dc:rights>${LICENSE}</dc:rights>`, 'license', LICENSE],
    [
      'in reply to a page',
      '<t:in-reply-to ref="tag:a,1" href="https://a.example/1"/>',
      'in-reply-to',
      'https://a.example/1',
    ],
    ['in reply to an id', '<t:in-reply-to ref="https://a.example/1"/>', 'in-reply-to', 'https://a.example/1'],
  ])('%s', async (_, inner, rel, href) => {
    expect((await itemOf(inner))?.links).toMatchObject([{ rel, href }]);
  });

  test('words about rights are no link', async () => {
    expect(await itemOf('<dc:rights>All rights reserved</dc:rights>')).toMatchObject({
      links: [],
      rights: 'All rights reserved',
    });
  });
});

test.each([
  ['slash', '<slash:comments>12</slash:comments>', 12],
  ['none yet', '<slash:comments>0</slash:comments>', 0],
  ['a total', '<t:total>7</t:total>', 7],
  ['a count on a link', '<link rel="replies" href="https://a.example/c" t:count="3"/>', 3],
  ['no number', '<slash:comments>many</slash:comments>', null],
])('how many comments there are: %s', async (_, inner, count) => {
  expect((await itemOf(inner))?.commentCount).toBe(count);
});
