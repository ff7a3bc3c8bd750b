import { expect, it } from 'vitest';
import { feedriver, scratch } from '../support/feedriver.ts';

/** 60 items of 100 KB. */
const LONG_FEED = JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Long reads',
  items: Array.from({ length: 60 }, (_, n) => ({
    id: `long-${n}`,
    title: `Chapter ${n}`,
    date_published: new Date(Date.UTC(2026, 0, 1, n)).toISOString(),
    content_html: `<p>${`Paragraph of chapter ${n}, word by word. `.repeat(2_500)}</p>`,
  })),
});

it('says of a document that readers may give up on it, and what to do', async () => {
  using place = scratch();
  place.write('long.json', LONG_FEED);
  place.write(
    'feedriver.yaml',
    `cache: ./river.db
sources: [{ feed: ./long.json, firstFetch: { maxItems: 100 } }]
outputs:
  - { id: all, path: ./public/all, formats: [atom, html], limit: 100 }
  - { id: few, path: ./public/few, formats: [atom, html], limit: 10 }
`,
  );
  const { stdout } = await feedriver(place.folder, 'run', '--json', '-c', 'feedriver.yaml');
  const [all, few] = JSON.parse(stdout).rows.outputs;
  expect(all.warnings).toEqual([
    expect.stringMatching(/^all\.atom has \d+ MB, and some readers give up at 5: lower `limit`/),
  ]);
  expect(few.warnings).toEqual([]);
});
