import { expect, test } from 'vitest';
import type { Answer } from '../../../src/model/source.ts';
import { movedAfterSuccess } from '../../../src/schedule/moves.ts';

const day = 86_400_000;

function answer(movedTo: string | null, at: number): Answer {
  const unsaid = {
    etag: null,
    lastModified: null,
    freshUntil: null,
    freshWhy: null,
    retryAt: null,
    bodyHash: null,
  };
  return { status: 200, at, url: movedTo ?? 'https://a.example/', movedTo, ...unsaid };
}

/** What is known after so many days of the same redirect. */
function afterDays(location: string, to: string, days: number) {
  let moved: ReturnType<typeof movedAfterSuccess> = null;
  for (let count = 0; count < days; count++)
    moved = movedAfterSuccess(moved, answer(to, count * day), location);
  return moved;
}

test.for([
  ['https to https', 'https://a.example/', 'https://b.example/', true],
  ['http to https', 'http://a.example/', 'https://a.example/', true],
  ['http to http', 'http://a.example/', 'http://b.example/', true],
  ['https to http is never adopted', 'https://a.example/', 'http://a.example/', false],
] as const)('%s', ([, from, to, adopted]) => {
  expect(afterDays(from, to, 5)?.adopted ?? false).toBe(adopted);
});

test('an adopted address that moves on is looked at afresh, from the configured one', () => {
  const moved = afterDays('https://a.example/', 'https://b.example/', 5);
  expect(moved?.adopted).toBe(true);
  const next = movedAfterSuccess(moved, answer('https://c.example/', 5 * day), 'https://a.example/');
  expect(next).toEqual({ to: 'https://c.example/', sightings: 1, since: 5 * day, adopted: false });
});
