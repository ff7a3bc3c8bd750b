/** What others build on. Everything here is typed, documented, and kept stable by semantic versioning. */
import { env, pid } from 'node:process';
import { openHouse } from './app.ts';
import { cleanDocument } from './clean/reading.ts';
import { type FeedView, viewOf } from './clean/view.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config/config.ts';
import { parseConfig } from './config/load.ts';
import { cycle } from './cycle/cycle.ts';
import { networkTrouble } from './fetch/guard.ts';
import { headerTrouble } from './fetch/request-headers.ts';
import type { Report } from './model/report.ts';
import { readDocument } from './parse/document.ts';
import { userAgent } from './product.ts';
import { validateCron } from './schedule/tick.ts';
import { patternTrouble } from './select/pattern.ts';

export type { FeedView, ItemView } from './clean/view.ts';
export type { Config } from './config/config.ts';
export { createDeduper } from './ledger/deduper.ts';
export { Failure, type FailureCode, type Warning } from './model/failure.ts';
export type { Report } from './model/report.ts';
export {
  type DigestReading,
  type DigestTextItem,
  type DigestTextOptions,
  readDigest,
} from './parse/digest/text.ts';

/**
 * Reads a feed of any dialect (RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed) and repairs what can be repaired. Pure:
 * no network, no clock, no state. Bodies are **not** sanitised; addresses inside of them are absolute.
 * Failures: `empty`, `binary`, `html-page`, `not-a-feed`, `malformed`, `too-deep`, `too-many`, `too-slow`.
 */
export async function readFeed(
  bytes: Uint8Array,
  {
    url = '',
    contentType = null,
  }: { readonly url?: string | undefined; readonly contentType?: string | null | undefined } = {},
): Promise<FeedView> {
  const context = { location: url, contentType };
  return viewOf(await cleanDocument(await readDocument(bytes, context), context));
}

/** A config from its text, as `file` would hold it. Failure: `config-invalid`. */
export function readConfig(
  text: string,
  file: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): Config {
  return parseConfig(text, {
    file,
    environment,
    userAgent,
    checks: { cron: validateCron, network: networkTrouble, header: headerTrouble, pattern: patternTrouble },
  });
}

export interface RunOptions {
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

/** One pass over what is due: what `feedriver run` does. Failures: `locked`, `store-…`; a failing source is a row. */
export async function run(config: Config, { force = false, signal }: RunOptions = {}): Promise<Report> {
  const silent = () => {};
  const house = await openHouse(config, {
    clock: systemClock,
    random: Math.random,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    environment: env,
    pid,
  });
  try {
    const either = signal ?? new AbortController().signal;
    const report = await cycle(house.rooms, { force, signal: either });
    await house.announcer.tell(either);
    return report;
  } finally {
    await house.close();
  }
}
