import { describe, expect, test } from 'vitest';
import { parseDate } from '../../../src/clean/date.ts';

describe('RFC 822 and its abuses', () => {
  test.each([
    ['as it should be', 'Thu, 01 Jan 2004 19:48:21 GMT', '2004-01-01T19:48:21.000Z'],
    ['an offset', 'Thu, 01 Jan 2004 19:48:21 +0130', '2004-01-01T18:18:21.000Z'],
    ['an offset with a colon', 'Thu, 01 Jan 2004 19:48:21 -05:00', '2004-01-02T00:48:21.000Z'],
    ['GMT and an offset', 'Thu, 01 Jan 2004 19:48:21 GMT+2', '2004-01-01T17:48:21.000Z'],
    ['a zone by name', 'Thu, 01 Jan 2004 19:48:21 EST', '2004-01-02T00:48:21.000Z'],
    ['a zone in brackets', 'Thu, 01 Jan 2004 19:48:21 +0000 (UTC)', '2004-01-01T19:48:21.000Z'],
    ['a zone nobody knows', 'Thu, 01 Jan 2004 19:48:21 XYZ', '2004-01-01T19:48:21.000Z'],
    ['no zone', 'Thu, 01 Jan 2004 19:48:21', '2004-01-01T19:48:21.000Z'],
    ['no seconds', 'Thu, 01 Jan 2004 19:48 GMT', '2004-01-01T19:48:00.000Z'],
    ['no weekday', '1 Jan 2004 19:48:21 GMT', '2004-01-01T19:48:21.000Z'],
    ['no comma', 'Thu 01 Jan 2004 19:48:21 GMT', '2004-01-01T19:48:21.000Z'],
    ['no time', 'Thu, 01 Jan 2004', '2004-01-01T00:00:00.000Z'],
    ['two digits of a year', 'Thu, 01 Jan 04 19:48:21 GMT', '2004-01-01T19:48:21.000Z'],
    ['two digits of a year long gone', '01 Jan 87 19:48:21 GMT', '1987-01-01T19:48:21.000Z'],
    ['full names', 'Thursday, 01 January 2004 19:48:21 GMT', '2004-01-01T19:48:21.000Z'],
    ['dashes', '01-Jan-2004 19:48:21', '2004-01-01T19:48:21.000Z'],
    ['one digit of an hour', 'Thu, 1 Jan 2004 9:48:21 GMT', '2004-01-01T09:48:21.000Z'],
    ['the wrong weekday', 'Mon, 01 Jan 2004 19:48:21 GMT', '2004-01-01T19:48:21.000Z'],
    ['the month first', 'Jan 1, 2004 7:48 PM', '2004-01-01T19:48:00.000Z'],
    ['noon', 'Jan 1, 2004 12:05 p.m.', '2004-01-01T12:05:00.000Z'],
    ['midnight', 'Jan 1, 2004 12:05 AM', '2004-01-01T00:05:00.000Z'],
    ['24:00', 'Thu, 01 Jan 2004 24:00:00 GMT', '2004-01-02T00:00:00.000Z'],
    ['a leap second', 'Sat, 31 Dec 2016 23:59:60 GMT', '2016-12-31T23:59:59.000Z'],
    ['white space around and inside', '  Thu,  01 Jan 2004\t19:48:21  GMT\n', '2004-01-01T19:48:21.000Z'],
    ['a military zone', 'Thu, 01 Jan 2004 19:48:21 Z', '2004-01-01T19:48:21.000Z'],
    ['a year below 100', '0099-12-31T23:30:00-01:00', '0100-01-01T00:30:00.000Z'],
    ['a leap day of the first century', '0004-02-29T00:00:00Z', '0004-02-29T00:00:00.000Z'],
  ])('%s', (_, text, expected) => {
    expect(parseDate(text)).toBe(expected);
  });
});

describe('ISO 8601 in its profiles', () => {
  test.each([
    ['RFC 3339', '2003-12-31T10:14:55Z', '2003-12-31T10:14:55.000Z'],
    ['a fraction', '2003-12-31T10:14:55.25Z', '2003-12-31T10:14:55.250Z'],
    ['a fraction after a comma', '2003-12-31T10:14:55,5+02:00', '2003-12-31T08:14:55.500Z'],
    ['more digits than anybody needs', '2003-12-31T10:14:55.123456789Z', '2003-12-31T10:14:55.123Z'],
    ['an offset without a colon', '2003-12-31T10:14:55-0800', '2003-12-31T18:14:55.000Z'],
    ['an offset in hours', '2003-12-31T10:14:55+02', '2003-12-31T08:14:55.000Z'],
    ['no seconds', '2003-12-31T10:14Z', '2003-12-31T10:14:00.000Z'],
    ['a space in place of the T', '2003-12-31 10:14:55', '2003-12-31T10:14:55.000Z'],
    ['a zone by name', '2003-12-31 10:14:55 EST', '2003-12-31T15:14:55.000Z'],
    ['an offset after a space', '2003-12-31 10:14:55 +0100', '2003-12-31T09:14:55.000Z'],
    ['a day', '2003-12-31', '2003-12-31T00:00:00.000Z'],
    ['a month', '2003-12', '2003-12-01T00:00:00.000Z'],
    ['a year', '2003', '2003-01-01T00:00:00.000Z'],
    ['no dashes', '20031231', '2003-12-31T00:00:00.000Z'],
    ['no dashes and no colons', '20031231T101455Z', '2003-12-31T10:14:55.000Z'],
    ['a week', '2004-W01', '2003-12-29T00:00:00.000Z'],
    ['a day of a week', '2009-W53-7', '2010-01-03T00:00:00.000Z'],
    ['a week without dashes', '2008W396', '2008-09-27T00:00:00.000Z'],
    ['a day of the year', '2003-335', '2003-12-01T00:00:00.000Z'],
    ['a day of the year without a dash', '2004366', '2004-12-31T00:00:00.000Z'],
    ['lower case', '2003-12-31t10:14:55z', '2003-12-31T10:14:55.000Z'],
    ['one digit of a month and a day', '2003-1-5', '2003-01-05T00:00:00.000Z'],
  ])('%s', (_, text, expected) => {
    expect(parseDate(text)).toBe(expected);
  });
});

