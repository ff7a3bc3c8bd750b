/** What an attribute's value must be to pass. Each check answers the value to write, or null to leave it out. */
import { type Addressing, linkAddress, webAddress } from './address.ts';

export type AttributeCheck = (value: string, addressing: Addressing) => string | null;

const matching =
  (pattern: RegExp): AttributeCheck =>
  (value) =>
    pattern.test(value) ? value : null;
const anyText: AttributeCheck = (value) => value;
const flag: AttributeCheck = () => '';
const media = /^[\w\s().,:%+*/<>=-]{1,500}$/;

/** By the attribute's name: a name means the same on every element that it is allowed on. */
export const CHECKS = {
  alt: anyText,
  cite: webAddress,
  colspan: matching(/^\d{1,3}$/),
  datetime: matching(/^[\w\s.:+-]{1,40}$/),
  dir: matching(/^(?:ltr|rtl|auto)$/i),
  height: matching(/^\d{1,5}%?$/),
  href: linkAddress,
  lang: matching(/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i),
  media: matching(media),
  open: flag,
  poster: webAddress,
  reversed: flag,
  rowspan: matching(/^\d{1,3}$/),
  scope: matching(/^(?:row|col|rowgroup|colgroup)$/i),
  sizes: matching(media),
  src: webAddress,
  srcset: candidates,
  start: matching(/^-?\d{1,9}$/),
  title: anyText,
  type: matching(/^[\w.+-]+\/[\w.+-]+$/),
  value: matching(/^-?\d{1,9}$/),
  width: matching(/^\d{1,5}%?$/),
} as const satisfies Record<string, AttributeCheck>;

const MOST_CANDIDATES = 20;

/** The image candidates of a `srcset` that may pass (HTML, 4.8.4.2.1). An address may hold commas, but not end in one. */
function candidates(value: string, addressing: Addressing): string | null {
  const kept: string[] = [];
  for (const [, address = '', descriptor = ''] of value.matchAll(
    /([^\s,]\S*[^\s,]|[^\s,])(?:\s+([^,]*))?/g,
  )) {
    const url = webAddress(address, addressing);
    const size = descriptor.trim();
    if (url !== null && !url.endsWith(',') && /^(?:\d{1,5}(?:\.\d{1,4})?[wx])?$/.test(size)) {
      kept.push(size === '' ? url : `${url} ${size}`);
    }
    if (kept.length === MOST_CANDIDATES) break;
  }
  return kept.length > 0 ? kept.join(', ') : null;
}
