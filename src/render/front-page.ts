/** The page at the root of the site: what is published here, and how to subscribe to it. */
import type { OutputFormat, Product } from '../model/output.ts';
import { HOUSE_LOOK } from './house-style.ts';
import { type Hypertext, hypertext, webLink } from './hypertext.ts';
import { FEED_TYPES, openPage } from './page-shell.ts';

export interface ListedOutput {
  readonly title: string;
  readonly description: string | null;
  /** Relative addresses of its documents. */
  readonly documents: Readonly<Partial<Record<OutputFormat, string>>>;
}

export interface Front {
  readonly title: string;
  readonly generator: Product;
  readonly outputs: readonly ListedOutput[];
  /** Relative addresses of the house's other documents. */
  readonly status: string;
  readonly sources: string;
}

export function frontPage({ title, generator, outputs, status, sources }: Front): string {
  const head = openPage(
    {
      language: null,
      title,
      description: `What ${title} publishes, and how to subscribe to it.`,
      generator,
      icon: null,
      canonical: null,
      feeds: outputs.flatMap((output) =>
        feedsOf(output).map(({ href, type, name }) => ({ href, type, title: `${output.title} (${name})` })),
      ),
      skip: 'Skip to the list',
    },
    HOUSE_LOOK,
  );
  return hypertext`${head}<header class="masthead">
<h1 dir="auto">${title}</h1>
<p>Each item once, from many sources: to read here, or to subscribe to in any feed reader.</p>
</header>
<main id="items" tabindex="-1">
<section class="list" aria-labelledby="outputs">
<h2 id="outputs">${outputs.length === 1 ? 'Output' : 'Outputs'}</h2>
<div>
${outputs.map(listed)}</div></section>
</main>
<footer class="colophon">
<p><a href="${status}">How the sources are</a> · <a href="${sources}" type="text/x-opml">The sources as OPML</a></p>
<p>Made with <a href="${webLink(generator.url)}">${generator.name}</a> ${generator.version}.</p>
</footer>
</body>
</html>
`.markup;
}

const feedsOf = ({ documents }: ListedOutput) =>
  FEED_TYPES.flatMap(({ format, type, name }) => {
    const href = documents[format];
    return href === undefined ? [] : [{ href, type, name }];
  });

function listed(output: ListedOutput): Hypertext {
  const { title, description, documents } = output;
  const feeds = feedsOf(output);
  return hypertext`<article>
<h3 dir="auto">${documents.html === undefined ? title : hypertext`<a href="${documents.html}">${title}</a>`}</h3>
${description !== null && hypertext`<p class="excerpt" dir="auto">${description}</p>\n`}${
  documents.html === undefined && feeds.length === 0 && hypertext`<p class="none">Not published yet.</p>\n`
}${
  (documents.html !== undefined || feeds.length > 0) &&
  hypertext`<nav aria-label="${title}"><ul>
${documents.html !== undefined && hypertext`<li><a class="main" href="${documents.html}">Read</a></li>\n`}${feeds.map(
  ({ href, type, name }) => hypertext`<li><a href="${href}" type="${type}">${name}</a></li>\n`,
)}</ul></nav>
`
}</article>
`;
}
