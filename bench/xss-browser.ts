/**
 * Does any vector run in a browser? `npm run score:xss`: each is shown raw (to see that it is a vector at all) and
 * sanitised, as a document, set as innerHTML, and as innerHTML of what the browser made of it; links are clicked.
 * Needs Chromium (CHROMIUM names it; else /usr/bin/chromium); says so and passes where there is none.
 */
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type ConsoleMessage, chromium, type Page } from 'playwright-core';
import { createSanitiser } from '../src/sanitise/sanitise.ts';
import { VECTORS } from '../test/unit/sanitise/xss-vectors.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** For timers, loads of what is not there, and animations to come round. */
const PATIENCE = 150;
/** Pages at a time: most of the work is waiting. */
const LANES = 3;
/** With fewer the browser was not really asked. */
const FEWEST_RAW = 95;

// What runs in the page; a string, since this project has no types of a browser.
const CLICK = `(() => {
  for (const element of document.querySelectorAll('a, area, button, [type=submit], summary, text')) {
    element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  }
})()`;
const SET_TWICE = `(html) => {
  document.body.innerHTML = html;
  const again = document.createElement('div');
  again.innerHTML = document.body.innerHTML;
  document.body.append(again);
}`;

if (existsSync(executablePath)) await score();
else console.log(`skipped: no Chromium at ${executablePath}; CHROMIUM can name another place`);

async function score(): Promise<void> {
  const sanitiser = createSanitiser({ stripTracking: true, embeds: ['www.video.example'] });
  const raw = await fired(VECTORS.map(({ html }) => html));
  const sanitised = await fired(
    VECTORS.map(({ html }) => sanitiser.html({ html, base: 'https://blog.example/' }) ?? ''),
  );
  console.log(`${VECTORS.length} vectors; raw ${raw.size} fired; sanitised ${sanitised.size} fired`);
  for (const index of sanitised) console.log(`FIRED: ${VECTORS[index]?.name}: ${VECTORS[index]?.html}`);
  if (process.argv.includes('--list')) {
    for (const [index, { name }] of VECTORS.entries())
      if (!raw.has(index)) console.log(`does not run raw: ${name}`);
  }
  if (sanitised.size > 0 || raw.size < FEWEST_RAW) process.exitCode = 1;
}

/** Indices of the fragments that called `alert`. */
async function fired(fragments: readonly string[]): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  const queue = [...fragments.entries()];
  const lane = async () => {
    let page = await freshPage();
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, fragment] = next;
      const heard = (message: ConsoleMessage) => void (message.text() === 'FIRED' && found.add(index));
      page.on('console', heard);
      try {
        await show(page, fragment, () => found.has(index));
        page.off('console', heard);
      } catch (error) {
        if (error instanceof ReferenceError || error instanceof TypeError) throw error;
        // It navigated away in the middle of a step, hangs, or took the browser down: what it logged until then counts.
        await setTimeout(PATIENCE);
        await page.context().browser()?.close();
        page = await freshPage();
      }
    }
    await page.context().browser()?.close();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return found;
}

async function show(page: Page, fragment: string, done: () => boolean): Promise<void> {
  await page.setContent(`<!doctype html><body>${fragment}`, { waitUntil: 'commit', timeout: 5000 });
  await page.evaluate(CLICK);
  await setTimeout(PATIENCE);
  await page.goto('about:blank', { timeout: 5000 });
  if (done()) return;
  await page.evaluate(`(${SET_TWICE})(${JSON.stringify(fragment)})`);
  await page.evaluate(CLICK);
  await setTimeout(PATIENCE);
  await page.goto('about:blank', { timeout: 5000 });
}

/** In a browser of its own, and without a network. */
async function freshPage(): Promise<Page> {
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
  const context = await browser.newContext({ offline: true });
  await context.addInitScript("globalThis.alert = () => console.log('FIRED')");
  const page = await context.newPage();
  page.on('dialog', (dialog) => dialog.dismiss());
  return page;
}