describe('other forms', () => {
  test.each([
    ['asctime', 'Sun Jan  4 16:29:06 2004', '2004-01-04T16:29:06.000Z'],
    ['the output of date', 'Sun Jan  4 16:29:06 PST 2004', '2004-01-05T00:29:06.000Z'],
    ['an offset in asctime', 'Sun Jan  4 16:29:06 +0100 2004', '2004-01-04T15:29:06.000Z'],
    ['slashes, year first', '2004/01/31 08:09', '2004-01-31T08:09:00.000Z'],
    ['slashes, as Americans write', '01/31/2004 08:09:10', '2004-01-31T08:09:10.000Z'],
    ['slashes, a day beyond twelve first', '31/01/2004', '2004-01-31T00:00:00.000Z'],
    ['dots, day first', '05.01.2004 10:30', '2004-01-05T10:30:00.000Z'],
    ['seconds since 1970', '1072951701', '2004-01-01T10:08:21.000Z'],
    ['milliseconds since 1970', '1072951701000', '2004-01-01T10:08:21.000Z'],
  ])('%s', (_, text, expected) => {
    expect(parseDate(text)).toBe(expected);
  });
});

describe('month names of other languages', () => {
  test.each([
    ['German', 'Mi, 05 Mär 2025 12:00:00 +0100', '2025-03-05T11:00:00.000Z'],
    ['German, full', '5. Oktober 2025', '2025-10-05T00:00:00.000Z'],
    ['French, a day that looks like March', 'mar., 25 nov. 2025 08:00:00 +0100', '2025-11-25T07:00:00.000Z'],
    ['French', '14 août 2025', '2025-08-14T00:00:00.000Z'],
    ['Spanish', 'lun, 12 ene 2026 10:00:00 GMT', '2026-01-12T10:00:00.000Z'],
    ['Italian', 'gio, 10 lug 2025 10:00:00 +0200', '2025-07-10T08:00:00.000Z'],
    ['Portuguese', '7 de setembro de 2025', '2025-09-07T00:00:00.000Z'],
    ['Dutch', 'vr, 2 mei 2025 09:30:00 +0200', '2025-05-02T07:30:00.000Z'],
    ['Polish', '3 paź 2025 10:00', '2025-10-03T10:00:00.000Z'],
    ['Russian', 'Ср, 19 мая 2025 10:00:00 +0300', '2025-05-19T07:00:00.000Z'],
    ['Greek', 'Κυρ, 11 Ιούλ 2004 12:00:00 EST', '2004-07-11T17:00:00.000Z'],
    ['Hungarian', '2004. július 13. 9:15', '2004-07-13T09:15:00.000Z'],
    ['Turkish', '29 Ekim 2025', '2025-10-29T00:00:00.000Z'],
    ['Korean, afternoon', '2004년 05월 28일 오후 11:31:15', '2004-05-28T23:31:15.000Z'],
    ['Korean, morning', '2004-05-25 오전 11:23:17', '2004-05-25T11:23:17.000Z'],
    ['Japanese', '2025年6月9日 08時05分', '2025-06-09T08:05:00.000Z'],
    ['Chinese, afternoon', '2025年6月9日 下午3:05', '2025-06-09T15:05:00.000Z'],
  ])('%s', (_, text, expected) => {
    expect(parseDate(text)).toBe(expected);
  });
});

describe('what is no date', () => {
  test.each([
    ['30 February', '2003-02-30'],
    ['29 February of a common year', 'Sun, 29 Feb 2003 10:00:00 GMT'],
    ['month 13', '2003-13-01'],
    ['day 0', '2003-12-00'],
    ['hour 25', '2003-12-31T25:00:00Z'],
    ['minute 60', 'Thu, 01 Jan 2004 19:60:21 GMT'],
    ['an offset of a day', '2003-12-31T10:14:55+24:00'],
    ['day 366 of a common year', '2003-367'],
    ['week 54', '2004-W54'],
    ['a word', 'yesterday'],
    ['a template that was not filled in', '{{date}}'],
    ['zeros', '0000-00-00 00:00:00'],
    ['nothing', ''],
    ['a novel', 'x'.repeat(5000)],
  ])('%s', (_, text) => {
    expect(parseDate(text)).toBeNull();
  });
});
