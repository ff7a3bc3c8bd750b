import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/parse/decode.ts';

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Two bytes a character, or four. */
function wide(text: string, size: 2 | 4, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * size);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) {
    if (size === 2) view.setUint16(index * 2, text.charCodeAt(index), littleEndian);
    else view.setUint32(index * 4, text.charCodeAt(index), littleEndian);
  }
  return bytes;
}

/** ASCII with `{}` replaced by these bytes. */
function around(text: string, ...bytes: readonly number[]): Uint8Array {
  const [before = '', after = ''] = text.split('{}');
  return Uint8Array.from([...utf8(before), ...bytes, ...utf8(after)]);
}

describe('what the bytes themselves say', () => {
  test.each([
    ['UTF-8 with a mark', Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8('<rss>é')]), 'utf-8', '<rss>é'],
    ['UTF-16BE with a mark', wide('\ufeff<rss>é', 2, false), 'utf-16be', '<rss>é'],
    ['UTF-16LE with a mark', wide('\ufeff<rss>é', 2, true), 'utf-16le', '<rss>é'],
    ['UTF-16LE without', wide('<rss>é', 2, true), 'utf-16le', '<rss>é'],
    ['UTF-16BE without', wide('<rss>é', 2, false), 'utf-16be', '<rss>é'],
    ['UTF-32BE with a mark', wide('\ufeff<rss>é', 4, false), 'utf-32be', '<rss>é'],
    ['UTF-32LE with a mark', wide('\ufeff<rss>é', 4, true), 'utf-32le', '<rss>é'],
    ['UTF-32LE without', wide('<rss>é', 4, true), 'utf-32le', '<rss>é'],
    ['UTF-8, no label', utf8('<rss>é'), 'utf-8', '<rss>é'],
  ])('%s', (_, bytes, charset, text) => {
    expect(decodeText(bytes, null)).toEqual({ text, charset, warnings: [] });
  });

  test('a UTF-32 value beyond Unicode becomes a replacement character', () => {
    const bytes = Uint8Array.from([0, 0, 0, 0x3c, 0xff, 0xff, 0xff, 0xff]);
    expect(decodeText(bytes, null).text).toBe('<\ufffd');
  });
});

describe('what the labels say', () => {
  test.each([
    ['the transport', 'text/xml; charset=windows-1251', around('<rss>{}', 0xcf, 0xf0), 'windows-1251', 'Пр'],
    ['the transport, quoted', `text/xml; charset='koi8-r'`, around('<rss>{}', 0xf0, 0xd2), 'koi8-r', 'Пр'],
    [
      'the declaration',
      null,
      around('<?xml version="1.0" encoding="iso-8859-7"?>{}', 0xe1),
      'iso-8859-7',
      'α',
    ],
    ['an HTML meta element', null, around('<meta charset=shift_jis>{}', 0x83, 0x41), 'shift_jis', 'ア'],
    ['an alias nobody registered', 'text/xml; charset=cp949', around('{}', 0xb0, 0xa1), 'euc-kr', '가'],
    [
      'us-ascii, in fact windows-1252',
      'text/xml; charset=us-ascii',
      around('a{}b', 0x92),
      'windows-1252',
      '’',
    ],
  ])('%s', (_, contentType, bytes, charset, tail) => {
    const decoded = decodeText(bytes, contentType);
    expect(decoded.charset).toBe(charset);
    expect(decoded.text).toContain(tail);
    expect(decoded.warnings).toEqual([]);
  });

  test('the transport goes before the declaration', () => {
    const bytes = around('<?xml version="1.0" encoding="iso-8859-1"?>{}', 0xe1, 0xe2);
    expect(decodeText(bytes, 'text/xml; charset=iso-8859-7').charset).toBe('iso-8859-7');
  });

  test('UTF-16 in a document that can be read as ASCII is not believed', () => {
    const decoded = decodeText(utf8('<?xml version="1.0" encoding="utf-16"?><rss>é'), null);
    expect(decoded).toMatchObject({ charset: 'utf-8', warnings: [] });
  });

  test('ISO-2022-JP is told by its escape sequences', () => {
    const bytes = around('<title>{}</title>', 0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42);
    expect(decodeText(bytes, null)).toMatchObject({ charset: 'iso-2022-jp', text: '<title>日</title>' });
  });
});

