import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { jsonSchema } from '../../../src/config/schema.ts';
import { Failure } from '../../../src/model/failure.ts';

const surroundings = {
  file: '/home/me/config/feedriver.yaml',
  environment: { TOKEN: 's3cret' },
  userAgent: 'feedriver/0 (+https://feedriver.example)',
  checks: {
    cron: (expression: string) => (expression.split(' ').length === 5 ? null : 'five fields are expected'),
    network: (network: string) => (network.includes('/') ? null : 'a network is expected'),
    header: () => null,
    pattern: (pattern: string) => (pattern.includes('(?=') ? 'an expression without (?= is expected' : null),
  },
};
const parse = (text: string) => parseConfig(text, surroundings);
const complaint = (text: string): string => {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof Failure && error.code === 'config-invalid') return error.message;
    throw error;
  }
  throw new Error('the config was accepted');
};

const least = `sources:
  - https://example.org/feed.xml
outputs:
  - { id: all }
`;

describe('a config', () => {
  it('needs sources and outputs only', () => {
    const config = parse(least);
    expect(config.sources).toEqual([
      {
        id: 'example.org-feed.xml',
        kind: 'feed',
        location: 'https://example.org/feed.xml',
        title: null,
        tags: [],
        every: null,
        digest: null,
      },
    ]);
    expect(config.outputs[0]).toMatchObject({
      id: 'all',
      title: 'all',
      path: '/home/me/public/all',
      formats: ['rss', 'atom', 'json', 'html'],
      limit: 100,
    });
    expect(config).toMatchObject({
      schedule: '*/15 * * * *',
      cache: '/home/me/cache/feedriver.db',
      site: { title: 'feedriver', url: 'http://127.0.0.1:8080' },
      fetch: {
        minInterval: 3_600_000,
        timeout: 30_000,
        maxBytes: 10_000_000,
        perHost: { concurrency: 1, gap: 1_000 },
      },
      webRoot: '/home/me/public',
      notes: [],
    });
  });

  it('takes paths relative to its own folder, and digests with their options', () => {
    const config = parse(`sources:
  - { id: nato, digest: digest.txt, tags: defence, dates: off, dateOrder: dmy }
  - { id: local, feed: ./saved.xml, every: 2h }
outputs:
  - { id: a, path: ../public/a, where: { tags: [defence], maxAge: 30d, language: en } }
  - { id: b, path: ../public/deep/b }
`);
    expect(config.sources).toMatchObject([
      {
        id: 'nato',
        kind: 'digest',
        location: '/home/me/config/digest.txt',
        tags: ['defence'],
        digest: { dates: false, dateOrder: 'dmy' },
      },
      { id: 'local', kind: 'feed', location: '/home/me/config/saved.xml', every: 7_200_000 },
    ]);
    expect(config.outputs[0]?.where).toMatchObject({
      tags: ['defence'],
      maxAge: 2_592_000_000,
      language: ['en'],
    });
    expect(config.webRoot).toBe('/home/me/public');
  });

  it.each([
    [
      'a value of the environment',
      `https://example.org/\${TOKEN}/f?k=\${TOKEN}`,
      'example.org-TOKEN-f-k-TOKEN',
    ],
    ['user and password', 'https://me:p@ss@example.org/f', 'example.org-f'],
    ['a user', 'https://me@example.org/f', 'example.org-f'],
  ])('keeps an address with %s out of its id, and for itself', (_, address, id) => {
    const { sources } = parse(
      `sources: ["${address}", { feed: "${address}", id: named }]\noutputs: [{ id: all }]`,
    );
    const location = address.replaceAll(`\${TOKEN}`, 's3cret');
    expect(sources).toMatchObject([
      { id, location, hasSecretAddress: true },
      { id: 'named', location, hasSecretAddress: true },
    ]);
  });

  it('fills in the environment, also inside of a value', () => {
    const config = parse(`sources:
  - { feed: https://example.org/f, auth: { token: '\${TOKEN}' }, headers: { X-Key: 'key=\${TOKEN}' } }
outputs: [{ id: all }]
`);
    expect(config.sources[0]).toMatchObject({
      auth: { kind: 'bearer', token: 's3cret' },
      headers: { 'X-Key': 'key=s3cret' },
    });
  });

  it('gives sources whose addresses read alike ids of their own that do not change', () => {
    const text = `sources: [https://a.example/f?x=1, https://a.example/f/x-1]\noutputs: [{ id: all }]`;
    const ids = parse(text).sources.map((source) => source.id);
    expect(ids[0]).toBe('a.example-f-x-1');
    expect(ids[1]).toMatch(/^a\.example-f-x-1-[0-9a-f]{6}$/);
    expect(parse(text).sources.map((source) => source.id)).toEqual(ids);
  });

  it('takes rules and rewriting, for sources and outputs in the same words', () => {
    const config = parse(`sources:
  - feed: https://a.example/f
    rules:
      - keep: [{ category: news }, { title: [live, /vote/i] }]
      - drop: { link: /ads/, olderThan: 30d, enclosure: false }
    rewrite:
      - title: { stripPrefix: 'Ad: ' }
      - link: { dropParams: utm_* }
outputs:
  - id: all
    rules: [{ drop: { sources: a.example-f, tags: [x], language: de } }]
    rewrite: [{ title: { replace: foo } }, { link: { keepParams: [] } }]
`);
    expect(config.sources[0]).toMatchObject({
      rules: [
        {
          name: 'rules[0]',
          effect: 'keep',
          conditions: [{ category: ['news'] }, { title: ['live', '/vote/i'] }],
        },
        {
          name: 'rules[1]',
          effect: 'drop',
          conditions: [{ link: ['/ads/'], olderThan: 2_592_000_000, enclosure: false }],
        },
      ],
      rewrite: [
        { of: 'title', stripPrefix: 'Ad: ' },
        { of: 'link', dropParams: ['utm_*'] },
      ],
    });
    expect(config.outputs[0]).toMatchObject({
      rules: [{ effect: 'drop', conditions: [{ sources: ['a.example-f'], tags: ['x'], language: ['de'] }] }],
      rewrite: [
        { of: 'title', replace: 'foo', with: '' },
        { of: 'link', keepParams: [] },
      ],
    });
  });

  it('notes a tag that no source has', () => {
    expect(
      parse(`sources: [{ feed: https://a.example/f, tags: [tech] }]
outputs: [{ id: all, where: { tags: [teck] } }]`).notes,
    ).toEqual(['Output "all" asks for the tag "teck", which no source has; did you mean "tech"?']);
  });
});

