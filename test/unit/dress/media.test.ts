import { describe, expect, test } from 'vitest';
import { filesOf, imageOf, mediaType, withDuration } from '../../../src/dress/media.ts';
import { file } from './sample.ts';

describe('the type of a file', () => {
  test.each([
    ['as declared', 'audio/ogg', 'https://x.example/1', 'audio/ogg'],
    ['without parameters', 'Audio/OGG; codecs=opus', 'https://x.example/1', 'audio/ogg'],
    ['by its right name', 'audio/mp3', 'https://x.example/1', 'audio/mpeg'],
    ['not declared: by extension', null, 'https://x.example/1.MP3?x=1', 'audio/mpeg'],
    [
      'declared as nothing: by extension',
      'application/octet-stream',
      'https://x.example/1.m4a',
      'audio/x-m4a',
    ],
    ['declared as a page: by extension', 'text/html', 'https://x.example/1.jpg', 'image/jpeg'],
    ['declared as a page, and one', 'text/html', 'https://x.example/1', 'text/html'],
    ['declared wrongly: by extension', 'mp3', 'https://x.example/1.mp3', 'audio/mpeg'],
    ['nobody knows', 'mp3', 'https://x.example/1', null],
    ['an extension only at the end', null, 'https://x.example/1.mp3/info', null],
  ])('%s', (_, declared, url, expected) => {
    expect(mediaType(declared, url)).toBe(expected);
  });
});

test('each file once, with figures that are some', () => {
  const seen = new Set<string>();
  const files = [
    { ...file('https://x.example/1.mp3'), length: -1, duration: 0, title: ' ' },
    file('https://x.example/1.mp3'),
  ];
  expect(filesOf(files, seen)).toEqual([file('https://x.example/1.mp3', 'audio/mpeg')]);
  expect(filesOf(files, seen)).toEqual([]);
});

describe('the picture of an item', () => {
  const picture = file('https://x.example/1.png', 'image/png');
  test.each([
    ['its own', 'https://x.example/0.png', [picture], 'https://x.example/0.png'],
    [
      'its first file that is one',
      null,
      [file('https://x.example/1.mp3', 'audio/mpeg'), picture],
      picture.url,
    ],
    ['by medium', null, [{ ...file('https://x.example/i'), medium: 'image' }], 'https://x.example/i'],
    ['none', null, [file('https://x.example/1.mp3', 'audio/mpeg')], null],
  ])('%s', (_, own, files, expected) => {
    expect(imageOf(own, files)).toBe(expected);
  });
});

describe('the length of an episode', () => {
  const podcast = {
    duration: 61,
    episode: null,
    season: null,
    episodeType: null,
    explicit: null,
    transcripts: [],
    chapters: null,
  };
  const notes = file('https://x.example/1.pdf', 'application/pdf');
  const sound = file('https://x.example/1.mp3', 'audio/mpeg');
  const film = file('https://x.example/1.mp4', 'video/mp4');
  test.each([
    ['goes to its file', [notes, sound, film], [null, 61, null]],
    ['does not overrule the file', [{ ...sound, duration: 5 }, film], [5, null]],
    ['is nobody’s without one', [notes], [null]],
  ])('%s', (_, files, expected) => {
    expect(withDuration(files, podcast).map(({ duration }) => duration)).toEqual(expected);
  });
});
