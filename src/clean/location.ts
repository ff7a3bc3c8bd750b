import type { RawLocation } from '../model/entry.ts';
import type { Location } from '../model/item.ts';
import { plainLine } from './text.ts';

/** How many corners each shape has at least; a box is its south-west and its north-east one. */
const CORNERS: Readonly<Record<Location['shape'], number>> = { point: 1, box: 2, line: 2, polygon: 3 };
const MAX_POINTS = 1000;
/** Room for each number of as many points, with all the digits of a double. */
const MAX_LENGTH = MAX_POINTS * 2 * 24;

/** A place on Earth (WGS 84), or null where its numbers are none, or too few. */
export function cleanLocation(raw: RawLocation | undefined): Location | null {
  if (raw === undefined || raw.coordinates.length > MAX_LENGTH) return null;
  const numbers = raw.coordinates.split(/[\s,;]+/).map(Number);
  const points: (readonly [number, number])[] = [];
  for (let index = 0; index < numbers.length; index += 2) {
    const [latitude = Number.NaN, longitude = Number.NaN] = numbers.slice(index, index + 2);
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null;
    points.push([latitude, longitude]);
  }
  if (points.length < CORNERS[raw.shape] || points.length > MAX_POINTS) return null;
  const name = raw.name === undefined ? null : plainLine(raw.name, 'html', NAME_LENGTH);
  return { shape: raw.shape, points: raw.shape === 'point' ? points.slice(0, 1) : points, name };
}

const NAME_LENGTH = 300;
