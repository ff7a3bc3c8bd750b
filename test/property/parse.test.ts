import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/model/failure.ts';
import { decodeText } from '../../src/parse/decode.ts';
import { readDocument } from '../../src/parse/document.ts';
import { scan } from '../../src/parse/scan.ts';

const context = { location: 'https://example.org/feed', contentType: null };

/** What feeds are made of, whole and broken, in any order. */
const fragment = fc.oneof(
  fc.constantFrom(
    '<rss version="2.0">',
    '<channel>',
    '<item>',
    '</item>',
    '<title>',
    '</title>',
    '<link>',
    '</link>',
    '<description>',
    '</description>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '<entry>',
    '</entry>',
    '<content type="xhtml">',
    '</content>',
    '<div xmlns="http://www.w3.org/1999/xhtml">',
    '</div>',
    '<b>',
    '</i>',
    '<br/>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?xml version="1.0"?>',
    '<!DOCTYPE a [',
    ']>',
    '&amp;',
    '&nbsp;',
    '&',
    '&#x80;',
    '<',
    '>',
    '"',
    "'",
    '=',
    '<a b="',
    'xml:base="/x"',
    'x:y',
    '\u0000',
    '\ud800',
    '{"version":"https://jsonfeed.org/version/1","items":[',
    '{"id":1},',
    ']}',
  ),
  fc.string({ maxLength: 8 }),
);
const document = fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join(''));

async function outcome(bytes: Uint8Array, contentType: string | null = null): Promise<unknown> {
  try {
    return await readDocument(bytes, { ...context, contentType });
  } catch (failure) {
    expect(failure).toBeInstanceOf(Failure);
    return failure;
  }
}

describe('any bytes give a document or a Failure', () => {
  test('random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.option(fc.string()),
        async (bytes, contentType) => {
          expect(await outcome(bytes, contentType)).toBeDefined();
        },
      ),
    );
  });

  test('pieces of feeds in any order', async () => {
    await fc.assert(
      fc.asyncProperty(document, async (text) => {
        expect(await outcome(new TextEncoder().encode(`<rss><channel>${text}`))).toBeDefined();
        expect(await outcome(new TextEncoder().encode(text))).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  test('an item before the break is not lost', async () => {
    await fc.assert(
      fc.asyncProperty(document, async (text) => {
        const bytes = new TextEncoder().encode(`<rss><channel><item><title>Whole</title></item>${text}`);
        const read = await readDocument(bytes, context);
        expect(read.entries[0]?.title?.value).toBe('Whole');
      }),
      { numRuns: 300 },
    );
  });
});

describe('reading is deterministic', () => {
  test('the same bytes give the same JSON, key order included', async () => {
    await fc.assert(
      fc.asyncProperty(document, async (text) => {
        const bytes = new TextEncoder().encode(`<rss><channel><item>${text}`);
        expect(JSON.stringify(await outcome(bytes))).toBe(JSON.stringify(await outcome(bytes)));
      }),
    );
  });
});

describe('decoding', () => {
  test('UTF-8 comes back as it was, with or without a mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const written = `<rss>${text}`;
        expect(decodeText(new TextEncoder().encode(written), null).text).toBe(written);
        expect(
          decodeText(new TextEncoder().encode(`\ufeff${written}`), 'text/xml; charset=koi8-r').text,
        ).toBe(written);
      }),
    );
  });

  test('any bytes under any label give text', () => {
    const label = fc.constantFrom(
      'utf-8',
      'utf-16',
      'gbk',
      'shift_jis',
      'iso-2022-jp',
      'windows-1252',
      'bogus',
      'utf-7',
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), label, (bytes, charset) => {
        expect(typeof decodeText(bytes, `text/xml; charset=${charset}`).text).toBe('string');
      }),
    );
  });
});

/** Well-formed XML: what htmlparser2, as an independent reader, must see as we do. */
const name = fc.constantFrom('a', 'b:c', 'item', 'x-y');
const text = fc.stringMatching(/^[a-z0-9 '"=/.-]{0,12}$/);
const { tree } = fc.letrec<{ tree: string; children: string[] }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    text,
    text.map((content) => `<![CDATA[${content}<&]]>`),
    fc.constant('<!-- note -->'),
    fc.tuple(name, text, tie('children')).map(([tag, value, children]) => {
      const quoted = value.includes('"') ? `'${value.replaceAll("'", '')}'` : `"${value}"`;
      return `<${tag} k=${quoted} l='m'>${children.join('')}</${tag}>`;
    }),
    name.map((tag) => `<${tag}/>`),
  ),
  children: fc.array(tie('tree'), { maxLength: 4 }),
}));

function ours(xml: string): readonly string[] {
  const events: string[] = [];
  const add = (kind: string, content: string): void => {
    if (kind === 'text' && events.at(-1)?.startsWith('text '))
      events.push(`text ${events.pop()?.slice(5)}${content}`);
    else if (content !== '' || kind !== 'text') events.push(`${kind} ${content}`);
  };
  const scanner = scan(xml, {
    open(tag, attributes, selfClosing) {
      add('open', `${tag} ${attributes.map(({ name: key, value }) => `${key}=${value}`).join(' ')}`);
      if (selfClosing) add('close', tag);
    },
    close: (tag) => add('close', tag),
    text: (content) => add('text', content),
    cdata: (content) => add('text', content),
    doctype() {},
    repaired: (code) => add('repaired', code),
  });
  while (scanner.advance(7));
  return events;
}

function theirs(xml: string): readonly string[] {
  const events: string[] = [];
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => {
        const given = Object.entries(attributes).map(([key, value]) => `${key}=${value}`);
        events.push(`open ${tag} ${given.join(' ')}`);
      },
      onclosetag: (tag) => events.push(`close ${tag}`),
      ontext: (content) => {
        if (events.at(-1)?.startsWith('text ')) events.push(`text ${events.pop()?.slice(5)}${content}`);
        else events.push(`text ${content}`);
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(xml);
  return events;
}

test('well-formed XML is scanned as htmlparser2 scans it, in portions of any size', () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 5 }), (parts) => {
      const xml = `<r>${parts.join('')}</r>`;
      expect(ours(xml)).toEqual(theirs(xml));
    }),
  );
});
