/** Spans of time and sizes as people write them: `90s`, `1.5h`, `30d`, `10MB`. */

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const BYTES = { B: 1, KB: 1_000, MB: 1_000_000, GB: 1_000_000_000 } as const;

export const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)$/;
export const SIZE = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)$/;

/** Milliseconds, or null where the text is no span of time. */
export function milliseconds(text: string): number | null {
  return scaled(DURATION.exec(text), MILLISECONDS);
}

/** Bytes (1 KB is 1,000 bytes), or null where the text is no size. */
export function bytes(text: string): number | null {
  return scaled(SIZE.exec(text), BYTES);
}

function scaled(match: RegExpExecArray | null, scale: Readonly<Record<string, number>>): number | null {
  const factor = match?.[2] === undefined ? undefined : scale[match[2]];
  return factor === undefined ? null : Math.round(Number(match?.[1]) * factor);
}
