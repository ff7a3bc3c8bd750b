import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { World } from '../app.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { parseConfig } from '../config/load.ts';
import { networkTrouble } from '../fetch/guard.ts';
import { headerTrouble } from '../fetch/request-headers.ts';
import { createLog } from '../log/log.ts';
import { Failure } from '../model/failure.ts';
import { userAgent } from '../product.ts';
import { validateCron } from '../schedule/tick.ts';
import { patternTrouble } from '../select/pattern.ts';
import type { Terminal } from './terminal.ts';

/** Options that every verb understands. */
export interface SharedOptions {
  readonly config: string;
  readonly log: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly logJson?: true;
}

const checks = {
  cron: validateCron,
  network: networkTrouble,
  header: headerTrouble,
  pattern: patternTrouble,
};

/** Failures: `config-unreadable`, `config-invalid`. */
export function loadConfig({ config }: SharedOptions, { directory, environment }: Terminal): Config {
  const file = resolve(directory, config);
  return parseConfig(readText(file), { file, environment, userAgent, checks });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Failure(
      'config-unreadable',
      `There is no config at ${file}${missing ? '' : ` to read: ${(error as Error).message}`}.`,
      {
        cause: error,
        place: { file },
        advice: 'Name another one with -c FILE.',
      },
    );
  }
}

const STDERR = 2;

export function realWorld({ log, logJson }: SharedOptions, { environment, pid, colour }: Terminal): World {
  return {
    clock: systemClock,
    random: Math.random,
    log: createLog({ json: logJson === true, level: log, colour, descriptor: STDERR }),
    environment,
    pid,
  };
}
