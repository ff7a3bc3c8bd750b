const units = [
  [86_400_000, 'day', 'days'],
  [3_600_000, 'h', 'h'],
  [60_000, 'min', 'min'],
  [1000, 's', 's'],
] as const;

/** A span of time for people, in its largest whole unit or two: "3 h", "1 h 30 min", "2 days". */
export function inWords(ms: number): string {
  const rounded = ms >= 60_000 ? Math.round(ms / 60_000) * 60_000 : Math.round(ms / 1000) * 1000;
  const parts: string[] = [];
  let left = rounded;
  for (const [size, one, many] of units) {
    const count = Math.floor(left / size);
    if (count === 0) {
      if (parts.length > 0) break;
      continue;
    }
    parts.push(`${count} ${count === 1 ? one : many}`);
    left -= count * size;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}
