import { Counter, Gauge, Registry } from 'prom-client';
import { type Passes, pulseOf } from './health.ts';

/** What the figures are read from when somebody asks for them. */
export interface Readings {
  readonly version: string;
  passes(): Passes;
  /** How many sources are in which health. */
  sources(): ReadonlyMap<string, number>;
  /** Items in the cache; null before the first pass has told. */
  stored(): number | null;
  /** WebSub hubs: documents that they were not told of yet, and failures in a row. */
  hubs(): readonly { readonly url: string; readonly untold: number; readonly failures: number }[];
  now(): number;
}

export interface Metrics {
  /** To be called for each answer. Adds to a number, as it is on every request's way. */
  answered(status: number): void;
  passEnded(well: boolean, written: number): void;
  /** Prometheus' text format, and what it is served as. */
  read(): Promise<string>;
  readonly contentType: string;
}

/** A registry of its own: nothing global, and only what tells something about this program. */
export function createMetrics(readings: Readings): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const answers = new Map<number, number>();

  new Gauge({
    name: 'feedriver_info',
    help: 'Version of the program that runs.',
    labelNames: ['version'],
    registers,
  }).set({ version: readings.version }, 1);
  new Gauge({
    name: 'feedriver_up',
    help: 'Whether /healthz says that all is well.',
    registers,
    collect() {
      this.set(pulseOf(readings.passes(), readings.now()).well ? 1 : 0);
    },
  });
  new Gauge({
    name: 'feedriver_sources',
    help: 'Configured sources by health.',
    labelNames: ['health'],
    registers,
    collect() {
      this.reset();
      for (const [health, sources] of readings.sources()) this.set({ health }, sources);
    },
  });
  new Gauge({
    name: 'feedriver_items_stored',
    help: 'Distinct items in the cache.',
    registers,
    collect() {
      const stored = readings.stored();
      if (stored === null) this.remove();
      else this.set(stored);
    },
  });
  new Gauge({
    name: 'feedriver_hub_documents_untold',
    help: 'Published documents that a WebSub hub was not told of yet.',
    labelNames: ['hub'],
    registers,
    collect() {
      for (const { url, untold } of readings.hubs()) this.set({ hub: url }, untold);
    },
  });
  new Gauge({
    name: 'feedriver_hub_failures',
    help: 'How often in a row a WebSub hub could not be told.',
    labelNames: ['hub'],
    registers,
    collect() {
      for (const { url, failures } of readings.hubs()) this.set({ hub: url }, failures);
    },
  });
  new Gauge({
    name: 'feedriver_last_pass_duration_seconds',
    help: 'How long the last pass over the sources took.',
    registers,
    collect() {
      const { last } = readings.passes();
      if (last === null) this.remove();
      else this.set((last.endedAt - last.startedAt) / 1000);
    },
  });
  new Gauge({
    name: 'feedriver_last_pass_end_timestamp_seconds',
    help: 'When the last pass over the sources ended.',
    registers,
    collect() {
      const { last } = readings.passes();
      if (last === null) this.remove();
      else this.set(last.endedAt / 1000);
    },
  });
  new Counter({
    name: 'feedriver_requests_total',
    help: 'Requests answered, by status.',
    labelNames: ['status'],
    registers,
    collect() {
      this.reset();
      for (const [status, count] of answers) this.inc({ status }, count);
    },
  });
  const passes = new Counter({
    name: 'feedriver_passes_total',
    help: 'Passes over the sources, by whether they ended well.',
    labelNames: ['outcome'],
    registers,
  });
  const written = new Counter({
    name: 'feedriver_documents_written_total',
    help: 'Documents that were published because their bytes changed.',
    registers,
  });
  passes.inc({ outcome: 'well' }, 0);
  passes.inc({ outcome: 'failed' }, 0);

  return {
    answered: (status) => void answers.set(status, (answers.get(status) ?? 0) + 1),
    passEnded(well, documents) {
      passes.inc({ outcome: well ? 'well' : 'failed' });
      written.inc(documents);
    },
    read: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
