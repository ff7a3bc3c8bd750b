import type { RawEnclosure } from '../model/entry.ts';
import { attribute, child, children, type Element, resolve, textOf } from './element.ts';

/** RSS enclosures and Atom's enclosure links. */
export function enclosuresOf(entry: Element): readonly RawEnclosure[] | undefined {
  const found: RawEnclosure[] = [];
  for (const element of entry.children) {
    const isLink = element.name === 'link' && attribute(element, 'rel')?.toLowerCase() === 'enclosure';
    if (element.name !== 'enclosure' && !isLink) continue;
    const url =
      attribute(element, 'url') ??
      attribute(element, 'href') ??
      attribute(element, 'rdf:resource') ??
      element.text.trim();
    if (url === '') continue;
    found.push({ ...fileOf(element, url), title: attribute(element, 'title') });
  }
  return found.length === 0 ? undefined : found;
}

/** Media RSS: the contents of an entry and of its groups. A title may stand at the content, the group or the entry. */
export function mediaOf(entry: Element): readonly RawEnclosure[] | undefined {
  const found: RawEnclosure[] = [];
  for (const holder of [entry, ...children(entry, 'media:group')]) {
    for (const element of children(holder, 'media:content')) {
      const url = attribute(element, 'url') ?? attribute(child(element, 'media:player'), 'url');
      if (url === undefined) continue;
      const title = textOf(element, 'media:title') ?? textOf(holder, 'media:title');
      found.push({ ...fileOf(element, url), title });
    }
  }
  return found.length === 0 ? undefined : found;
}

function fileOf(element: Element, url: string): RawEnclosure {
  return {
    url: resolve(url, element.base),
    type: attribute(element, 'type'),
    length: attribute(element, 'length') ?? attribute(element, 'filesize'),
    title: undefined,
    medium: attribute(element, 'medium'),
    duration: attribute(element, 'duration'),
    width: attribute(element, 'width'),
    height: attribute(element, 'height'),
  };
}

/** The picture that stands for an entry: its thumbnail, the podcast's cover, an `image`, or the first media picture. */
export function imageOf(entry: Element, media: readonly RawEnclosure[] | undefined): string | undefined {
  for (const holder of [entry, ...children(entry, 'media:group'), ...children(entry, 'media:content')]) {
    const thumbnail = child(holder, 'media:thumbnail');
    const url = attribute(thumbnail, 'url') ?? thumbnail?.text.trim();
    if (thumbnail !== undefined && url !== undefined && url !== '') return resolve(url, thumbnail.base);
  }
  return coverOf(entry) ?? media?.find(isPicture)?.url;
}

function isPicture(file: RawEnclosure): boolean {
  return file.medium === 'image' || (file.type?.startsWith('image/') ?? false);
}

const COVERS: ReadonlySet<string> = new Set(['itunes:image', 'googleplay:image', 'image']);

/** `itunes:image`, or RSS's image with its address in an attribute, a child or its text. */
export function coverOf(element: Element): string | undefined {
  for (const image of element.children) {
    if (!COVERS.has(image.name)) continue;
    const url =
      attribute(image, 'href') ??
      textOf(image, 'url', 'link') ??
      attribute(image, 'url') ??
      attribute(image, 'rdf:resource') ??
      image.text.trim();
    if (url !== '') return resolve(url, image.base);
  }
  const link = children(element, 'itunes:link').find((candidate) => attribute(candidate, 'rel') === 'image');
  const href = attribute(link, 'href');
  return link === undefined || href === undefined ? undefined : resolve(href, link.base);
}
