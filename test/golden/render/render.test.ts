import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dress } from '../../../src/dress/dress.ts';
import { renderDocument } from '../../../src/render/documents.ts';
import { createSanitiser } from '../../../src/sanitise/sanitise.ts';
import { CHANNEL } from '../../unit/render/sample.ts';

const { sources, items } = JSON.parse(readFileSync(new URL('fixtures/items.json', import.meta.url), 'utf8'));
const sanitiser = createSanitiser({ stripTracking: true, embeds: ['www.video.example'] });

test.each(['rss', 'atom', 'json', 'html'] as const)('a small output as %s', async (format) => {
  const shown = items.map((item: Parameters<typeof dress>[0]) => dress(item, new Map(sources), sanitiser));
  const document = [...renderDocument(format, CHANNEL, shown)].join('');
  await expect(document).toMatchFileSnapshot(`fixtures/all.${format}`);
});
