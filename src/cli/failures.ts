import type { Failure } from '../model/failure.ts';
import { EXIT } from './terminal.ts';

/** A Failure as a person reads it. */
export function sayFailure({ message, advice }: Failure): string {
  return `feedriver: ${message}\n${advice === undefined ? '' : `  ${advice}\n`}`;
}

export function exitCodeOf({ code }: Failure): number {
  if (code === 'locked') return EXIT.locked;
  return code.startsWith('config-') ? EXIT.usage : EXIT.failed;
}
