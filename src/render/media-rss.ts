/** Files and pictures in the words of Media RSS, for RSS and Atom alike. */
import type { Enclosure } from '../model/item.ts';
import type { ShownItem } from '../model/output.ts';
import { plainText } from './plain.ts';
import { el, type Xml } from './xml.ts';

const MEDIA: ReadonlySet<string> = new Set(['image', 'audio', 'video', 'document', 'executable']);

export function mediaContent(file: Enclosure): Xml {
  const { url, type, length, medium, duration, width, height, title } = file;
  return el(
    'media:content',
    {
      url,
      type,
      fileSize: length || null,
      medium: medium !== null && MEDIA.has(medium) ? medium : null,
      duration: whole(duration),
      width: whole(width),
      height: whole(height),
    },
    title === null ? null : el('media:title', { type: 'plain' }, plainText(title)),
  );
}

/** The item's picture, unless it is among its files anyway. */
export function thumbnail({ image, enclosures, media }: ShownItem): Xml | null {
  if (image === null) return null;
  const among = [...enclosures, ...media].some(({ url }) => url === image);
  return among ? null : el('media:thumbnail', { url: image });
}

const whole = (value: number | null): number | null =>
  value === null || !(value > 0) ? null : Math.round(value);
