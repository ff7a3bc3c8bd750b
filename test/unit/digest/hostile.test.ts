import { expect, test } from 'vitest';
import type { DigestOptions } from '../../../src/model/source.ts';
import { readDigest } from '../../../src/parse/digest/text.ts';

/**
 * Shapes that make careless readers slow. Each is read in two sizes in the same process: eight times the text may take
 * about eight times as long, where a quadratic reader takes sixty-four times.
 */
const TIMES = 8;
const MOST = 24;

const item = (body: string) => `One\nSource: X\n\n${body}\n`;
const shapes: readonly (readonly [string, DigestOptions['format'], (size: number) => string])[] = [
  ['brackets behind an address', 'text', (size) => item(`See https://a.example/${')'.repeat(size)}`)],
  ['half a link, repeated', 'markdown', (size) => `## One\n\n${'[a]('.repeat(size / 4)}\n\n## Two\n\nText.`],
  ['one line', 'text', (size) => 'word '.repeat(size / 5)],
  ['digits', 'text', (size) => item('1'.repeat(size))],
  ['days', 'text', (size) => item('3 March '.repeat(size / 8))],
  ['header lines', 'text', (size) => 'Source: X\n'.repeat(size / 10)],
  [
    'tags, each on a line of its own',
    'text',
    (size) => `One\n\nSource: X\n${'Tags: a, b\n'.repeat(size / 11)}\nText.`,
  ],
  ['bylines', 'text', (size) => 'One\n(NATO)\n\nText.\n\n'.repeat(size / 19)],
  ['titles of one name', 'text', (size) => 'One\nSource: X\n\nText.\n\n'.repeat(size / 24)],
  [
    'entries of a table of contents',
    'text',
    (size) => `Contents\n\n${'- One\n'.repeat(size / 6)}\n${item('Text.')}`,
  ],
  ['rules', 'text', (size) => `${'-'.repeat(40)}\n\n`.repeat(size / 42)],
  ['spaces', 'text', (size) => item(`a${' '.repeat(size)}b`)],
  ['emphasis', 'text', (size) => `${'*'.repeat(size)}a\nSource: X\n\nText.`],
  ['letters read twice', 'text', (size) => item('Ã©â€™'.repeat(size / 5))],
  ['open elements', 'html', (size) => `<h2>One</h2>${'<p><b>a'.repeat(size / 7)}`],
  ['list items of links', 'html', (size) => `<ul>${'<li><a href="/a">a</a><p>b'.repeat(size / 26)}</ul>`],
  ['open braces', 'json', (size) => `[{"title": "One"}, ${'{"a":'.repeat(size / 5)}`],
];

async function cost(text: string, format: DigestOptions['format']): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const start = process.cpuUsage();
    await readDigest(text, { format }).catch(() => null);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, user + system);
  }
  return least;
}

test.each(shapes)('%s take time in proportion to their length', async (_name, format, shape) => {
  const size = 16_800;
  await cost(shape(size), format);
  const small = await cost(shape(size), format);
  const large = await cost(shape(size * TIMES), format);
  // A millisecond covers what a clock can not tell.
  expect(large / (small + 1000)).toBeLessThan(MOST);
});

test('marks of quotations by the million are read, and cost no stack', async () => {
  await expect(readDigest('>'.repeat(3_000_000), { format: 'markdown' })).resolves.toBeDefined();
});

test('a mail of more parts, or lines, than any has is refused before it is taken apart', async () => {
  const mail = 'From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n';
  for (const body of ['--b\n\nx\n'.repeat(10_001), 'x\n'.repeat(250_001)])
    await expect(readDigest(mail + body, { format: 'mail' })).rejects.toMatchObject({ code: 'too-many' });
});
