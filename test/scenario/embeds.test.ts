import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { feedriver, scratch } from '../support/feedriver.ts';

const CONTENT = `<p>The talk of the harbour master, in full.</p>
<iframe src="https://video.example/embed/7"></iframe><iframe src="https://other.example/9"></iframe>
<img src="https://count.example/pixel.gif" width="1" height="1"><a href="https://a.example/x?utm_source=feed&amp;page=2">More</a>`;

it('lets frames of the hosts that an output names stay, and trackers where it keeps them', async () => {
  using place = scratch();
  const content = CONTENT.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  place.write(
    'feed.xml',
    `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x:f</id><title>Talks</title><updated>2026-03-01T00:00:00Z</updated><entry><id>urn:x:1</id><title>A talk</title><link href="https://a.example/1"/><updated>2026-03-01T00:00:00Z</updated><content type="html">${content}</content></entry></feed>`,
  );
  const config = (more: string) => `cache: ./river.db
sources: [{ feed: ./feed.xml }]
outputs:
  - { id: strict, path: ./public/strict }
  - { id: lenient, path: ./public/lenient, ${more} }
`;
  const shown = (output: string): string =>
    JSON.parse(readFileSync(join(place.folder, 'public', `${output}.json`), 'utf8')).items[0].content_html;

  place.write('feedriver.yaml', config('embeds: Video.example, trackers: keep'));
  expect((await feedriver(place.folder, 'run', '-c', 'feedriver.yaml')).code).toBe(0);
  expect(shown('strict')).not.toMatch(/iframe|pixel|utm_source/);
  expect(shown('strict')).toContain('<a href="https://video.example/embed/7">video.example</a>');
  expect(shown('lenient').match(/<iframe src="[^"]+"/g)).toEqual([
    '<iframe src="https://video.example/embed/7"',
  ]);
  expect(shown('lenient')).toMatch(/pixel\.gif[\s\S]*utm_source=feed/);

  place.write('feedriver.yaml', config('trackers: strip'));
  expect((await feedriver(place.folder, 'run', '-c', 'feedriver.yaml')).code).toBe(0);
  expect(shown('lenient')).toBe(shown('strict'));

  place.write('feedriver.yaml', config('embeds: https://video.example/'));
  const refused = await feedriver(place.folder, 'run', '-c', 'feedriver.yaml');
  expect(refused.stderr + refused.stdout).toContain(
    'feedriver.yaml:5:52  outputs[1].embeds: a host such as www.youtube-nocookie.com is expected',
  );
});
