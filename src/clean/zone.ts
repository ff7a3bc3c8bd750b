/** RFC 822's zones and other common abbreviations, in hours; of ambiguous ones the most written. */
const ZONES: Readonly<Record<string, number>> = {
  Z: 0,
  UT: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 1,
  BST: 1,
  IST: 5.5,
  CET: 1,
  CEST: 2,
  MET: 1,
  MEST: 2,
  MEZ: 1,
  MESZ: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  MSD: 4,
  SGT: 8,
  HKT: 8,
  AWST: 8,
  JST: 9,
  KST: 9,
  ACST: 9.5,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
  AST: -4,
  ADT: -3,
  AT: -4,
  EST: -5,
  EDT: -4,
  ET: -5,
  CST: -6,
  CDT: -5,
  CT: -6,
  MST: -7,
  MDT: -6,
  MT: -7,
  PST: -8,
  PDT: -7,
  PT: -8,
  AKST: -9,
  AKDT: -8,
  HST: -10,
  BRT: -3,
  ART: -3,
};

/** Minutes east of Greenwich; unknown names count as UTC (RFC 2822, 4.3); null for an impossible number. */
export function offsetOf(zone: string): number | null {
  const numeric = /([+-])\s*(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (numeric === null) return (ZONES[zone.replace(/[()]/g, '').toUpperCase()] ?? 0) * 60;
  const [, sign, hours = '0', minutes = '0'] = numeric;
  if (Number(minutes) > 59) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
