import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { feedriver, scratch } from '../support/feedriver.ts';

it('says in every format what the config says of an output', async () => {
  using place = scratch();
  place.write(
    'letter.txt',
    'Bridge opens\n\nThe bridge opened on 3 March after two years of work on its towers.\n',
  );
  place.write(
    'feedriver.yaml',
    `cache: ./river.db
sources: [{ digest: ./letter.txt }]
outputs:
  - id: all
    path: ./public/all
    title: All & more
    description: From <everywhere>
    image: https://river.example/wide.png
    icon: https://river.example/small.png
    rights: © Ada, CC BY 4.0
`,
  );
  expect((await feedriver(place.folder, 'run', '-c', 'feedriver.yaml')).code).toBe(0);
  const placed = (format: string) => readFileSync(join(place.folder, 'public', `all.${format}`), 'utf8');

  expect(placed('rss')).toMatch(
    /<image>\s*<title>All &#x26; more<\/title>\s*<url>https:\/\/river\.example\/wide\.png<\/url>/,
  );
  expect(placed('rss')).toContain('<copyright>© Ada, CC BY 4.0</copyright>');
  expect(placed('atom')).toContain('<logo>https://river.example/wide.png</logo>');
  expect(placed('atom')).toContain('<icon>https://river.example/small.png</icon>');
  expect(placed('atom')).toContain('<rights>© Ada, CC BY 4.0</rights>');
  expect(JSON.parse(placed('json'))).toMatchObject({
    title: 'All & more',
    description: 'From <everywhere>',
    icon: 'https://river.example/wide.png',
    favicon: 'https://river.example/small.png',
    _feedriver: { rights: '© Ada, CC BY 4.0' },
  });
  expect(placed('html')).toContain('<link rel="icon" href="https://river.example/small.png">');
  expect(placed('html')).toContain('<p>© Ada, CC BY 4.0</p>');
});
