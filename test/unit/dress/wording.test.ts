import { describe, expect, test } from 'vitest';
import { wordingOf } from '../../../src/dress/wording.ts';
import { file, item, markup, SANITISER } from './sample.ts';

describe('what an item says', () => {
  test.each([
    [
      'title, summary and content',
      { title: ' T ', summary: markup('<i>s</i>'), content: markup('<p>c</p>') },
      { title: 'T', summary: 's', content: '<p>c</p>', excerpt: 's' },
    ],
    [
      'a summary that says the same',
      { title: 'T', summary: markup('c'), content: markup('<p>c</p>') },
      { summary: null, content: '<p>c</p>', excerpt: 'c' },
    ],
    [
      'a summary alone is the content',
      { title: 'T', summary: markup('<i>s</i>') },
      { summary: null, content: '<i>s</i>', excerpt: 's' },
    ],
    [
      'a content of nothing gives way',
      { title: 'T', summary: markup('s'), content: markup('unseen') },
      { summary: null, content: 's', excerpt: 's' },
    ],
    [
      'a summary of nothing',
      { title: 'T', summary: markup('unseen'), content: markup('c') },
      { summary: null, content: 'c', excerpt: 'c' },
    ],
    ['no title: its text', { content: markup('<p>c</p>'), url: 'https://x.example/' }, { title: 'c' }],
    ['no title: the summary first', { content: markup('<p>c</p>'), summary: markup('s') }, { title: 's' }],
    ['a blank title is none', { title: ' ', content: markup('c') }, { title: 'c' }],
    [
      'no words: its address, readable',
      { url: 'https://x.example/a%20b/?q#f', content: markup('unseen') },
      { title: 'x.example/a b', content: null },
    ],
    ['an address in another charset', { url: 'https://x.example/%E9t%E9' }, { title: 'x.example/%E9t%E9' }],
    ['only a file', { enclosures: [file('https://x.example/1.mp3')] }, { title: 'x.example/1.mp3' }],
    ['nothing at all', {}, { title: 'Untitled', summary: null, content: null, excerpt: '' }],
  ])('%s', (_, of, expected) => {
    expect(wordingOf(item(of), SANITISER)).toMatchObject(expected);
  });
});
