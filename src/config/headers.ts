import type { Conflict } from './conflicts.ts';
import type { Checks, WrittenSource } from './schema.ts';

/** Request headers and credentials that can not be sent, so that this shows before the first request. */
export function headerConflicts(
  sources: readonly WrittenSource[],
  trouble: Checks['header'],
): readonly Conflict[] {
  return sources.flatMap((source, index) => {
    if (typeof source === 'string') return [];
    const named = Object.entries(source.headers ?? {}).map(([name, value]) => ({
      path: ['sources', index, 'headers', name],
      message: trouble(name, value),
    }));
    const credentials =
      source.auth !== undefined && 'token' in source.auth
        ? [
            {
              path: ['sources', index, 'auth', 'token'],
              message: trouble('Authorization', `Bearer ${source.auth.token}`) && TOKEN,
            },
          ]
        : [];
    return [...named, ...credentials].flatMap(({ path, message }) =>
      message === null ? [] : [{ path, message }],
    );
  });
}

/** A token out of a file often ends in a line break. */
const TOKEN = 'the token holds a character that can not be sent, perhaps a line break';
