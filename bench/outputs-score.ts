/**
 * Are our documents valid, whatever came in? `npm run score:outputs`: documents of hostile items by seeds (own ones, the
 * same in every run), each through every checker that is here:
 *  - our own last look, and a strict parser of another kind (xmllint, JSON.parse with JSON Feed 1.1's rules);
 *  - the W3C feed validator, when FEEDVALIDATOR names a checkout of it (and PYTHON, a Python with its requirements);
 *  - jing, when ATOM_SCHEMA names a RELAX NG schema of RFC 4287.
 * SEEDS: how many documents per format. Missing checkers are named, and skipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceName } from '../src/dress/attribution.ts';
import { dress } from '../src/dress/dress.ts';
import type { Channel, ShownItem } from '../src/model/output.ts';
import { checkDocument } from '../src/render/check.ts';
import { renderDocument } from '../src/render/documents.ts';
import { createSanitiser } from '../src/sanitise/sanitise.ts';
import { type Draw, drawing, hostileItem, hostileText } from './support/hostile.ts';
import { jsonFeedFaults } from './support/json-feed.ts';

const SEEDS = Number(process.env.SEEDS ?? 40);
const ITEMS = 12;
const SEEN = Date.UTC(2026, 5, 9, 12);
const BASE = 'https://river.example/';
const FORMATS = ['rss', 'atom', 'json', 'html'] as const;
type Format = (typeof FORMATS)[number];

interface Finding {
  readonly checker: string;
  readonly file: string;
  readonly level: 'error' | 'warning' | 'info';
  readonly what: string;
}

const folder = mkdtempSync(join(tmpdir(), 'feedriver-outputs-'));
try {
  const documents = writeDocuments();
  const findings = [
    ...documents.flatMap(({ format, file, text }) => ownFindings(format, file, text)),
    ...xmllintFindings(documents.filter(({ format }) => format !== 'json').map(({ file }) => file)),
    ...validatorFindings(
      documents.filter(({ format }) => format === 'rss' || format === 'atom').map(({ file }) => file),
    ),
    ...jingFindings(documents.filter(({ format }) => format === 'atom').map(({ file }) => file)),
  ];
  report(findings);
} finally {
  if (process.env.KEEP === undefined) rmSync(folder, { recursive: true });
  else console.log(`documents kept in ${folder}`);
}

function writeDocuments(): { readonly format: Format; readonly file: string; readonly text: string }[] {
  const sanitiser = createSanitiser({ stripTracking: true, embeds: [] });
  return Array.from({ length: SEEDS }, (_, seed) => {
    const draw = drawing(seed);
    const sources = sourcesOf(draw);
    const items: ShownItem[] = Array.from({ length: seed === 0 ? 0 : ITEMS }, (_, index) =>
      dress(hostileItem(draw, index, SEEN), sources, sanitiser),
    );
    const channel = channelOf(draw, seed);
    return FORMATS.map((format) => {
      const text = [...renderDocument(format, channel, items)].join('');
      const file = join(folder, `${seed}-all.${format}`);
      writeFileSync(file, text);
      return { format, file, text };
    });
  }).flat();
}

function sourcesOf(draw: Draw): ReadonlyMap<string, SourceName> {
  return new Map([
    [
      'bad',
      {
        title: hostileText(draw),
        url: null,
        link: null,
        feedId: hostileText(draw),
        tags: [hostileText(draw)],
      },
    ],
    [
      'good',
      {
        title: 'Good & fine',
        url: 'https://good.example/feed?a=1&b=2',
        link: 'https://good.example/',
        feedId: null,
        tags: [],
      },
    ],
  ]);
}

/** Its addresses are a user's, checked when the config is read; its texts may be anything. */
function channelOf(draw: Draw, seed: number): Channel {
  return {
    id: 'urn:uuid:5b3f6f2e-31d4-4c55-9e0c-0d6f8f3f0c11',
    title: hostileText(draw).trim() || 'All',
    description: hostileText(draw),
    home: `${BASE}all.html`,
    self: Object.fromEntries(FORMATS.map((format) => [format, `${BASE}all.${format}`])),
    language: 'en',
    updated: seed === 0 ? 0 : SEEN,
    generator: { name: 'feedriver', version: '0.1.0', url: 'https://feedriver.example/' },
    hubs: seed % 2 === 0 ? [] : ['https://hub.example/?a=1&b=2', 'https://hub.example/2'],
    ttl: 60,
    rights: seed % 3 === 0 ? hostileText(draw) : null,
    image: seed % 4 === 0 ? `${BASE}logo.png?a=1&b=2` : null,
    icon: seed % 4 === 0 ? `${BASE}icon.png` : null,
    ...(seed % 5 === 0
      ? {
          archive: true,
          pages: Object.fromEntries(
            FORMATS.map((format) => [
              format,
              [
                { rel: 'current' as const, href: `${BASE}all.${format}` },
                { rel: 'prev-archive' as const, href: `${BASE}all/1.${format}` },
              ],
            ]),
          ),
        }
      : {}),
  };
}

