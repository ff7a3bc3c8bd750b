import pino from 'pino';
import pretty from 'pino-pretty';
import type { Log } from '../model/ports.ts';

export interface LogOptions {
  /** One JSON object a line instead of words for people. */
  readonly json: boolean;
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly colour: boolean;
  /** File descriptor to write to. */
  readonly descriptor: number;
}

/** Values under these names never reach a log, however deep. */
const SECRETS = ['headers', 'auth', 'password', 'token', 'authorization'];

/** A structured log. It is written at once, so that the last line before a crash is there. */
export function createLog({ json, level, colour, descriptor }: LogOptions): Log {
  const stream = json
    ? pino.destination({ dest: descriptor, sync: true })
    : pretty({
        destination: descriptor,
        sync: true,
        colorize: colour,
        ignore: 'pid,hostname',
        translateTime: 'SYS:HH:MM:ss',
      });
  const logger = pino(
    { level, base: null, redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '…' } },
    stream,
  );
  return {
    debug: (message, fields = {}) => logger.debug(fields, message),
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
  };
}
