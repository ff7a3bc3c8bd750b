import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readDigestDocument } from '../../../src/parse/digest/document.ts';

const folder = resolve(import.meta.dirname, 'fixtures');
const inputs = readdirSync(folder).filter((name) => !name.endsWith('.twin.json'));

test('there is a twin for every form', () => {
  expect(inputs.length).toBeGreaterThanOrEqual(11);
});

test.each(inputs)('%s is read as its twin says', async (name) => {
  const document = await readDigestDocument(readFileSync(resolve(folder, name)), {
    location: `/inbox/${name}`,
    contentType: null,
    modifiedAt: null,
    receivedAt: Date.UTC(2031, 0, 1),
    options: null,
  });
  const twin = `${JSON.stringify(document, null, 2)}\n`;
  await expect(twin).toMatchFileSnapshot(resolve(folder, `${name}.twin.json`));
});
