import { describe, expect, test } from 'vitest';
import type { DigestOptions } from '../../../src/model/source.ts';
import { MOST_LINES } from '../../../src/parse/digest/characters.ts';
import { readDigestDocument } from '../../../src/parse/digest/document.ts';
import { MOST_BYTES } from '../../../src/parse/digest/edition.ts';
import { readDigest } from '../../../src/parse/digest/text.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a Failure says what is wrong', () => {
  test.each([
    ['an empty file', new Uint8Array(), 'empty'],
    ['white space only', bytes(' \n\u00a0\n'), 'empty'],
    ['a PDF', bytes('%PDF-1.7\n\u0000\u0001\u0002'), 'binary'],
    ['a ZIP', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 8, 0, 8, 0, 1, 2]), 'binary'],
    ['too much', new Uint8Array(MOST_BYTES + 1).fill(32), 'too-large'],
    ['too many lines', bytes(`a${'\n'.repeat(MOST_LINES)}b`), 'too-large'],
    ['JSON without items', bytes('[{"a": 1}]'), 'malformed'],
    ['HTML nested too deeply', bytes(`<body>${'<div>'.repeat(2000)}x`), 'too-deep'],
  ])('%s', async (_name, document, code) => {
    await expect(readDigest(document)).rejects.toMatchObject({ name: 'Failure', code });
  });

  test('of many warnings only the first are kept, with the number of the others', async () => {
    const broken = '{"title": "One", }\n'.repeat(3000);
    const { items, warnings } = await readDigest(`{"title": "Whole"}\n${broken}`, { format: 'json' });
    expect(items).toHaveLength(1);
    expect(warnings).toHaveLength(1001);
    expect(warnings.at(-1)?.message).toBe('And 2000 warnings more.');
  });

  test('a pattern that is none', async () => {
    const options: DigestOptions = {
      format: null,
      split: '([',
      titlePattern: null,
      dateOrder: null,
      timezone: null,
      dates: true,
    };
    const context = { location: '/x', contentType: null, modifiedAt: null, receivedAt: 0, options };
    await expect(readDigestDocument(bytes('x'), context)).rejects.toMatchObject({ code: 'config-invalid' });
  });
});

describe('what can be read is read', () => {
  test('one paragraph is one item, with a warning', async () => {
    const { items, warnings } = await readDigest('word '.repeat(200_000));
    expect(items).toHaveLength(1);
    expect(items[0]?.title.length).toBeLessThanOrEqual(111);
    expect(warnings.map((warning) => warning.code)).toContain('digest-not-split');
  });

  test('bytes in another encoding than UTF-8', async () => {
    const latin1 = Buffer.from('Müller öffnet\n\nSource: Stadtblatt\n\nÜber die Brücke geht es.', 'latin1');
    expect((await readDigest(latin1)).items[0]?.title).toBe('Müller öffnet');
  });

  test('a mail with 500 attachments', async () => {
    const part =
      '--b\r\nContent-Type: image/png; name="a.png"\r\nContent-Disposition: attachment; filename="a.png"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n';
    const text =
      '--b\r\nContent-Type: text/plain\r\n\r\nOne\r\nSource: X\r\n\r\nText.\r\n\r\nTwo\r\nSource: X\r\n\r\nText.\r\n';
    const mail = `From: a@example.org\r\nTo: b@example.org\r\nSubject: Digest\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n${text}${part.repeat(500)}--b--\r\n`;
    const { items, warnings } = await readDigest(mail);
    expect(items.map((item) => item.title)).toEqual(['One', 'Two']);
    expect(warnings.map((warning) => warning.message)).toEqual([
      '500 attachments are not read: a.png, a.png, a.png …',
    ]);
  });

  test('messages enclosed in each other without end are opened four deep', async () => {
    let mail = 'Subject: innermost\r\n\r\nText.\r\n';
    for (let depth = 0; depth < 8; depth++) {
      mail = `Subject: level ${depth}\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/digest; boundary="b${depth}"\r\n\r\n--b${depth}\r\n\r\n${mail}\r\n--b${depth}--\r\n`;
    }
    const { warnings } = await readDigest(mail, { format: 'mail' });
    expect(warnings.map((warning) => warning.code)).toContain('digest-too-deep');
  });
});

describe('text is never live markup', () => {
  const attack = '<script>alert(1)</script><img src=x onerror=alert(2)>';
  test.each([
    ['plain text', `One\nSource: X\n\n${attack}\n\n> ${attack}\n\n- ${attack}\n- b`],
    [
      'Markdown',
      `## One\n\n${attack}\n\n[x](javascript:alert(3)) ![y](javascript:alert(4))\n\n## Two\n\n<${attack}>`,
    ],
    [
      'HTML',
      `<h2>One</h2><p onclick="alert(5)">${attack}<a href=" java\nscript:alert(3)">x</a></p><h2>Two</h2><p>x<svg/onload=alert(6)></p>`,
    ],
    ['JSON', JSON.stringify([{ title: 'One', content: `<p>${attack}</p>` }])],
    ['an address', 'One\nSource: X\n\nSee https://a.example/"onmouseover="alert(1) now.'],
  ])('%s', async (_name, text) => {
    for (const { content } of (await readDigest(text)).items) {
      expect(content).not.toMatch(/<script|<svg|<[^>]*\son\w+=|href="\s*javascript|src="\s*javascript/i);
    }
  });
});

describe('a split can be set', () => {
  const read = (text: string, options: Partial<DigestOptions>) =>
    readDigestDocument(bytes(text), {
      location: '/x.txt',
      contentType: null,
      modifiedAt: null,
      receivedAt: 0,
      options: {
        format: null,
        split: null,
        titlePattern: null,
        dateOrder: null,
        timezone: null,
        dates: true,
        ...options,
      },
    });

  test('by the lines that part items', async () => {
    const { entries } = await read('One\n\nText.\n%%\nTwo\n\nText.\n%%\nThree\n\nText.', { split: '^%%$' });
    expect(entries.map((entry) => entry.title?.value)).toEqual(['One', 'Two', 'Three']);
  });

  test('by the titles', async () => {
    const { entries } = await read('§ One\nText.\n\nOther\n\n§ Two\n\nText.', { titlePattern: '^§ (.*)' });
    expect(entries.map((entry) => entry.title?.value)).toEqual(['One', 'Two']);
  });

  test('by the form', async () => {
    const { format } = await read('## One\n\nText.\n\n## Two\n\nText.', { format: 'text' });
    expect(format).toBe('digest-text');
  });
});