describe('labels that the bytes contradict', () => {
  test('UTF-8 that is labelled Latin-1 is read as UTF-8, with a warning', () => {
    const decoded = decodeText(utf8('<?xml version="1.0" encoding="iso-8859-1"?>Ärger in Köln'), null);
    expect(decoded.text).toContain('Ärger in Köln');
    expect(decoded.warnings.map(({ code }) => code)).toEqual(['charset-mislabelled']);
  });

  test('a short Chinese text that is valid UTF-8 by chance keeps its label', () => {
    // 联通 in GBK is the well-known case.
    expect(decodeText(around('{}', 0xc1, 0xaa, 0xcd, 0xa8), 'text/xml; charset=gbk').text).toBe('联通');
  });

  test('Latin-1 that is labelled UTF-8 is read as windows-1252, with a warning', () => {
    const decoded = decodeText(around('<?xml version="1.0" encoding="utf-8"?>caf{}', 0xe9), null);
    expect(decoded.text).toContain('café');
    expect(decoded.warnings.map(({ code }) => code)).toEqual(['charset-mislabelled']);
  });

  test('foreign bytes within UTF-8 are read as windows-1252, the rest stays', () => {
    const bytes = Uint8Array.from([...utf8('naïve façade über Öde '), 0x93, 0xe9, 0x94, 0x20]);
    const decoded = decodeText(bytes, null);
    expect(decoded).toMatchObject({ text: 'naïve façade über Öde “é” ', charset: 'utf-8+windows-1252' });
    expect(decoded.warnings[0]?.message).toContain('3 bytes are not UTF-8');
  });

  test('a character that the end of the document cuts off is no foreign byte', () => {
    const whole = utf8('Æther und Ödnis €');
    expect(decodeText(whole.subarray(0, -1), null)).toMatchObject({ text: 'Æther und Ödnis ', warnings: [] });
  });

  test('a label that nobody knows counts as none', () => {
    expect(decodeText(utf8('é'), 'text/xml; charset=bogus')).toMatchObject({ charset: 'utf-8', text: 'é' });
  });
});

/** Bytes of a text in a single-byte encoding, by reading that encoding's table backwards. */
function encode(text: string, charset: string): Uint8Array {
  const table = new TextDecoder(charset).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return Uint8Array.from(text, (character) => table.indexOf(character));
}

describe('a guess, where nobody says', () => {
  test.each([
    ['Russian', 'windows-1251', 'Погода в столице: завтра ожидается снег'],
    ['Russian', 'koi8-r', 'Погода в столице: завтра ожидается снег'],
    ['Greek', 'windows-1253', 'Ο καιρός αύριο στην πρωτεύουσα'],
    ['Hebrew', 'windows-1255', 'מזג האוויר מחר בעיר הבירה'],
    ['Arabic', 'windows-1256', 'الطقس غدا في العاصمة'],
    ['Thai', 'windows-874', 'พยากรณ์อากาศวันพรุ่งนี้ในเมืองหลวง'],
    ['French', 'windows-1252', 'Météo : à Orléans, il neigera dès l’été passé'],
    ['Polish', 'windows-1250', 'Pogoda: wczoraj w Łodzi śnieg, dziś słońce, później mgła i żar'],
    ['Turkish', 'windows-1254', 'Başkentte yarın kar yağışı bekleniyor, diğer şehirlerde güneşli'],
  ])('%s in %s', (_, charset, text) => {
    expect(decodeText(encode(`<rss><title>${text}</title>`, charset), null).text).toContain(text);
  });

  test.each([
    [
      'Japanese in Shift_JIS',
      'shift_jis',
      [0x82, 0xb1, 0x82, 0xea, 0x82, 0xcd, 0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x82, 0xc5, 0x82, 0xb7],
    ],
    [
      'Japanese in EUC-JP',
      'euc-jp',
      [0xa4, 0xb3, 0xa4, 0xec, 0xa4, 0xcf, 0xc6, 0xfc, 0xcb, 0xdc, 0xb8, 0xec, 0xa4, 0xc7, 0xa4, 0xb9],
    ],
    [
      'Chinese in GB 2312',
      'gb18030',
      [0xce, 0xd2, 0xc3, 0xc7, 0xd4, 0xda, 0xd5, 0xe2, 0xc0, 0xef, 0xb5, 0xc4, 0xca, 0xb1, 0xba, 0xf2],
    ],
    [
      'Korean in EUC-KR',
      'euc-kr',
      [
        0xc0, 0xcc, 0xb0, 0xcd, 0xc0, 0xba, 0xc7, 0xd1, 0xb1, 0xb9, 0xbe, 0xee, 0xc0, 0xd4, 0xb4, 0xcf, 0xb4,
        0xd9,
      ],
    ],
  ])('%s', (_, charset, bytes) => {
    expect(decodeText(around('<title>{}</title>', ...bytes), null).charset).toBe(charset);
  });

  test('a guess is a warning', () => {
    const decoded = decodeText(encode('Погода в столице', 'windows-1251'), null);
    expect(decoded.warnings.map(({ code }) => code)).toEqual(['charset-guessed']);
  });

  test('Cyrillic that a server labels Latin-1 is noticed', () => {
    const decoded = decodeText(
      encode('Погода в столице завтра', 'windows-1251'),
      'text/xml; charset=iso-8859-1',
    );
    expect(decoded).toMatchObject({ charset: 'windows-1251', text: 'Погода в столице завтра' });
  });
});
