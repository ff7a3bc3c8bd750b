import * as z from 'zod';
import { firstFetch, quarantine, sourceQuarantine } from './caution.ts';
import { pins } from './pins.ts';
import { outputRules, rewriteSteps, sourceRules } from './rules.ts';
import { bytes, SIZE } from './units.ts';
import { checked, duration, list, texts } from './values.ts';

/** What users write. Defaults stand here and nowhere else; `config/feedriver.schema.json` is made from it. */

const size = (describe: string) =>
  z
    .string()
    .regex(SIZE, 'a size such as 500KB or 10MB is expected')
    .transform((text) => bytes(text) ?? 0)
    .describe(describe);

const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, 'an id has letters, digits, ".", "_" and "-" only, at most 80')
  .describe('A name that stays: items, the cache and `status` go by it.');

const httpUrl = z.url({ protocol: /^https?$/, error: 'an http or https address is expected' });

const hubUrl = httpUrl.refine((url) => !/^https?:\/\/[^/?#]*@/i.test(url), {
  error: 'a hub without user and password is expected: its address is published',
});

const host = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9](?::\d{1,5})?$/,
    'a host such as www.youtube-nocookie.com is expected',
  )
  .toLowerCase();

const hubs = z
  .union([hubUrl, z.array(hubUrl)])
  .transform((value): string[] => (typeof value === 'string' ? [value] : [...new Set(value)]))
  .optional();

const auth = z
  .union([
    z.strictObject({ user: z.string().min(1), password: z.string() }),
    z.strictObject({ token: z.string().min(1) }),
  ])
  .describe('Credentials, sent to this address only. Keep them in the environment and name them here.');

const sourceBase = (pattern: z.ZodType<string>) => ({
  id: id.optional(),
  title: z.string().min(1).optional().describe('What outputs call it; default: what the feed calls itself.'),
  tags: texts('Labels that outputs can ask for.'),
  every: duration('Ask no more often than this.').optional(),
  headers: z
    .record(z.string(), z.string())
    .optional()
    .describe('Request headers, sent to this address only.'),
  auth: auth.optional(),
  insecure: z
    .boolean()
    .optional()
    .describe('Accept any TLS certificate from this address. Every fetch warns of it.'),
  idFrom: z
    .enum(['guid', 'link', 'title'])
    .optional()
    .describe('What alone tells its items apart; default: all evidence counts.'),
  keepParams: texts('Parameters of its links that tell pages apart; all others do not.'),
  dedup: z.literal('off').optional().describe('off: its items are never the same as those of others.'),
  firstFetch,
  quarantine: sourceQuarantine,
  rules: sourceRules(pattern),
  rewrite: rewriteSteps(pattern, 'source'),
});

const feedParts = {
  feed: z.string().min(1).describe('Address (http, https) or path of an RSS, Atom, RDF or JSON feed.'),
};

const digestParts = {
  digest: z.string().min(1).describe('Path, glob, folder or address of a text with many items.'),
  format: z.enum(['text', 'markdown', 'html', 'mail', 'mbox', 'json']).optional(),
  split: z.string().min(1).optional().describe('A line that parts items, where the usual ones do not do.'),
  titlePattern: z.string().min(1).optional().describe('A title line matches this regular expression.'),
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).optional().describe('How 4/7/2025 is meant.'),
  timezone: z.string().min(1).optional().describe('Zone of dates without one: Europe/Brussels.'),
  dates: z.union([z.boolean(), z.enum(['on', 'off'])]).optional(),
  group: z
    .enum(['items', 'edition'])
    .optional()
    .describe('edition: each document is published whole, as one item.'),
};

const source = (pattern: z.ZodType<string>) => {
  const base = sourceBase(pattern);
  const feed = z.strictObject({ ...base, ...feedParts });
  return z.union([httpUrl, feed, z.strictObject({ ...base, ...digestParts })]);
};

const where = (pattern: z.ZodType<string>) =>
  z
    .strictObject({
      sources: texts('Ids of sources.'),
      tags: texts('Tags of sources.'),
      include: list(pattern)
        .optional()
        .describe('Words, or expressions between slashes, of which one must occur in title, text or author.'),
      exclude: list(pattern).optional().describe('Those of which none may occur.'),
      language: texts('Language tags: en, de-AT.'),
      maxAge: duration('Older items are left out.').optional(),
    })
    .describe('Which items the output shows; everything given must hold.');

