import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedriver, hashesOf, scratch } from '../support/feedriver.ts';
import { startUpstream } from '../support/upstream.ts';

const root = new URL('../../', import.meta.url).pathname;
/** Below the project, where the package that stays outside is found. */
const place = join(root, 'node_modules/.cache', `feedriver-built-${process.pid}`);
const run = promisify(execFile);
const built = (folder: string, ...words: readonly string[]) =>
  run(process.execPath, [join(place, 'dist/main.js'), ...words], { cwd: folder });

beforeAll(async () => {
  mkdirSync(place, { recursive: true });
  copyFileSync(join(root, 'package.json'), join(place, 'package.json'));
  await run(process.execPath, [join(root, 'build.ts'), join(place, 'dist')]);
});
afterAll(() => rmSync(place, { recursive: true }));

const CONFIG = `site: { url: https://river.example }
cache: ./river.db
sources:
  - { id: feed, feed: ./feed.xml, rules: [{ drop: { title: '/^dra?ft/i' } }] }
  - { id: sheet, digest: ./sheet.md }
outputs:
  - { id: all, path: ./public/all }
health: true
`;
const FEED = `<rss version="2.0"><channel><title>Harbour</title><link>https://harbour.example/</link><description>d</description>
<item><title>Dredging begins</title><guid>1</guid><link>https://harbour.example/1</link><description>&lt;p&gt;Two &lt;b&gt;dredgers&lt;/b&gt; came.&lt;/p&gt;</description></item>
<item><title>Draft of a notice</title><guid>2</guid><link>https://harbour.example/2</link></item></channel></rss>`;
const SHEET = `# The week

## Quay closed

The *north* quay is closed until Friday. [More](https://port.example/quay)

## Ferry late

The ferry came late twice. [More](https://port.example/ferry)
`;

function stage() {
  const stage = scratch();
  stage.write('feedriver.yaml', CONFIG);
  stage.write('feed.xml', FEED);
  stage.write('sheet.md', SHEET);
  return stage;
}

describe('the command as it is published', () => {
  it('makes the same documents as the source', async () => {
    using one = stage();
    using other = stage();
    const { stdout, stderr } = await built(one.folder, 'run', '-c', 'feedriver.yaml', '--json');
    await feedriver(other.folder, 'run', '-c', 'feedriver.yaml');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).items).toMatchObject({ read: 4, new: 4 });
    const documents = hashesOf(join(one.folder, 'public'));
    expect(Object.keys(documents)).toHaveLength(7);
    // ids are minted by chance: titles and texts are what both have in common
    expect(Object.keys(documents)).toEqual(Object.keys(hashesOf(join(other.folder, 'public'))));
    const shown = (folder: string) =>
      JSON.parse(readFileSync(join(folder, 'public/all.json'), 'utf8'))
        .items.map(({ title, content_html }: Record<string, string>) => [title, content_html])
        .sort();
    expect(shown(one.folder)).toHaveLength(3); // the draft is dropped by an expression
    expect(shown(one.folder)).toEqual(shown(other.folder));
  });

  it('knows its version, complains about a config, and previews', async () => {
    using one = stage();
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect((await built(one.folder, '--version')).stdout).toBe(`${version}\n`);
    one.write('wrong.yaml', CONFIG.replace('outputs:', 'output:'));
    await expect(built(one.folder, 'validate', '-c', 'wrong.yaml')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('wrong.yaml:6:1'),
    });
    const { stdout } = await built(one.folder, 'preview', 'feed.xml', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ format: 'rss', title: 'Harbour', failure: null });
  });

  it('asks politely, through connections made of the parts of undici', async () => {
    await using upstream = await startUpstream();
    upstream.script('/feed', ({ headers }) =>
      headers['if-none-match'] === '"v1"'
        ? { status: 304 }
        : { headers: { etag: '"v1"', 'content-type': 'application/rss+xml' }, body: FEED },
    );
    using one = stage();
    one.write(
      'feedriver.yaml',
      `cache: ./river.db
fetch: { minInterval: 0s, allowNetworks: [127.0.0.0/8] }
sources: [${upstream.url('/feed')}]
outputs: [{ id: all, path: ./public/all }]
`,
    );
    const outcomes = [];
    for (const words of [[], ['--force']]) {
      const { stdout } = await built(one.folder, 'run', '-c', 'feedriver.yaml', '--json', ...words);
      outcomes.push(JSON.parse(stdout).rows.sources[0].outcome);
    }
    expect(outcomes).toEqual(['taken', 'unchanged']);
    expect(upstream.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"v1"']);
  });

  it('brings along the licences of what it is made of', () => {
    const notices = readFileSync(join(place, 'dist/NOTICES.md'), 'utf8');
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const missing = Object.keys(dependencies).filter((name) => !notices.includes(`\n## ${name} `));
    expect(missing).toEqual(['re2js']);
  });
});
