/** Of a fragment that the writer made: each link is whole, none is in another, and every value is quoted. */
const LINKS = /<a((?: [a-z]+="[^"]*")*)>((?:[^<]|<(?!\/a>))*)<\/a>/g;
const NAME = / (?:alt|title)="[^"]*[^"\s][^"]*"/;

/**
 * A link of pictures that say nothing has no name: who hears a page, or sees no pictures, would hear of it as "link" only. The first
 * picture gets the name of the host that the link leads to, which is all that is known. Linear.
 */
export function withNamedLinks(html: string): string {
  if (!html.includes('<img ')) return html;
  return html.replace(LINKS, (link, attributes: string, inner: string) => {
    const isNamed = !inner.includes(' alt=""') || NAME.test(attributes) || NAME.test(inner);
    if (isNamed || inner.replace(/<[^>]*>/g, '').trim() !== '') return link;
    const host = / href="(?:https?:\/\/|mailto:[^"@?]*@)([^"/?#:]+)/.exec(attributes)?.[1];
    return host === undefined ? link : link.replace(' alt=""', ` alt="${host}"`);
  });
}
