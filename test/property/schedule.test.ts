import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bookmark } from '../../src/model/bookmark.ts';
import { Failure, type FailureCode } from '../../src/model/failure.ts';
import type { Hints } from '../../src/model/item.ts';
import type { Answer } from '../../src/model/source.ts';
import { dueSources, isDue } from '../../src/schedule/due.ts';
import { type Outcome, planNext } from '../../src/schedule/plan.ts';
import { outsideSkips } from '../../src/schedule/skips.ts';
import { feedSource } from '../support/visitor.ts';

const hour = 3_600_000;
const start = Date.UTC(2025, 5, 2);
const month = 30 * 24 * hour;

const span = fc.integer({ min: 0, max: 60 * 24 * hour });
const text = fc.option(fc.string({ maxLength: 20 }), { nil: null });
const hints: fc.Arbitrary<Hints> = fc.record({
  period: fc.option(span, { nil: null }),
  skipHours: fc.uniqueArray(fc.integer({ min: 0, max: 23 })),
  skipDays: fc.uniqueArray(fc.integer({ min: 0, max: 6 })),
});

function answers(at: number): fc.Arbitrary<Answer> {
  return fc.record({
    status: fc.constantFrom(200, 226, 304, 404, 429, 500, 503),
    at: fc.constant(at),
    etag: text,
    lastModified: text,
    url: fc.constant('https://a.example/feed'),
    freshUntil: fc.option(
      span.map((ms) => at + ms),
      { nil: null },
    ),
    freshWhy: fc.constant('max-age'),
    retryAt: fc.option(
      span.map((ms) => at + ms),
      { nil: null },
    ),
    movedTo: fc.constantFrom(null, 'https://b.example/feed'),
    bodyHash: text,
  });
}

const codes: readonly FailureCode[] = [
  'dns',
  'timeout',
  'http-status',
  'rate-limited',
  'tls',
  'not-a-feed',
  'cancelled',
];

function outcomes(at: number): fc.Arbitrary<Outcome> {
  const failed = fc.record({
    kind: fc.constant('failed' as const),
    answer: fc.option(answers(at), { nil: null }),
    at: fc.constant(at),
    failure: fc.constantFrom(...codes).map((code) => new Failure(code, code)),
  });
  const good = fc.record({
    kind: fc.constantFrom('documents' as const, 'unchanged' as const),
    answer: answers(at),
  });
  return fc.oneof(failed, good);
}

/** A source's life: outcomes and pauses. */
const life = fc.array(
  fc.record({
    pause: fc.integer({ min: 1, max: 72 * hour }),
    outcome: outcomes(0),
    hints: fc.option(hints, { nil: null }),
    random: fc.double({ min: 0, max: 0.999, noNaN: true }),
    items: fc.array(fc.option(fc.integer({ min: 0, max: 2 * start }), { nil: null }), { maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 12 },
);

/** Moves an outcome that was made for time 0 to `at`. */
function shifted(outcome: Outcome, at: number): Outcome {
  const move = (answer: Answer): Answer => ({
    ...answer,
    at,
    freshUntil: answer.freshUntil === null ? null : answer.freshUntil + at,
    retryAt: answer.retryAt === null ? null : answer.retryAt + at,
  });
  if (outcome.kind !== 'failed') return { ...outcome, answer: move(outcome.answer) };
  return { ...outcome, at, answer: outcome.answer === null ? null : move(outcome.answer) };
}

test('whatever happens: never sooner than allowed, always some day, plain JSON, a reason in words', () => {
  const source = feedSource('https://a.example/feed');
  fc.assert(
    fc.property(life, fc.constantFrom(0, hour, 6 * hour), (events, minInterval) => {
      let now = start;
      let before: Bookmark | null = null;
      for (const { pause, outcome, hints: asked, random, items } of events) {
        now += pause;
        const fetched = shifted(outcome, now);
        const settings = { minInterval };
        const plan = { source, before, fetched, hints: asked, newItems: items, now, random, settings };
        const bookmark = planNext(plan);
        expect(planNext(plan)).toEqual(bookmark);
        expect(JSON.parse(JSON.stringify(bookmark))).toEqual(bookmark);
        expect(bookmark.nextWhy).not.toBe('');
        if (fetched.kind !== 'failed' || fetched.failure.code !== 'cancelled') {
          expect(bookmark.nextAt).toBeGreaterThanOrEqual(now + minInterval);
          expect(bookmark.nextAt).toBeLessThanOrEqual(now + 1.05 * month + 7 * 24 * hour);
          const wish = fetched.kind === 'failed' ? fetched.answer?.retryAt : fetched.answer.freshUntil;
          expect(bookmark.nextAt).toBeGreaterThanOrEqual(Math.min(wish ?? 0, now + month));
        } else if (before !== null) expect(bookmark).toEqual(before);
        before = bookmark;
      }
    }),
    { numRuns: 300 },
  );
});

test('out of the hours that a feed excludes, and no later than need be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 * start }), hints, (at, asked) => {
      const open = outsideSkips(at, asked);
      const skipped = (time: number) =>
        asked.skipHours.includes(new Date(time).getUTCHours()) ||
        asked.skipDays.includes(new Date(time).getUTCDay());
      if (asked.skipHours.length === 24 || asked.skipDays.length === 7) expect(open).toBe(at);
      else {
        expect(skipped(open)).toBe(false);
        for (let time = at; time < open; time += hour) expect(skipped(time)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('due sources: each at most once, none that is not due, none left out without reason', () => {
  const bookmarks = fc.array(
    fc.record({
      host: fc.integer({ min: 0, max: 4 }),
      path: fc.integer({ min: 0, max: 6 }),
      wait: fc.integer({ min: -9, max: 9 }),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(
      bookmarks,
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      (rows, stream) => {
        const random = () => stream.next().value ?? 0;
        const sources = rows.map(({ host, path }, index) =>
          feedSource(`https://h${host}.example/${path}`, { id: String(index) }),
        );
        const known = new Map<string, Bookmark>();
        for (const [index, source] of sources.entries()) {
          const failure = new Failure('timeout', 'slow');
          const fetched = { kind: 'failed', answer: null, at: start, failure } as const;
          const plan = planNext({
            source,
            before: null,
            fetched,
            hints: null,
            now: start,
            random: 0,
            settings: { minInterval: 0 },
          });
          known.set(source.id, { ...plan, nextAt: start + (rows[index]?.wait ?? 0) });
        }
        const due = dueSources(sources, known, start, { force: false, random });
        expect(new Set(due).size).toBe(due.length);
        for (const source of sources) {
          const twins = sources.filter(({ location }) => location === source.location);
          const all = twins.every((twin) => isDue(known.get(twin.id) ?? null, twin, start, { force: false }));
          expect(due.includes(source)).toBe(all);
        }
      },
    ),
    { numRuns: 200 },
  );
});
