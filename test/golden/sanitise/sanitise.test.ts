import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createSanitiser } from '../../../src/sanitise/sanitise.ts';
import { faultsOf } from '../../unit/sanitise/oracle.ts';

const FIXTURES = new URL('fixtures/', import.meta.url);
const sanitiser = createSanitiser({ stripTracking: true, embeds: ['www.video.example'] });

test.each(readdirSync(FIXTURES).filter((name) => /^[\w-]+\.html$/.test(name)))('%s', async (name) => {
  const html = readFileSync(new URL(name, FIXTURES), 'utf8');
  const markup = { html, base: 'https://blog.example/2026/06/tide/' };
  const sanitised = sanitiser.html(markup) ?? '';
  const text = sanitiser.text(markup, 200);
  expect(faultsOf(sanitised)).toEqual([]);
  await expect(`${sanitised}\n`).toMatchFileSnapshot(`fixtures/${name.replace('.html', '.safe.html')}`);
  await expect(`${text}\n`).toMatchFileSnapshot(`fixtures/${name.replace('.html', '.txt')}`);
});
