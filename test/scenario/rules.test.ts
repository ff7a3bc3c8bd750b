import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feedriver, scratch } from '../support/feedriver.ts';

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
