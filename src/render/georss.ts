/** Where an item is about, in the words of GeoRSS Simple. Its name is in JSON Feed only: checkers do not know `featurename`. */
import type { Location } from '../model/item.ts';
import { el, type Xml } from './xml.ts';

export const GEORSS_NAMESPACE = 'http://www.georss.org/georss';

export function locationElement(location: Location | null | undefined): Xml | null {
  if (!location) return null;
  const { shape, points } = drawn(location);
  return el(
    `georss:${shape}`,
    null,
    points.map(([latitude, longitude]) => `${latitude} ${longitude}`).join(' '),
  );
}

/** A box by its corners, as fewer readers know boxes. */
function drawn(location: Location): Pick<Location, 'shape' | 'points'> {
  const [lower, upper] = location.points;
  if (location.shape !== 'box' || lower === undefined || upper === undefined) return location;
  const [south, west] = lower;
  const [north, east] = upper;
  const corners = [lower, [south, east], upper, [north, west], lower] as const;
  return { shape: 'polygon', points: corners };
}
