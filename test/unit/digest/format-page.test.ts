import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readDigest } from '../../../src/parse/digest/text.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/digest-format.md'), 'utf8');
const blocks = [...page.matchAll(/^```([\w-]+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
  language,
  text,
}));
const examples = blocks.flatMap((block, index) => {
  const expected = blocks[index + 1];
  return block.language === 'json' || expected?.language !== 'json'
    ? []
    : [{ ...block, expected: expected.text }];
});

test('the page has examples', () => {
  expect(examples.map((example) => example.language)).toEqual(['text', 'markdown', 'json-lines', 'text']);
});

test.each(examples)('an example in $language reads as the page says', async ({ text, expected }) => {
  const items = JSON.parse(expected);
  const reading = await readDigest(text);
  expect(reading.items).toHaveLength(items.length);
  expect(reading.items).toMatchObject(items);
});