const output = (cron: z.ZodType<string>, pattern: z.ZodType<string>) =>
  z.strictObject({
    id,
    digest: cron
      .optional()
      .describe(
        'A cron expression: editions of what came between two of its ticks, "0 7 * * 1" for weekly ones.',
      ),
    title: z.string().min(1).optional(),
    description: z.string().min(1).optional(),
    image: httpUrl.optional().describe('A picture that stands for the output in readers.'),
    icon: httpUrl.optional().describe('A small square one.'),
    rights: z.string().min(1).optional().describe('Whose the collection is, under which terms.'),
    path: z.string().min(1).optional().describe('Where documents go, without an extension: ../public/all'),
    formats: z
      .array(z.enum(['rss', 'atom', 'json', 'html']))
      .min(1)
      .default(['rss', 'atom', 'json', 'html']),
    limit: z
      .int()
      .min(1)
      .max(50_000)
      .optional()
      .describe('How many items are shown; default 100. Of a digest: how many editions; default 10.'),
    sort: z.enum(['published', 'seen', 'updated']).default('published'),
    where: where(pattern).optional(),
    dedup: z
      .enum(['merge', 'mark', 'keep'])
      .default('merge')
      .describe(
        'An item of several sources: one entry that names them all; or one for each, marked as duplicates or not.',
      ),
    rules: outputRules(pattern),
    rewrite: rewriteSteps(pattern, 'output'),
    archive: z
      .union([
        z.boolean(),
        z.strictObject({
          pageSize: z
            .int()
            .min(1)
            .max(1_000)
            .optional()
            .describe('Items in a page; default 100, or `limit`.'),
        }),
      ])
      .optional()
      .describe('Items that leave the documents stand in pages of an archive, for ever (RFC 5005).'),
    embeds: list(host)
      .optional()
      .describe('Hosts whose frames (videos, players) stay in items; of others a link is left.'),
    trackers: z
      .enum(['strip', 'keep'])
      .default('strip')
      .describe('Pixels that count readers, and parameters of addresses that name them.'),
    hubs: hubs.describe('WebSub hubs of this output; default: those of `site`.'),
  });

/** What other rooms know better: each gives the reason why a text is not what it should be, or null. */
export interface Checks {
  readonly cron: (expression: string) => string | null;
  readonly network: (network: string) => string | null;
  /** Of a request header. The reason does not repeat the value, which may be a secret. */
  readonly header: (name: string, value: string) => string | null;
  readonly pattern: (pattern: string) => string | null;
}

export function configSchema({ cron, network, pattern }: Checks) {
  const cronExpression = checked(cron);
  const checkedPattern = checked(pattern);
  return z.strictObject({
    site: z
      .strictObject({
        title: z.string().min(1).default('feedriver'),
        url: httpUrl.optional().describe('Where the outputs are reached; default: the address of `serve`.'),
        hubs: hubs.describe('WebSub hubs: named in the outputs, and told when a document has changed.'),
      })
      .prefault({}),
    schedule: cronExpression
      .default('*/15 * * * *')
      .describe('How often to look what is due; what is due is decided per source.'),
    cache: z.string().min(1).default('../cache/feedriver.db'),
    durability: z
      .enum(['normal', 'full'])
      .default('normal')
      .describe('What a power cut may cost: the last commits, or nothing. A crash costs nothing either way.'),
    fetch: z
      .strictObject({
        minInterval: duration('Never ask one source more often than this.').prefault('1h'),
        concurrency: z.int().min(1).max(1_000).default(64),
        timeout: duration('For one source, all in all.').prefault('30s'),
        maxBytes: size('For one document, unpacked.').prefault('10MB'),
        perHost: z
          .strictObject({
            concurrency: z.int().min(1).max(100).default(1),
            gap: duration('Between two requests to one host.').prefault('1s'),
          })
          .prefault({}),
        allowNetworks: z
          .array(checked(network))
          .default([])
          .describe('Private networks that sources may be in: 192.168.1.0/24'),
        userAgent: z
          .string()
          .min(1)
          .optional()
          .describe('Default: feedriver/VERSION with an address to ask at.'),
        ca: z
          .string()
          .min(1)
          .optional()
          .describe('PEM file of certificate authorities to trust besides the usual ones.'),
      })
      .prefault({}),
    sources: z.array(source(checkedPattern)).min(1),
    pins,
    firstFetch,
    quarantine,
    outputs: z.array(output(cronExpression, checkedPattern)).min(1),
    health: z
      .union([
        z.boolean(),
        z.strictObject({
          path: z.string().min(1).optional().describe('Where its documents go, without an extension.'),
          formats: z
            .array(z.enum(['rss', 'atom', 'json', 'html']))
            .min(1)
            .optional(),
        }),
      ])
      .default(false)
      .describe('A feed of what wants a person, beside the outputs: `health.rss`, `.atom`, `.json`.'),
    serve: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1'),
        port: z.int().min(0).max(65_535).default(8080),
      })
      .prefault({}),
  });
}

export type WrittenConfig = z.output<ReturnType<typeof configSchema>>;
export type WrittenSource = WrittenConfig['sources'][number];
export type WrittenOutput = WrittenConfig['outputs'][number];

/** The JSON Schema that editors complete from. */
export function jsonSchema(): object {
  const schema = z.toJSONSchema(
    configSchema({ cron: () => null, network: () => null, header: () => null, pattern: () => null }),
    {
      io: 'input',
      target: 'draft-7',
    },
  );
  return { ...schema, title: 'feedriver configuration' };
}
