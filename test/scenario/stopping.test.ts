/** SIGTERM at every stage: the real program gets it just before a call that only that stage makes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startProgram } from '../support/feedriver.ts';
import { openOneSource } from '../support/one-source.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const NOW = Date.UTC(2026, 2, 2, 8);
const DATE = '<pubDate>Mon, 02 Mar 2026 07:00:00 GMT</pubDate>';
const item = (n: number) =>
  `<item><title>Story number ${n}</title><link>https://a.example/${n}</link><guid>https://a.example/${n}</guid>${DATE}<description>Words of story ${n}.</description></item>`;
const rss = (count: number) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Good</title><link>https://a.example/</link><description>d</description>${Array.from({ length: count }, (_, n) => item(n)).join('')}</channel></rss>`;

let upstream: Upstream;
let undisturbed: ReturnType<typeof openPlace>;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.close());
beforeEach(async () => {
  upstream.script('/good', { body: rss(3) });
  vi.spyOn(Date, 'now').mockReturnValue(NOW);
  undisturbed = openPlace();
  await undisturbed.run();
});
afterEach(() => {
  undisturbed[Symbol.dispose]();
  vi.restoreAllMocks();
});

const openPlace = () =>
  openOneSource(upstream.url('/good'), { timeout: '20s', formats: 'rss, atom, json, html' });

const PASSINGS = 'passings.json';
const hand = new URL('../../bench/chaos/hand.ts', import.meta.url).href;

/** Where the program gets a SIGTERM: the first passing of a point, or wherever it is when we send it. */
type Stop = { readonly point: string; readonly when: 'before' | 'after' } | null;

/** The program, at whose end a hand of ours looks on: five seconds after a SIGTERM it kills it, which is the signal it ends by. */
function startToBeStopped(folder: string, stop: Stop) {
  const kill = stop === null ? null : { ...stop, nth: 1, signal: 'SIGTERM' };
  return startProgram(folder, ['run', '-c', 'feedriver.yaml'], {
    preload: hand,
    environment: { CHAOS_ORDERS: JSON.stringify({ now: NOW, kill, passings: join(folder, PASSINGS) }) },
  });
}

/** Whatever was placed is whole, and the next run ends as if nothing had been. */
async function expectNothingLost(place: ReturnType<typeof openPlace>): Promise<void> {
  for (const file of Object.keys(place.documents()))
    expect(readFileSync(join(place.folder, 'public', file), 'utf8').trimEnd()).toMatch(/(?:>|\})$/);
  expect((await place.run()).code).toBe(0);
  expect(place.documents()).toEqual(undisturbed.documents());
}

describe('SIGTERM', () => {
  it('while a source is silent: the run ends without it', async () => {
    using place = openPlace();
    const before = upstream.requests.length;
    upstream.script('/good', 'hang');
    const running = startToBeStopped(place.folder, null);
    await upstream.seen(before + 1);
    running.child.kill('SIGTERM');
    expect((await running.ended).signal).toBeNull();
    upstream.script('/good', { body: rss(3) });
    await expectNothingLost(place);
  });

  it('while a document is read', async () => {
    using place = openPlace();
    const long = rss(4_000);
    upstream.script('/good', { body: long });
    await undisturbed.run();
    const running = startToBeStopped(place.folder, null);
    upstream.script('/good', () => {
      setTimeout(() => running.child.kill('SIGTERM'), 60);
      return { body: long };
    });
    expect((await running.ended).signal).toBeNull();
    upstream.script('/good', { body: long });
    await expectNothingLost(place);
  });

  it.each([
    { stage: 'opening the cache', point: 'lock: holder', when: 'after' },
    { stage: 'writing the items of a commit', point: 'row: item', when: 'before' },
    { stage: 'making a commit true', point: 'commit: batch', when: 'before' },
    { stage: 'publishing, when a commit is done', point: 'commit: batch', when: 'after' },
    { stage: 'writing a document', point: 'place: write', when: 'before' },
    { stage: 'placing a document', point: 'place: rename', when: 'before' },
    { stage: 'noting what is placed', point: 'row: placed', when: 'before' },
    { stage: 'housekeeping', point: 'row: housekeeping', when: 'before' },
  ] as const)('while $stage', async ({ point, when }) => {
    using place = openPlace();
    expect((await startToBeStopped(place.folder, { point, when }).ended).signal).toBeNull();
    // it really came there
    expect(JSON.parse(readFileSync(join(place.folder, PASSINGS), 'utf8'))).toHaveProperty(point);
    await expectNothingLost(place);
  });
});
