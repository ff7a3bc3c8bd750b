import { describe, expect, it } from 'vitest';
import { type Passes, pulseJson, pulseOf } from '../../../src/serve/health.ts';
import { createMetrics } from '../../../src/serve/metrics.ts';

const now = Date.UTC(2026, 0, 5, 12);
const minute = 60_000;
const ended = { startedAt: now - 11 * minute, endedAt: now - 10 * minute, trouble: null };
const well: Passes = { runningSince: null, last: ended, expectedAt: now + 5 * minute };

describe('/healthz says', () => {
  it.each<[string, Partial<Passes>, RegExp | null]>([
    ['well', {}, null],
    ['well a moment after a tick', { expectedAt: now - minute }, null],
    ['ill before the first pass is over', { last: null, runningSince: now }, /first pass/],
    ['ill when the last one failed', { last: { ...ended, trouble: 'The disk is full.' } }, /disk is full/],
    ['ill when a tick did not come', { expectedAt: now - 3 * minute }, /due at 2026-01-05T11:57:00.000Z/],
    [
      'well when that pass is under way',
      { expectedAt: now - 3 * minute, runningSince: now - 3 * minute },
      null,
    ],
    ['ill when one does not end', { runningSince: now - 61 * minute }, /does not end/],
  ])('%s', (_, passes, reason) => {
    const pulse = pulseOf({ ...well, ...passes }, now);
    expect(pulse.well).toBe(reason === null);
    if (reason !== null) expect(pulse.reason).toMatch(reason);
  });

  it('it in JSON', () => {
    expect(JSON.parse(pulseJson(pulseOf(well, now), well))).toEqual({
      status: 'well',
      reason: null,
      lastPass: { endedAt: '2026-01-05T11:50:00.000Z', seconds: 60 },
      nextPass: '2026-01-05T12:05:00.000Z',
    });
  });
});

it('/healthz stays well while a hub does not listen, and tells of it', () => {
  const hubs = [{ url: 'https://hub.example/', health: 'failing' }];
  const pulse = pulseOf(well, now);
  expect(pulse.well).toBe(true);
  expect(JSON.parse(pulseJson(pulse, well, hubs))).toMatchObject({ status: 'well', hubs });
});

it('/metrics tells figures in the text format of Prometheus', async () => {
  let passes: Passes = { runningSince: null, last: null, expectedAt: null };
  let stored: number | null = null;
  const metrics = createMetrics({
    version: '1.2.3',
    passes: () => passes,
    sources: () =>
      new Map([
        ['well', 2],
        ['dead', 1],
      ]),
    stored: () => stored,
    hubs: () => [{ url: 'https://hub.example/', untold: 2, failures: 1 }],
    now: () => now,
  });
  expect(await metrics.read()).not.toMatch(/^feedriver_(items_stored|last_pass)\S* /m);

  passes = well;
  stored = 42;
  metrics.passEnded(true, 3);
  for (const status of [200, 304, 304]) metrics.answered(status);
  const text = await metrics.read();
  expect(await metrics.read()).toBe(text);
  for (const line of [
    'feedriver_info{version="1.2.3"} 1',
    'feedriver_up 1',
    'feedriver_sources{health="well"} 2',
    'feedriver_sources{health="dead"} 1',
    'feedriver_items_stored 42',
    'feedriver_hub_documents_untold{hub="https://hub.example/"} 2',
    'feedriver_hub_failures{hub="https://hub.example/"} 1',
    'feedriver_last_pass_duration_seconds 60',
    `feedriver_last_pass_end_timestamp_seconds ${(now - 10 * minute) / 1000}`,
    'feedriver_requests_total{status="200"} 1',
    'feedriver_requests_total{status="304"} 2',
    'feedriver_passes_total{outcome="well"} 1',
    'feedriver_passes_total{outcome="failed"} 0',
    'feedriver_documents_written_total 3',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
});
