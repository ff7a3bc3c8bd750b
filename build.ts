// Makes the command in `dist/`: our modules and the packages that they use in some files, because to find, read and link four
// hundred is most of what a run costs that finds nothing new (docs/decisions/0012).
//   node build.ts [FOLDER]
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

const root = import.meta.dirname;
const folder = resolve(process.argv[2] ?? join(root, 'dist'));

/** undici has one entry, which loads all that it can do; the three parts that we use start in half the time. */
const undiciParts: Plugin = {
  name: 'undici-parts',
  resolveId: (id) => (id === 'undici' ? '\0undici' : null),
  load: (id) =>
    id === '\0undici'
      ? `export { default as Agent } from 'undici/lib/dispatcher/agent.js';
         export { default as EnvHttpProxyAgent } from 'undici/lib/dispatcher/env-http-proxy-agent.js';
         export { default as buildConnector } from 'undici/lib/core/connect.js';`
      : null,
};

rmSync(folder, { recursive: true, force: true });
const bundle = await rolldown({
  input: join(root, 'src/main.ts'),
  platform: 'node',
  // `require`d with the first expression of a config, so it stays a package of its own
  external: ['re2js'],
  plugins: [undiciParts],
});
const { output } = await bundle.write({ dir: folder, format: 'esm' });

const modules = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
const packages = new Set(
  modules.flatMap((module) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module) ?? []),
);
const notices = new Set([...packages].map(noticeOf).sort());
writeFileSync(join(folder, 'NOTICES.md'), ['# What is in here besides feedriver\n', ...notices].join('\n'));

/** Every licence asks that it comes along. */
function noticeOf(place: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
  const files = readdirSync(place).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(join(place, file), 'utf8').trim());
  return [`## ${name} ${version}, ${license}\n`, ...texts.map((text) => `${text}\n`)].join('\n');
}
