import { describe, expect, it, test } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { headerTrouble } from '../../../src/fetch/request-headers.ts';
import { Failure } from '../../../src/model/failure.ts';

/** What a config says about the network: hubs, and headers of requests. */

const parse = (text: string) =>
  parseConfig(text, {
    file: '/config.yaml',
    environment: { TOKEN: 's3cret\n' },
    userAgent: 'feedriver/0',
    checks: { cron: () => null, network: () => null, pattern: () => null, header: headerTrouble },
  });

function complaint(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof Failure && error.code === 'config-invalid') return error.message;
    throw error;
  }
  return 'none';
}

const withHubs = (site: string, output: string) => `site: { url: https://river.example${site} }
sources: [https://example.org/feed.xml]
outputs: [{ id: all${output} }]
`;

describe('hubs', () => {
  const one = 'https://hub.example/?a=1';
  test.each([
    ['none', '', '', undefined],
    ["the site's", `, hubs: "${one}"`, '', [one]],
    ["the output's", `, hubs: "${one}"`, ', hubs: [https://other.example/]', ['https://other.example/']],
    ['none by choice', `, hubs: "${one}"`, ', hubs: []', undefined],
    ['each once', '', `, hubs: ["${one}", "${one}", https://b.example/]`, [one, 'https://b.example/']],
  ])('of an output: %s', (_, site, output, hubs) => {
    expect(parse(withHubs(site, output)).outputs[0]?.hubs).toEqual(hubs);
  });

  test.each([
    ['no address', 'hub.example', '1:43  site.hubs: an http or https address is expected'],
    ['another scheme', '"ftp://hub.example/"', '1:43  site.hubs: an http or https address is expected'],
    [
      'a password, which would be published',
      '"https://me:secret@hub.example/"',
      '1:43  site.hubs: a hub without user and password is expected: its address is published',
    ],
  ])('are refused: %s', (_, hub, words) => {
    expect(complaint(withHubs(`, hubs: ${hub}`, ''))).toBe(`/config.yaml:${words}`);
  });

  it('are of no use where nobody can reach the documents', () => {
    const text = 'sources: [https://example.org/f]\noutputs: [{ id: all, hubs: https://hub.example/ }]\n';
    expect(parse(text).notes).toEqual([expect.stringContaining('set `site: { url }`')]);
    expect(parse(withHubs(', hubs: https://hub.example/', '')).notes).toEqual([]);
  });
});

describe('request headers', () => {
  const withSource = (more: string) =>
    `sources:\n  - { feed: https://example.org/f, ${more} }\noutputs: [{ id: all }]\n`;

  test.each([
    ['a legal one', 'headers: { X-Key: "a b;c" }', 'none'],
    [
      'one of ours',
      'headers: { Host: other.example }',
      '2:53  sources[0].headers.Host: the header "Host" is set by the program itself',
    ],
    [
      'a line break in the value',
      `headers: { X-Key: "\${TOKEN}" }`,
      '2:54  sources[0].headers.X-Key: the value of the header "X-Key" holds a character that can not be sent',
    ],
    [
      'a name that is none',
      'headers: { "X Key": a }',
      '2:56  sources[0].headers.X Key: "X Key" is no name of a header',
    ],
    [
      'a token with a line break',
      `auth: { token: "\${TOKEN}" }`,
      '2:51  sources[0].auth.token: the token holds a character that can not be sent, perhaps a line break',
    ],
  ])('%s', (_, more, words) => {
    const said = complaint(withSource(more));
    expect(said).toBe(words === 'none' ? words : `/config.yaml:${words}`);
    expect(said).not.toContain('s3cret');
  });
});
