/**
 * Does any vector run in a browser? `npm run score:xss`: each is shown raw (to see that it is a vector at all) and
 * sanitised, as a document, set as innerHTML, and as innerHTML of what the browser made of it; links are clicked.
 * Needs Chromium (CHROMIUM names it; else /usr/bin/chromium); says so and passes where there is none.
 */
import { existsSync } from 'node:fs';
import { type Browser, type ConsoleMessage, chromium, type Page } from 'playwright-core';
import { createSanitiser } from '../src/sanitise/sanitise.ts';
import { VECTORS } from '../test/unit/sanitise/xss-vectors.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** For timers, loads of what is not there, and animations to come round. */
const PATIENCE = 150;
/** Pages at a time: most of the work is waiting. */
const LANES = 6;

if (existsSync(executablePath)) await score();
else console.log(`skipped: no Chromium at ${executablePath}; CHROMIUM can name another place`);

async function score(): Promise<void> {
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
  try {
    const sanitiser = createSanitiser({ stripTracking: true, embeds: ['www.video.example'] });
    const safe = (html: string) => sanitiser.html({ html, base: 'https://blog.example/' }) ?? '';
    const raw = await fired(
      browser,
      VECTORS.map(({ html }) => html),
    );
    const sanitised = await fired(
      browser,
      VECTORS.map(({ html }) => safe(html)),
    );
    console.log(`${VECTORS.length} vectors; raw ${raw.size} fired; sanitised ${sanitised.size} fired`);
    for (const index of sanitised) console.log(`FIRED: ${VECTORS[index]?.name}: ${VECTORS[index]?.html}`);
    if (process.argv.includes('--list')) {
      for (const [index, { name }] of VECTORS.entries())
        if (!raw.has(index)) console.log(`does not run raw: ${name}`);
    }
    if (sanitised.size > 0 || raw.size < 75) process.exitCode = 1;
  } finally {
    await browser.close();
  }
}

/** Indices of the fragments that called `alert`. */
async function fired(browser: Browser, fragments: readonly string[]): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  const queue = [...fragments.entries()];
  const lanes = Array.from({ length: LANES }, async () => {
    let page = await freshPage(browser);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const [index, fragment] = next;
      const heard = (message: ConsoleMessage) => void (message.text() === 'FIRED' && found.add(index));
      page.on('console', heard);
      try {
        await show(page, fragment, () => found.has(index));
        page.off('console', heard);
      } catch {
        // It navigated away in the middle of a step, or hangs: what it logged until then counts.
        await page.waitForTimeout(PATIENCE);
        await page.context().close();
        page = await freshPage(browser);
      }
    }
    await page.context().close();
  });
  await Promise.all(lanes);
  return found;
}

async function show(page: Page, fragment: string, done: () => boolean): Promise<void> {
  await page.setContent(`<!doctype html><body>${fragment}`, { waitUntil: 'commit', timeout: 5000 });
  await page.evaluate(CLICK);
  await page.waitForTimeout(PATIENCE);
  await page.goto('about:blank', { timeout: 5000 });
  if (done()) return;
  await page.evaluate(`(${SET_TWICE})(${JSON.stringify(fragment)})`);
  await page.evaluate(CLICK);
  await page.waitForTimeout(PATIENCE);
  await page.goto('about:blank', { timeout: 5000 });
}

async function freshPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ offline: true });
  await context.addInitScript("globalThis.alert = () => console.log('FIRED')");
  const page = await context.newPage();
  page.on('dialog', (dialog) => dialog.dismiss());
  return page;
}

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
