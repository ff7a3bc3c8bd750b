import { createTask, parse } from 'node-cron';

/** The 29 February of a cron expression comes back after eight years at the latest. */
const LONGEST_WALK = 8 * 366;

/**
 * The last `count` ticks of a cron expression that are not after `until` (ms since 1970), oldest first, by the machine's own
 * clocks as the scheduler reads them. A tick that clocks skip in spring does not happen. Pure.
 */
export function ticksUntil(expression: string, until: number, count: number): readonly number[] {
  const task = createTask(expression, () => undefined);
  const { second, minute, hour, month } = parse(expression);
  const times = hour.flatMap((h) => minute.flatMap((m) => second.map((s) => [h, m, s] as const)));
  times.sort((a, b) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2]);
  const today = new Date(until);
  const ticks: number[] = [];
  for (let back = 0; back < LONGEST_WALK && ticks.length < count; back++) {
    const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - back);
    if (!month.includes(day.getMonth() + 1)) continue;
    for (const [h, m, s] of times) {
      const at = new Date(day.getFullYear(), day.getMonth(), day.getDate(), h, m, s);
      if (at.getTime() <= until && ticks.length < count && task.match(at)) ticks.push(at.getTime());
    }
  }
  void task.destroy();
  return ticks.reverse();
}

/** The day of a time by the machine's own clocks: `2026-03-09`; with the time of day where `fine`. */
export function localDay(at: number, fine: boolean): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return fine ? `${day} ${two(date.getHours())}:${two(date.getMinutes())}` : day;
}
