/**
 * How fast is sanitising, and is it linear? `npm run bench:sanitise`. Items of 2.5 KB of our own making; then each
 * attack shape at two sizes, whose times must grow no faster than the sizes do.
 */
import { createSanitiser } from '../src/sanitise/sanitise.ts';

const sanitiser = createSanitiser({ stripTracking: true, embeds: ['www.youtube-nocookie.com'] });
const base = 'https://paper.example/2026/11/';

/** A blog post as they come: paragraphs, links with campaign parameters, an image, a list, an embed, a counter. */
function post(number: number): string {
  const paragraph = `<p class="wp-block-paragraph" style="margin:0">Item ${number} &#8211; the <strong>harbour</strong> board met &amp; decided, as <a href="https://paper.example/board?utm_source=feed&amp;id=${number}" target="_blank" rel="noopener">minutes</a> show, to dredge the &ldquo;old&rdquo; basin before winter.</p>\n`;
  return `<div class="entry"><figure><img src="/images/${number}.jpg" srcset="/images/${number}-300.jpg 300w, /images/${number}-800.jpg 800w" sizes="(max-width: 800px) 100vw, 800px" width="800" height="450" alt="The basin" onload="track()"></figure>\n${paragraph.repeat(5)}<h2>What it costs</h2><ul><li>Dredging: 1.2 million</li><li>Quay walls</li><li><em>Unforeseen</em></li></ul>${paragraph}<blockquote><p>We can not wait.</p></blockquote><p><iframe src="https://www.youtube-nocookie.com/embed/x${number}" width="560" height="315"></iframe></p><script>console.log(${number})</script><img src="https://pixel.example/p.gif" width="1" height="1"></div>`;
}

const ATTACKS: Readonly<Record<string, (size: number) => string>> = {
  'open divs': (n) => '<div>'.repeat(n / 5),
  'open formatting': (n) => '<b>'.repeat(n / 3),
  'formatting across paragraphs': (n) => '<p><b><i><u><s><em>'.repeat(n / 19),
  'distinct formatting across paragraphs': (n) =>
    Array.from({ length: n / 24 }, (_, index) => `<p><b title="${index}">x`).join(''),
  'links in links': (n) => '<a href="/x">'.repeat(n / 13),
  'end tags without a start': (n) => '</b></p></div>'.repeat(n / 14),
  'mis-nested formatting': (n) => '<b><i></b></i>'.repeat(n / 14),
  'tables in tables': (n) => '<table><tr><td>'.repeat(n / 15),
  'text between cells': (n) => '<table>x<tr>y<td>'.repeat(n / 17),
  'list items': (n) => '<li>'.repeat(n / 4),
  'lists in lists': (n) => '<ul><li>'.repeat(n / 8),
  'definition items': (n) => '<dl><dt><dd>'.repeat(n / 12),
  headings: (n) => '<h1><h2><h3>'.repeat(n / 12),
  rubies: (n) => '<ruby><rt><rp>'.repeat(n / 14),
  'open comment': (n) => `<!--${'-'.repeat(n)}`,
  'open comments': (n) => '<!--'.repeat(n / 4),
  declarations: (n) => '<!x'.repeat(n / 3),
  instructions: (n) => '<?x'.repeat(n / 3),
  'open quotes': (n) => '<a href="'.repeat(n / 9),
  'one long tag': (n) => `<a ${'x '.repeat(n / 2)}`,
  'many attributes': (n) => `<a ${'href=/x '.repeat(n / 8)}>`,
  'one long value': (n) => `<img alt="${'x'.repeat(n)}">`,
  'one long address': (n) => `<a href="https://x.example/${'a'.repeat(n)}">x</a>`,
  'percent signs': (n) => `<a href="https://x.example/${'%'.repeat(4000)}">x</a>`.repeat(n / 4030),
  'long srcset of commas': (n) => `<img srcset="${','.repeat(n)}">`,
  'long srcset of spaces': (n) => `<img srcset="a${' '.repeat(n)}">`,
  'long srcset': (n) => `<img srcset="${'a 1x,'.repeat(n / 5)}">`,
  'less-than signs': (n) => '<'.repeat(n),
  ampersands: (n) => '&'.repeat(n),
  references: (n) => '&amp;'.repeat(n / 5),
  'unfinished references': (n) => '&CounterClockwiseContourIntegra'.repeat(n / 31),
  'CDATA markers': (n) => '<![CDATA['.repeat(n / 9),
  'open scripts': (n) => '<script>'.repeat(n / 8),
  'svg in svg': (n) => '<svg>'.repeat(n / 5),
  'white space': (n) => ' '.repeat(n),
  'pre and line breaks': (n) => '<pre>\n'.repeat(n / 6),
  'astral characters': (n) => '\u{1f30a}'.repeat(n / 2),
  'lone surrogates': (n) => '\ud800'.repeat(n),
  'style declarations': (n) => `<img src=x style="${'width:'.repeat(n / 6)}">`,
};

function cpu(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const posts = Array.from({ length: 500 }, (_, index) => post(index));
const size = posts.reduce((sum, html) => sum + html.length, 0) / posts.length;
const all = (make: (html: string) => unknown) => () => {
  for (let round = 0; round < 8; round++) for (const html of posts) make(html);
};
const toHtml = (html: string) => sanitiser.html({ html, base });
cpu(all(toHtml));
const perSecond = (milliseconds: number) => Math.round((posts.length * 8 * 1000) / milliseconds);
console.log(`html: ${perSecond(cpu(all(toHtml)))} items/s of ${Math.round(size)} characters`);
console.log(
  `text: ${perSecond(cpu(all((html) => sanitiser.text({ html, base }, 280))))} items/s, 280 characters`,
);

const SMALL = 100_000;
const GROWTH = 4;
let steep = 0;
for (const [name, shape] of Object.entries(ATTACKS)) {
  const best = (length: number) => {
    const html = shape(length);
    return Math.min(...[1, 2, 3].map(() => cpu(() => toHtml(html))));
  };
  const [small, large] = [best(SMALL), best(SMALL * GROWTH)];
  const growth = large / Math.max(small, 1);
  const verdict = large > 400 || (large > 40 && growth > GROWTH * 2.5) ? 'STEEP' : '';
  if (verdict !== '') steep++;
  console.log(
    `${name.padEnd(40)} ${small.toFixed(1).padStart(7)} ms ${large.toFixed(1).padStart(7)} ms ${verdict}`,
  );
}
console.log(`${Object.keys(ATTACKS).length} attack shapes, ${steep} steeper than linear`);
if (steep > 0) process.exitCode = 1;
