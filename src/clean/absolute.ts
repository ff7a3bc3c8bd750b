import { decodeHTML } from 'entities/decode';
import type { Markup } from '../model/markup.ts';

/**
 * Resolves the addresses inside of markup against its base, and changes nothing else: no sanitising. For readers that
 * want the body as upstream gave it. Linear: each character is looked at a fixed number of times.
 */
export function absoluteAddresses({ html, base }: Markup): string {
  if (base === null || !MAY_HOLD_ADDRESS.test(html)) return html;
  let result = '';
  let copied = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    if (!isLetter(html.charCodeAt(at + 1))) continue;
    ATTRIBUTE.lastIndex = at + 1;
    skipName();
    for (let match = ATTRIBUTE.exec(html); match !== null; match = ATTRIBUTE.exec(html)) {
      const [whole, name = '', , double, single, bare] = match;
      const value = double ?? single ?? bare;
      if (value === undefined) continue;
      const resolved = resolveAttribute(name.toLowerCase(), value, base);
      if (resolved === null) continue;
      result += html.slice(copied, match.index + whole.length - (match[2]?.length ?? 0)) + quoted(resolved);
      copied = ATTRIBUTE.lastIndex;
    }
  }
  return copied === 0 ? html : result + html.slice(copied);

  function skipName(): void {
    let index = ATTRIBUTE.lastIndex;
    while (index < html.length && !/[\s/>]/.test(html[index] ?? '>')) index++;
    ATTRIBUTE.lastIndex = index;
  }
}

const MAY_HOLD_ADDRESS =
  /\b(?:href|src|srcset|cite|action|formaction|background|longdesc|poster|data|usemap|codebase|classid)\s*=/i;

/** One attribute of a start tag; sticky, so that it stops at the tag's end. */
const ATTRIBUTE = /[\s/]+([^\s/>="'<]+)(?:\s*=\s*("([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/y;

const ADDRESS =
  /^(?:href|src|cite|action|formaction|background|longdesc|poster|data|usemap|codebase|classid|xlink:href)$/;

function resolveAttribute(name: string, value: string, base: string): string | null {
  if (ADDRESS.test(name)) return resolved(decodeHTML(value), base);
  if (name !== 'srcset') return null;
  return decodeHTML(value)
    .split(/,\s+/)
    .map((candidate) => {
      const [address = '', ...descriptor] = candidate.trim().split(/\s+/);
      return [resolved(address, base) ?? address, ...descriptor].join(' ');
    })
    .join(', ');
}

/** Null where it is absolute already, or no address. */
function resolved(address: string, base: string): string | null {
  const trimmed = address.trim();
  return /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? null : (URL.parse(trimmed, base)?.href ?? null);
}

function quoted(value: string): string {
  return `"${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
