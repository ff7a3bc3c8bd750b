import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedriver, hashesOf, scratch } from '../support/feedriver.ts';

const item = (n: number, title: string, more = '') =>
  `<item><title>${title}</title><link>https://a.example/${n}?utm_source=feed&amp;id=${n}</link><guid>${n}</guid>
<pubDate>Mon, 0${n} Jun 2026 08:00:00 GMT</pubDate><description>Text of number ${n}, which is about ${title}.</description>${more}</item>`;

const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title><link>https://a.example/</link><description>d</description>
${item(1, 'Ad: Bread')}
${item(2, 'Live: the vote', '<category>politics</category>')}
${item(3, 'The harbour', '<enclosure url="https://a.example/3.mp3" type="audio/mpeg" length="9"/>')}
${item(4, 'The ferry | Desk', '<category>ports</category>')}</channel></rss>`;

const config = (rules: string, output: string) => `site: { title: Test, url: https://river.example }
cache: ./river.db
sources:
  - { id: desk, feed: desk.xml${rules} }
outputs:
  - { id: all, path: ./public/all, formats: [json]${output} }
`;

function stage(rules: string, output = '') {
  const place = scratch();
  place.write('desk.xml', FEED);
  const set = (newRules: string, newOutput = '') =>
    place.write('feedriver.yaml', config(newRules, newOutput));
  set(rules, output);
  const say = (verb: string, ...words: string[]) =>
    feedriver(place.folder, verb, '-c', 'feedriver.yaml', ...words);
  const published = (): readonly { title: string; url: string }[] =>
    JSON.parse(readFileSync(join(place.folder, 'public/all.json'), 'utf8')).items;
  return { place, set, say, published, titles: () => published().map(({ title }) => title) };
}

describe('rules', () => {
  it('of a source and of an output keep items out, and the report says how many by which', async () => {
    const { place, say, titles } = stage(
      ', rules: [{ drop: { title: /^Ad:/ } }]',
      ', rules: [{ drop: { enclosure: audio } }, { drop: { category: politics } }]',
    );
    using _place = place;
    const report = JSON.parse((await say('run', '--json')).stdout);
    expect(titles()).toEqual(['The ferry | Desk']);
    expect(report.items.new).toBe(4);
    expect(report.rows.outputs[0].admissions).toEqual({
      in: 1,
      out: { 'rules[0] of source desk': 1, 'rules[0]': 1, 'rules[1]': 1 },
    });
  });

  it.each([
    ['https://a.example/1?id=1', ', rules: [{ drop: { title: /^Ad:/ } }]', '', 'rules[0] of source desk'],
    ['https://a.example/3?id=3', '', ', rules: [{ keep: { title: ferry } }]', 'rules[0]'],
    ['https://a.example/2?id=2', '', ', where: { exclude: vote }', 'where.exclude'],
  ])(
    '%s: explain cites the rule, and without it the item is shown',
    async (address, ofSource, ofOutput, rule) => {
      const { place, set, say } = stage(ofSource, ofOutput);
      using _place = place;
      await say('run');
      const told = async () => JSON.parse((await say('explain', '--json', address)).stdout)[0].outputs[0];
      expect(await told()).toMatchObject({ output: 'all', rules: [rule] });
      expect((await say('explain', address)).stdout).toContain(`(${rule}).`);
      set('');
      await say('run');
      expect(await told()).toEqual({ output: 'all', why: null, rules: [] });
    },
  );

  it('take items to be in the language that their feed says it is in', async () => {
    const { place, say, titles } = stage('', ', where: { language: en }');
    using _place = place;
    place.write('desk.xml', FEED.replace('<link>', '<language>en-GB</language><link>'));
    await say('run');
    expect(titles()).toHaveLength(4);
    place.write(
      'desk.xml',
      FEED.replace('<link>', '<language>nl</language><link>').replaceAll('number', 'item'),
    );
    await say('run');
    expect(titles()).toHaveLength(0);
  });

  it('rewrite titles and links of what is known already, and give way without a trace', async () => {
    const rewrite =
      ', rewrite: [{ title: { replace: "/^(?:Ad|Live): /" } }, { link: { dropParams: "utm_*" } }]';
    const { place, set, say, published, titles } = stage('');
    using _place = place;
    await say('run');
    const before = published();
    set(rewrite, ', rewrite: [{ title: { stripSuffix: " | Desk" } }]');
    await say('run');
    expect(titles()).toEqual(['The ferry', 'The harbour', 'the vote', 'Bread']);
    expect(published().map(({ url }) => url)).toEqual(
      [4, 3, 2, 1].map((n) => `https://a.example/${n}?id=${n}`),
    );
    set('');
    await say('run');
    expect(published()).toEqual(before);
  });
});

describe('preview --output', () => {
  it('shows what a changed config would publish, with reasons, and touches nothing', async () => {
    const { place, set, say, titles } = stage('', ', where: { exclude: [ferry] }');
    using _place = place;
    await say('run');
    // what SQLite keeps beside a file that is open says nothing
    const files = () =>
      Object.entries(hashesOf(place.folder)).filter(([name]) => !/-(?:shm|wal)$|\.yaml$/.test(name));
    const before = files();
    set(', rules: [{ drop: { title: /^Ad:/ } }]', ', limit: 2');
    const told = await say('preview', '--output', 'all', '--json');
    const { items, ...summary } = JSON.parse(told.stdout);
    expect(summary).toEqual({
      output: 'all',
      days: 30,
      in: 2,
      out: { limit: 1, 'rules[0] of source desk': 1 },
      come: 1,
      go: 2,
    });
    expect(items.map(({ title, before, after }: Record<string, unknown>) => [title, before, after])).toEqual([
      ['The ferry | Desk', false, true],
      ['The harbour', true, true],
      ['Live: the vote', true, false],
      ['Ad: Bread', true, false],
    ]);
    const plain = (await say('preview', '--output', 'all')).stdout;
    expect(plain).toMatch(/^\s*\+ .*The ferry/m);
    expect(plain).toMatch(/^\s*- .*Bread .*its title holds \/\^Ad:\/ \(rules\[0\] of source desk\)/m);
    expect(plain).toContain('4 items of the last 30 days: 1 would stay, 1 would come (+), 2 would go (-).');
    expect(files()).toEqual(before);
    await say('run');
    expect(titles()).toEqual(['The ferry | Desk', 'The harbour']);
  });

  it('says which outputs there are, and that it wants one thing only', async () => {
    const { place, say } = stage('');
    using _place = place;
    await say('run');
    expect(await say('preview', '--output', 'al')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no output "al"; did you mean "all"\?/),
    });
    expect((await say('preview')).code).toBe(2);
    expect((await say('preview', 'desk.xml', '--output', 'all')).code).toBe(2);
  });
});
