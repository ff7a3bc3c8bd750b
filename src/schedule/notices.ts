/** From troubles that are there now to notices that stay: one for each trouble from when it begins until it is over. Pure. */
import type { Notice, Trouble } from '../model/trouble.ts';

/** Notices of what is over are kept for those who read rarely. */
const MOST_OVER = 50;

/** The notices at `now` (ms since 1970), changed last first; the same list when nothing changed. */
export function noticesAfter(
  before: readonly Notice[],
  troubles: readonly Trouble[],
  now: number,
): readonly Notice[] {
  const left = new Map(troubles.map((trouble) => [trouble.subject, trouble]));
  const kept = before.map((notice) => {
    const trouble = left.get(notice.subject);
    if (notice.over !== null) return notice;
    left.delete(notice.subject);
    if (trouble === undefined) return { ...notice, over: now, changed: now };
    return notice.gist === trouble.gist ? notice : { ...notice, ...trouble, changed: now };
  });
  if (left.size === 0 && kept.every((notice, index) => notice === before[index])) return before;
  const begun = [...left.values()].map(
    (trouble): Notice => ({ ...trouble, began: now, changed: now, over: null }),
  );
  const all = [...begun, ...kept].sort(changedLastFirst);
  const over = all.filter((notice) => notice.over !== null).slice(0, MOST_OVER);
  return all.filter((notice) => notice.over === null || over.includes(notice));
}

const changedLastFirst = (one: Notice, other: Notice): number =>
  other.changed - one.changed || other.began - one.began || (one.subject < other.subject ? -1 : 1);
