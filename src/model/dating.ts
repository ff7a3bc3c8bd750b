import type { StoredItem } from './item.ts';

const DAY = 86_400_000;

export interface Dating {
  /** ms since 1970. */
  readonly at: number;
  /** False: upstream itself said so. */
  readonly estimated: boolean;
}

/**
 * The time that an item is ordered and dated by where one must be: what upstream says, else a digest's estimate, else
 * when we first saw it. A date more than a day after we saw it is not believed. Never depends on the present.
 */
export function datingOf({ item, firstSeenAt }: StoredItem): Dating {
  for (const [text, estimated] of [
    [item.published, false],
    [item.updated, false],
    [item.estimated, true],
  ] as const) {
    if (text === null) continue;
    const at = Date.parse(text);
    if (at <= firstSeenAt + DAY) return { at, estimated };
  }
  return { at: firstSeenAt, estimated: true };
}