describe('a wrong config is told with file, line, column and what to do', () => {
  const row = (name: string, text: string, expected: string | RegExp) => ({ name, text, expected });
  const file = surroundings.file;
  it.each([
    row(
      'an unknown key',
      `${least}shedule: "* * * * *"\n`,
      `${file}:5:1  shedule: unknown key; did you mean "schedule"?`,
    ),
    row(
      'an unknown key of a source',
      `sources:\n  - feed: https://a.example/f\n    evry: 2h\noutputs: [{ id: all }]\n`,
      `${file}:3:5  sources[0].evry: unknown key; did you mean "every"?`,
    ),
    row(
      'an unknown key of a digest',
      `sources:\n  - { digest: d.txt, dateorder: dmy }\noutputs: [{ id: all }]\n`,
      `${file}:2:22  sources[0].dateorder: unknown key; did you mean "dateOrder"?`,
    ),
    row(
      'a wrong type',
      `${least}serve: { port: eighty }\n`,
      `${file}:5:16  serve.port: a number is expected, not a text (eighty)`,
    ),
    row(
      'a number out of range',
      `${least}serve: { port: 99999 }\n`,
      `${file}:5:16  serve.port: at most 65535 is expected`,
    ),
    row(
      'a wrong choice',
      `sources: [https://a.example/f]\noutputs: [{ id: all, formats: [rs] }]\n`,
      /outputs\[0\]\.formats\[0\]: one of rss, atom, json, html is expected; did you mean "rss"\?/,
    ),
    row(
      'a bad span of time',
      `${least}fetch: { timeout: soon }\n`,
      `${file}:5:19  fetch.timeout: a span of time such as 30s, 15m, 1h or 7d is expected`,
    ),
    row(
      'a bad cron expression',
      `schedule: hourly\n${least}`,
      `${file}:1:11  schedule: five fields are expected`,
    ),
    row(
      'a bad network',
      `${least}fetch: { allowNetworks: [here] }\n`,
      `${file}:5:26  fetch.allowNetworks[0]: a network is expected`,
    ),
    row('a missing list', 'outputs: [{ id: all }]\n', `${file}:1:1  sources: is missing`),
    row(
      'a source that is no address',
      `sources: [example.org/feed]\noutputs: [{ id: all }]\n`,
      `${file}:1:11  sources[0]: an http or https address is expected`,
    ),
    row(
      'another scheme',
      `sources: ["ftp://a.example/f"]\noutputs: [{ id: all }]\n`,
      /sources\[0\]: an http or https address is expected/,
    ),
    row(
      'a duplicate id',
      `sources: [https://a.example/f]\noutputs:\n  - id: all\n  - id: all\n    path: ../x/y\n`,
      `${file}:4:9  outputs[1].id: "all" is the id of outputs[0] already`,
    ),
    row(
      'one path for two outputs',
      `sources: [https://a.example/f]\noutputs: [{ id: a, path: x }, { id: b, path: ./x }]\n`,
      /outputs\[1\]\.path: ".*" is the path of outputs\[0\] already/,
    ),
    row(
      'a source listed twice',
      `sources: [https://a.example/f, https://a.example/f]\noutputs: [{ id: a }]\n`,
      /"a\.example-f" is the id of sources\[0\] already/,
    ),
    row(
      'an output of an unknown source',
      `sources: [{ id: nato, digest: d.txt }]\noutputs: [{ id: a, where: { sources: nate } }]\n`,
      /there is no source "nate"; did you mean "nato"\?/,
    ),
    row(
      'an unknown part of a rule',
      `sources:\n  - feed: https://a.example/f\n    rules: [{ drop: { titel: x } }]\noutputs: [{ id: a }]\n`,
      `${file}:3:23  sources[0].rules[0].drop.titel: unknown key; did you mean "title"?`,
    ),
    row(
      'an unknown effect of a rule',
      `sources: [https://a.example/f]\noutputs: [{ id: a, rules: [{ dorp: { title: x } }] }]\n`,
      `${file}:2:30  outputs[0].rules[0].dorp: unknown key; did you mean "drop"?`,
    ),
    row(
      'a rule with both effects',
      `sources: [https://a.example/f]\noutputs: [{ id: a, rules: [{ drop: { title: x }, keep: { title: y } }] }]\n`,
      `${file}:2:28  outputs[0].rules[0]: either keep or drop is expected`,
    ),
    row(
      'a rule that asks for nothing',
      `sources: [https://a.example/f]\noutputs: [{ id: a, rules: [{ drop: {} }] }]\n`,
      /outputs\[0\]\.rules\[0\]\.drop: one of anywhere, title, .* is expected/,
    ),
    row(
      'an expression that can not be run safely',
      `sources: [https://a.example/f]\noutputs: [{ id: a, where: { include: ['/a(?=b)/'] } }]\n`,
      `${file}:2:39  outputs[0].where.include[0]: an expression without (?= is expected`,
    ),
    row(
      'a rule about an unknown source',
      `sources: [{ id: nato, digest: d.txt }]\noutputs: [{ id: a, rules: [{ keep: { sources: nate } }] }]\n`,
      /outputs\[0\]\.rules\[0\]: there is no source "nate"; did you mean "nato"\?/,
    ),
    row(
      'two deeds in one step of rewriting',
      `sources: [https://a.example/f]\noutputs: [{ id: a, rewrite: [{ title: { replace: a, stripPrefix: b } }] }]\n`,
      /outputs\[0\]\.rewrite\[0\]\.title: one of replace, stripPrefix, stripSuffix is expected/,
    ),
    row(
      'a step for links that stands at titles',
      `sources: [https://a.example/f]\noutputs: [{ id: a, rewrite: [{ title: { dropParams: b } }] }]\n`,
      /outputs\[0\]\.rewrite\[0\]\.title\.dropParams: unknown key/,
    ),
    row(
      'a name that the environment lacks',
      `sources:\n  - feed: https://a.example/\${NOPE}\noutputs: [{ id: a }]\n`,
      `${file}:2:11  sources[0].feed: the environment has no NOPE`,
    ),
    row('broken YAML', 'sources: [\noutputs: ]\n', /:\d+:\d+ {2}not YAML: /),
    row(
      'a key twice',
      'sources: [https://a.example/f]\nsources: []\noutputs: [{ id: a }]\n',
      /:2:1 {2}not YAML: Map keys must be unique/,
    ),
    row('an empty file', '# nothing yet\n', `${file}:1:1  the file is empty`),
    row('a list at the top', '- a\n', /a map is expected, not a list/),
    row(
      'a cache elsewhere',
      `cache: redis://localhost\n${least}`,
      `${file}:1:8  cache: only a file is supported so far`,
    ),
  ])('$name', ({ text, expected }) => {
    const message = complaint(text);
    if (typeof expected === 'string') expect(message.split('\n')).toContain(expected);
    else expect(message).toMatch(expected);
  });

  it('all at once, each on a line', () => {
    expect(complaint(`${least}serve: { prot: 1 }\nfetch: { concurrency: 0 }\n`).split('\n')).toHaveLength(2);
  });

  it('bounded for a file that unfolds without end', () => {
    const bomb = `a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;
    expect(complaint(bomb)).toMatch(/alias/i);
  });
});

it('config/feedriver.schema.json is what the code says (npm run schema)', () => {
  const file = new URL('../../../config/feedriver.schema.json', import.meta.url);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(jsonSchema())));
});
