import type { Sighting, StoredItem } from '../model/item.ts';
import type { Rewrite } from '../model/rule.ts';
import { expressionOf } from './pattern.ts';

/**
 * An item with its titles and links as they are to be shown: as the source that gives the title rewrites them, then as
 * the output does. A title that would be empty, and a link that would be none, stay as they are.
 */
export function rewritten(
  stored: StoredItem,
  rewritesOf: (source: string) => readonly Rewrite[],
  ofOutput: readonly Rewrite[],
): StoredItem {
  const rewritesAt = (source: string) => [...rewritesOf(source), ...ofOutput];
  if (stored.sightings.every(({ source }) => rewritesAt(source).length === 0)) return stored;
  const rewrites = rewritesAt(stored.sightings[0]?.source ?? '');
  const { item } = stored;
  return {
    ...stored,
    item: {
      ...item,
      title: item.title === null ? null : titleAfter(item.title, rewrites),
      url: item.url === null ? null : linkAfter(item.url, rewrites),
    },
    sightings: stored.sightings.map((sighting) => resighted(sighting, rewritesAt(sighting.source))),
  };
}

function resighted(sighting: Sighting, rewrites: readonly Rewrite[]): Sighting {
  return sighting.url === null ? sighting : { ...sighting, url: linkAfter(sighting.url, rewrites) };
}

/** The title after all steps for titles. */
export function titleAfter(title: string, rewrites: readonly Rewrite[]): string {
  const after = rewrites.filter((step) => step.of === 'title').reduce(carryOut, title);
  // a replacement can leave white space at the ends and in pairs
  return after.replace(/\s+/g, ' ').trim() || title;
}

/** The link after all steps for links. */
export function linkAfter(link: string, rewrites: readonly Rewrite[]): string {
  const after = rewrites.filter((step) => step.of === 'link').reduce(carryOut, link);
  if (after === link) return link;
  const url = URL.parse(after);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : link;
}

function carryOut(text: string, step: Rewrite): string {
  if ('replace' in step) {
    const expression = expressionOf(step.replace);
    return expression === null
      ? text.replaceAll(step.replace, () => step.with)
      : expression.matcher(text).replaceAll(step.with);
  }
  if ('stripPrefix' in step)
    return text.startsWith(step.stripPrefix) ? text.slice(step.stripPrefix.length) : text;
  if ('stripSuffix' in step)
    return text.endsWith(step.stripSuffix) ? text.slice(0, -step.stripSuffix.length) : text;
  const isKept =
    'dropParams' in step
      ? (name: string) => !step.dropParams.some((dropped) => isNamed(name, dropped))
      : (name: string) => step.keepParams.some((kept) => isNamed(name, kept));
  return withParameters(text, isKept);
}

/** `utm_*` names all that begin so. */
export function isNamed(name: string, wanted: string): boolean {
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}

/** Parameters that stay are left to the letter. */
function withParameters(link: string, isKept: (name: string) => boolean): string {
  const [, before = '', query, fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(link) ?? [];
  if (query === undefined) return link;
  const kept = query.split('&').filter((parameter) => isKept(nameOf(parameter)));
  return `${before}${kept.length === 0 ? '' : `?${kept.join('&')}`}${fragment}`;
}

function nameOf(parameter: string): string {
  const [name = ''] = parameter.split('=', 1);
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name; // not encoded as it should be: its own name
  }
}
