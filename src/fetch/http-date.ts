const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const fixdate = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;
const rfc850 = /^[A-Z][a-z]{5,8}, (\d{2})-([A-Z][a-z]{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2}) GMT$/;
const asctime = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) (\d{2}):(\d{2}):(\d{2}) (\d{4})$/;

/**
 * The three forms of an HTTP date (RFC 9110, 5.6.7), in ms since 1970; null for anything else. `Date.parse` would take
 * much more, and the third form as local time.
 */
export function parseHttpDate(text: string): number | null {
  const fix = fixdate.exec(text);
  if (fix) return instant(fix[3], fix[2], fix[1], fix.slice(4));
  const old = rfc850.exec(text);
  if (old) return instant(fullYear(Number(old[3])), old[2], old[1], old.slice(4));
  const asc = asctime.exec(text);
  if (asc) return instant(asc[6], asc[1], asc[2], asc.slice(3, 6));
  return null;
}

/** RFC 850 has two digits. Nothing on the web is older than 1970. */
function fullYear(year: number): number {
  return year < 70 ? 2000 + year : 1900 + year;
}

function instant(
  year: string | number | undefined,
  monthName: string | undefined,
  day: string | undefined,
  time: readonly string[],
): number | null {
  const month = months.indexOf(monthName ?? '');
  const [hour = 0, minute = 0, second = 0] = time.map(Number);
  if (month < 0 || hour > 23 || minute > 59 || second > 60) return null;
  const at = Date.UTC(Number(year), month, Number(day), hour, minute, second);
  return new Date(at).getUTCMonth() === month ? at : null;
}
