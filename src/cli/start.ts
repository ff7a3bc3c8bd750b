import { type House, openHouse, type World } from '../app.ts';
import type { Config } from '../config/config.ts';
import { documentFile, webPath } from '../cycle/addresses.ts';
import { cycle } from '../cycle/cycle.ts';
import { Failure } from '../model/failure.ts';
import type { OutputFormat } from '../model/output.ts';
import { PAGE_POLICY } from '../render/page-style.ts';
import { startTicks } from '../schedule/tick.ts';
import { MEDIA_TYPES } from '../serve/media-types.ts';
import { startServer } from '../serve/server.ts';
import { createSite, type Route, type Site } from '../serve/site.ts';
import { sayFailure } from './failures.ts';
import { lines } from './progress.ts';
import { loadConfig, realWorld, type SharedOptions } from './settings.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** Seconds that a reader may keep a document without asking. */
const MAX_AGE = 300;

/** Runs by schedule and serves, until it is told to stop; then it ends what it is at and leaves nothing half-done. */
export async function start(options: SharedOptions, terminal: Terminal): Promise<number> {
  const config = loadConfig(options, terminal);
  const world = realWorld(options, terminal);
  const house = await openHouse(config, world);
  try {
    const site = createSite(routesOf(config));
    const server = await startServer(config.serve, site, { front: frontOf(config), maxAge: MAX_AGE });
    try {
      await live(config, house, site, `http://${server.host}:${server.port}`, world, terminal);
      return EXIT.done;
    } finally {
      await server.close();
    }
  } finally {
    await house.close();
  }
}

/** A pass at once and one at every tick. Trouble outside is told and outlived; a bug ends it. */
async function live(
  config: Config,
  house: House,
  site: Site,
  origin: string,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const bug = Promise.withResolvers<never>();
  const onError = (error: unknown) =>
    error instanceof Failure ? terminal.complain(sayFailure(error)) : bug.reject(error);
  const pass = async (signal: AbortSignal) => {
    const display = lines(terminal, { quiet: false });
    const report = await cycle(house.rooms, { force: false, signal, progress: display.step });
    site.refresh(report.rows.outputs.flatMap((row) => row.written));
    if (report.sources.due > 0 || report.outputs.written > 0) await display.end(report);
  };
  const stopped = new Promise<void>((resolve) => {
    terminal.stop.addEventListener('abort', () => resolve(), { once: true });
  });

  await pass(terminal.stop).catch(onError);
  if (!terminal.stop.aborted) {
    terminal.print(sayAddresses(config, site, origin));
    const ticks = startTicks(config.schedule, pass, { log: world.log, onError });
    await Promise.race([bug.promise, stopped]).finally(() => ticks.stop());
  }
  terminal.print('Stopped.\n');
}

function routesOf({ outputs, webRoot }: Config): Route[] {
  return outputs.flatMap((output) =>
    output.formats.map((format) => {
      const file = documentFile(output, format);
      const path = decodeURIComponent(webPath(file, webRoot));
      return { path, file, contentType: MEDIA_TYPES[format], headers: headersOf(format) };
    }),
  );
}

/** The page keeps to its own policy; a feed is data, which scripts of any site may read and no browser may run. */
const headersOf = (format: OutputFormat): Readonly<Record<string, string>> =>
  format === 'html'
    ? { 'content-security-policy': PAGE_POLICY }
    : { 'content-security-policy': "default-src 'none'; sandbox", 'access-control-allow-origin': '*' };

function frontOf({ outputs, webRoot }: Config): string | null {
  const page = outputs.find((output) => output.formats.includes('html'));
  return page === undefined ? null : webPath(documentFile(page, 'html'), webRoot);
}

function sayAddresses({ outputs, webRoot }: Config, site: Site, origin: string): string {
  const addresses = outputs.flatMap((output) =>
    output.formats
      .map((format) => ({ format, path: webPath(documentFile(output, format), webRoot) }))
      .filter(({ path }) => site.find(decodeURIComponent(path)) !== undefined)
      .map(({ format, path }) => `  ${format.padEnd(5)} ${origin}${path}\n`),
  );
  return `Subscribe to:\n${addresses.join('')}Ctrl-C ends it.\n`;
}
