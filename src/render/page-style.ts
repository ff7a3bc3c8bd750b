/** How a page looks. One sheet inside the page: no request, and a hash by which a server allows it and nothing else. */
import { hash } from 'node:crypto';

export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --raised: #fff; --ink: #1c1e21; --soft: #5b5f67; --line: #e3dfd6; --accent: #0a5f7d; --wash: #e8f1f4;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, Charter, Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #141618; --raised: #1b1e21; --ink: #e7e5e0; --soft: #a2a6ad; --line: #2d3135; --accent: #86cbe3; --wash: #1c2a30; }
}
@media (prefers-contrast: more) { :root { --soft: var(--ink); --line: currentColor; } }
*, ::before, ::after { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 var(--serif); overflow-wrap: anywhere; text-rendering: optimizeLegibility;
}
a { color: var(--accent); text-decoration-thickness: .06em; text-underline-offset: .16em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
.skip { position: absolute; inset-inline-start: -99rem; }
.skip:focus { inset-inline-start: 1rem; inset-block-start: 1rem; z-index: 1; padding: .5rem .9rem; background: var(--raised); font-family: var(--sans); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.masthead, main, .colophon { width: min(100% - 2 * clamp(1.1rem, 4vw, 2rem), 54rem); margin-inline: auto; }
.masthead { padding-block: clamp(2rem, 6vw, 4rem) 1.5rem; }
h1 { margin: 0; font-size: clamp(2rem, 1.4rem + 3vw, 3.1rem); font-weight: 600; line-height: 1.1; letter-spacing: -.018em; text-wrap: balance; }
.masthead p { max-width: 38rem; margin: .8rem 0 0; color: var(--soft); font-size: 1.15rem; line-height: 1.5; text-wrap: pretty; }
nav ul { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.4rem 0 0; padding: 0; list-style: none; font: .9rem/1.3 var(--sans); }
nav li a { display: block; padding: .5rem .95rem; border: 1px solid var(--line); border-radius: 99rem; background: var(--raised); color: inherit; text-decoration: none; }
nav li a:hover { border-color: var(--accent); color: var(--accent); }
nav .main { border-color: var(--accent); background: var(--accent); color: var(--paper); }
nav .main:hover { color: var(--paper); text-decoration: underline; }
.day { padding-block-start: 1.6rem; border-block-start: 1px solid var(--line); }
.day > h2 { margin: 0 0 1.2rem; font: 600 .84rem/1.4 var(--sans); letter-spacing: .01em; }
.day > h2 span { color: var(--soft); font-weight: 400; }
article { padding-block: .1rem 2.1rem; content-visibility: auto; contain-intrinsic-block-size: auto 10rem; }
article h3, article h2 { margin: .15rem 0 .4rem; font-size: 1.35rem; font-weight: 600; line-height: 1.25; letter-spacing: -.008em; text-wrap: pretty; }
article h3 > a, article h2 > a { color: inherit; text-decoration: none; }
article h3 > a:hover, article h2 > a:hover { color: var(--accent); text-decoration: underline; }
.from { margin: 0; color: var(--soft); font: .84rem/1.5 var(--sans); }
.from a, .from b { color: var(--ink); font-weight: 600; text-decoration: none; }
.from a:hover { color: var(--accent); text-decoration: underline; }
.by { margin: 0 0 .4rem; color: var(--soft); font: .84rem/1.5 var(--sans); }
.excerpt { margin: 0; }
.picture { float: inline-end; width: clamp(5.5rem, 22vw, 9.5rem); height: auto; aspect-ratio: 4 / 3; object-fit: cover; margin: .3rem 0 .6rem 1.1rem; border-radius: 6px; background: var(--wash); }
[dir=rtl] > .picture { margin: .3rem 1.1rem .6rem 0; }
article::after { content: ""; display: block; clear: both; }
details { margin-block-start: .45rem; }
summary { width: fit-content; padding-block: .15rem; color: var(--accent); font: .9rem/1.5 var(--sans); cursor: pointer; }
summary:hover { text-decoration: underline; }
article:has(> details[open]) > :is(.excerpt, .picture) { display: none; }
.content { max-width: 40rem; }
.content > :first-child { margin-block-start: .6rem; }
.content > :last-child { margin-block-end: 0; }
.content :is(h3, h4, h5, h6) { margin: 1.6em 0 .4em; font-size: 1.12rem; line-height: 1.3; }
.content :is(p, ul, ol, dl, blockquote, pre, table, figure) { margin-block: .85em; }
.content :is(img, video, iframe) { max-width: 100%; height: auto; border-radius: 6px; }
.content iframe { width: 100%; height: auto; aspect-ratio: 16 / 9; border: 0; background: var(--wash); }
.content blockquote { margin-inline: 0; padding-inline-start: 1.1rem; border-inline-start: 3px solid var(--line); color: var(--soft); }
.content pre { padding: .9rem 1rem; border-radius: 6px; background: var(--wash); overflow-x: auto; overflow-wrap: normal; line-height: 1.45; }
.content :is(code, kbd, samp, pre) { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .88em; }
.content table { display: block; max-width: 100%; overflow-x: auto; border-collapse: collapse; font-size: .95em; }
.content :is(td, th) { padding: .35rem .7rem; border: 1px solid var(--line); text-align: start; vertical-align: top; }
.content figure { margin-inline: 0; }
.content figcaption { color: var(--soft); font: .84rem/1.5 var(--sans); }
.content hr { border: 0; border-block-start: 1px solid var(--line); margin-block: 1.6em; }
.files { margin: .7rem 0 0; padding: 0; list-style: none; font: .9rem/1.5 var(--sans); }
.files audio { display: block; width: min(100%, 30rem); height: 2.6rem; margin-block-end: .2rem; }
.talk { margin: .45rem 0 0; font: .84rem/1.5 var(--sans); }
.none { color: var(--soft); }
.colophon { margin-block-start: 1rem; padding-block: 1.5rem 3.5rem; border-block-start: 1px solid var(--line); color: var(--soft); font: .84rem/1.6 var(--sans); }
.colophon p { margin: 0; }
.colophon nav ul { margin: 0 0 1.2rem; }
.colophon h2 { margin: 0 0 .6rem; font: inherit; font-weight: 600; color: var(--ink); }
@media (min-width: 52rem) {
  .day { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); column-gap: 2rem; }
  .day > h2 { position: sticky; inset-block-start: 1.2rem; align-self: start; margin: 0; padding-block-start: .05rem; text-align: end; }
  .day > h2 span { display: block; }
  .masthead, .colophon { padding-inline-start: 11.5rem; }
}
@media print { .skip, nav, summary { display: none; } body { background: #fff; color: #000; } }
`;

/** What a page with this sheet may load: the sheet, pictures, sounds, and the frames that the sanitiser let stay. No script. */
export const policyFor = (style: string): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
    'img-src https: http: data:',
    'media-src https: http:',
    'frame-src https:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

export const PAGE_POLICY = policyFor(STYLE);
