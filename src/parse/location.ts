import type { RawLocation } from '../model/entry.ts';
import { child, type Element, textOf } from './element.ts';

/** GeoRSS Simple's four shapes. */
const SIMPLE: Readonly<Record<string, RawLocation['shape']>> = {
  'georss:point': 'point',
  'georss:line': 'line',
  'georss:polygon': 'polygon',
  'georss:box': 'box',
};

/** GML's shapes, as GeoRSS GML wraps them in `georss:where`; a ring stands for its polygon. */
const GML: Readonly<Record<string, RawLocation['shape']>> = {
  'gml:point': 'point',
  'gml:linestring': 'line',
  'gml:polygon': 'polygon',
  'gml:envelope': 'box',
};

const COORDINATES = ['gml:pos', 'gml:poslist', 'gml:lowercorner'];

/**
 * Where an entry is about (GeoRSS Simple and GML, OGC 17-002; W3C's `geo:lat` and `geo:long`): the first place that it
 * names. All of them write latitude before longitude.
 */
export function locationOf(entry: Element): RawLocation | undefined {
  if (!entry.children.some(({ name }) => name.startsWith('geo'))) return undefined;
  const place = simplePlace(entry) ?? gmlPlace(entry) ?? geoPlace(entry);
  if (place === undefined) return undefined;
  return { ...place, name: textOf(entry, 'georss:featurename') };
}

type Place = Omit<RawLocation, 'name'>;

function simplePlace(entry: Element): Place | undefined {
  for (const { name, text } of entry.children) {
    const shape = SIMPLE[name];
    if (shape !== undefined && text.trim() !== '') return { shape, coordinates: text.trim() };
  }
  return undefined;
}

function gmlPlace(entry: Element): Place | undefined {
  for (const candidate of child(entry, 'georss:where')?.children ?? []) {
    const shape = GML[candidate.name];
    const coordinates = shape === undefined ? undefined : coordinatesIn(candidate);
    if (shape !== undefined && coordinates !== undefined) return { shape, coordinates };
  }
  return undefined;
}

/** At any depth: a polygon has them in a ring in its exterior. */
function coordinatesIn(shape: Element): string | undefined {
  const upper = textOf(shape, 'gml:uppercorner');
  const own = textOf(shape, ...COORDINATES);
  if (own !== undefined) return upper === undefined ? own : `${own} ${upper}`;
  for (const part of shape.children) {
    const inner = coordinatesIn(part);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The two alone, or in a `geo:Point`. */
function geoPlace(entry: Element): Place | undefined {
  const holder = child(entry, 'geo:point') ?? entry;
  const [latitude, longitude] = [textOf(holder, 'geo:lat'), textOf(holder, 'geo:long', 'geo:lon')];
  if (latitude === undefined || longitude === undefined) return undefined;
  return { shape: 'point', coordinates: `${latitude} ${longitude}` };
}