function ownFindings(format: Format, file: string, text: string): Finding[] {
  const faults: string[] = format === 'json' ? [...jsonFeedFaults(text)] : [];
  try {
    checkDocument(format, text);
  } catch (error) {
    faults.push(String(error));
  }
  return faults.map((what) => ({ checker: 'own', file, level: 'error', what }));
}

function xmllintFindings(files: readonly string[]): Finding[] {
  const feeds = files.filter((file) => !file.endsWith('.html'));
  const { error, stderr } = spawnSync('xmllint', ['--noout', '--huge', ...feeds], { encoding: 'utf8' });
  if (error) return skipped('xmllint is not installed');
  return stderr
    .split('\n')
    .filter((line) => /error/.test(line))
    .map((line) => ({ checker: 'xmllint', file: line.split(':', 1)[0] ?? '', level: 'error', what: line }));
}

function validatorFindings(files: readonly string[]): Finding[] {
  const checkout = process.env.FEEDVALIDATOR;
  if (checkout === undefined)
    return skipped('FEEDVALIDATOR does not name a checkout of the W3C feed validator');
  const script = new URL('feed-validator.py', import.meta.url).pathname;
  const { stdout, stderr, status } = spawnSync(
    process.env.PYTHON ?? 'python3',
    [script, checkout, BASE, ...files],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(`The feed validator failed: ${stderr.slice(-2000)}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { file, level, event, params } = JSON.parse(line);
      return { checker: 'W3C', file, level, what: `${event} ${JSON.stringify(params)}` };
    });
}

function jingFindings(files: readonly string[]): Finding[] {
  const schema = process.env.ATOM_SCHEMA;
  if (schema === undefined) return skipped('ATOM_SCHEMA does not name a RELAX NG schema of RFC 4287');
  const compact = schema.endsWith('.rnc') ? ['-c'] : [];
  const { error, stdout } = spawnSync('jing', [...compact, schema, ...files], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error) return skipped('jing is not installed');
  return stdout
    .split('\n')
    .filter((line) => line.includes('error:'))
    .map((line) => ({ checker: 'jing', file: line.split(':', 1)[0] ?? '', level: 'error', what: line }));
}

function skipped(why: string): [] {
  console.log(`skipped: ${why}`);
  return [];
}

function report(findings: readonly Finding[]): void {
  for (const format of FORMATS) {
    const mine = findings.filter(({ file }) => file.endsWith(`.${format}`));
    const count = (level: Finding['level']) => mine.filter((finding) => finding.level === level).length;
    console.log(
      `${format.padEnd(5)} ${SEEDS} documents: ${count('error')} errors, ${count('warning')} warnings`,
    );
    const kinds = Map.groupBy(
      mine.filter(({ level }) => level !== 'info' || process.argv.includes('--info')),
      ({ checker, level, what }) => `${checker} ${level} ${what.split(' ', 1)[0]}`,
    );
    for (const [kind, of] of kinds) console.log(`  ${of.length} × ${kind}: ${of[0]?.file} ${of[0]?.what}`);
  }
  if (findings.some(({ level }) => level !== 'info')) process.exitCode = 1;
}
