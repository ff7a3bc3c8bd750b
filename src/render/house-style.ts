/** What the house's own pages (what is published here, how the sources are) add to the look of an output's page. */
import { policyFor, STYLE } from './page-style.ts';

const HOUSE_STYLE = `${STYLE}
.colophon a { white-space: nowrap; }
.list { padding-block-start: 1.6rem; border-block-start: 1px solid var(--line); }
.list > h2 { margin: 0 0 1rem; font: 600 .84rem/1.4 var(--sans); }
.list article { contain-intrinsic-block-size: auto 6rem; padding-block-end: 1.7rem; }
.list article:nth-child(-n+12) { content-visibility: visible; }
.list article h3 { font-size: 1.25rem; }
.list h3 a { color: inherit; text-decoration: none; }
.list h3 a:hover { color: var(--accent); text-decoration: underline; }
.list .none { margin: 0; }
article nav ul { margin-block-start: .6rem; }
.facts { margin: .2rem 0 0; color: var(--soft); font: .9rem/1.6 var(--sans); }
.advice { color: var(--ink); }
.mark { display: inline-block; padding: .05rem .55rem; border: 1px solid var(--line); border-radius: 99rem; background: var(--raised); color: var(--soft); font: .8rem/1.5 var(--sans); letter-spacing: 0; vertical-align: .12em; }
.mark.trouble { border-color: var(--alarm); color: var(--alarm); }
.trouble-says { margin: .35rem 0 0; padding-inline-start: .8rem; border-inline-start: 3px solid var(--alarm); }
.counts { display: flex; flex-wrap: wrap; gap: .5rem 1.6rem; margin: 1.4rem 0 0; padding: 0; list-style: none; color: var(--soft); font: .9rem/1.3 var(--sans); }
.counts b { color: var(--ink); font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.rhythm { display: block; max-width: 100%; width: 10.5rem; height: 1.75rem; margin-block-start: .6rem; color: var(--accent); fill: currentColor; }
.rhythm .quiet { fill: var(--line); }
:root { --alarm: #a3321c; }
@media (prefers-color-scheme: dark) { :root { --alarm: #ff9d85; } }
@media (min-width: 52rem) {
  .list { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); column-gap: 2rem; }
  .list > h2 { margin: 0; padding-block-start: .25rem; text-align: end; }
}
@media (forced-colors: active) { .rhythm .quiet { fill: GrayText; } }
`;

export const HOUSE_LOOK = { style: HOUSE_STYLE, policy: policyFor(HOUSE_STYLE) } as const;
