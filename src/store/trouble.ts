import { Failure } from '../model/failure.ts';

// primary result codes, https://sqlite.org/rescode.html
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOT_A_DATABASE = 26;

type StoreCode = 'store-unreadable' | 'store-unwritable';

/** What SQLite or the disk said, as a Failure. Anything else is a bug, and stays one. */
export function troubleOf(error: unknown, code: StoreCode, name: string): unknown {
  if (!isOutside(error)) return error;
  const primary = (error.errcode ?? 0) & 0xff;
  if (primary === NOT_A_DATABASE || primary === CORRUPT) {
    return new Failure(
      'store-unreadable',
      `The cache ${name} is damaged, or not a cache at all: ${error.message}.`,
      {
        cause: error,
        advice: 'It was left as it is. Restore a backup, or move the file away to start with an empty cache.',
      },
    );
  }
  const advice = adviceFor(primary, error.code);
  const verb = code === 'store-unreadable' ? 'read' : 'written';
  return new Failure(code, `The cache ${name} can not be ${verb}: ${error.message}.`, {
    cause: error,
    ...(advice && { advice }),
  });
}

/** SQLite gives its errors a number, the system its own; errors of the language have neither. */
export function isOutside(
  error: unknown,
): error is Error & { errcode?: number; errno?: number; code?: string } {
  return error instanceof Error && ('errcode' in error || 'errno' in error) && !(error instanceof Failure);
}

function adviceFor(primary: number, system: string | undefined): string | null {
  if (primary === FULL || system === 'ENOSPC')
    return 'Make room on the disk; the next run goes on where this one stopped.';
  if (primary === READONLY || system === 'EROFS' || system === 'EACCES')
    return 'Allow writing to the file and its folder, or name another one under `cache:`.';
  if (primary === CANTOPEN) return 'Name a file in a folder that may be written to under `cache:`.';
  return null;
}
