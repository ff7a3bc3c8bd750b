import { expect, it } from 'vitest';
import { createSanitiser } from '../../../src/sanitise/sanitise.ts';

const sanitiser = createSanitiser({ stripTracking: false, embeds: [] });
const src = 'src="https://cdn.example/1.jpg"';

it.each([
  ['a picture without alt', `<a href="https://shop.example:8080/x"><img ${src}></a>`, ['shop.example']],
  [
    'a picture that says nothing',
    `<a href="https://shop.example/"> <img ${src} alt=""> </a>`,
    ['shop.example'],
  ],
  [
    'the first of two pictures',
    `<a href="https://a.example"><img ${src}><br><img ${src}></a>`,
    ['a.example', ''],
  ],
  ['a picture in a figure', `<a href="https://a.example"><figure><img ${src}></figure></a>`, ['a.example']],
  [
    'a picture that leads to a letter',
    `<a href="mailto:ada@post.example?subject=x"><img ${src}></a>`,
    ['post.example'],
  ],
  [
    'each of two links',
    `<a href="https://a.example"><img ${src}></a><a href="https://b.example"><img ${src}></a>`,
    ['a.example', 'b.example'],
  ],
])('names a link by its host: %s', (_, html, names) => {
  const shown = sanitiser.html({ html, base: null }) ?? '';
  expect([...shown.matchAll(/ alt="([^"]*)"/g)].map(([, name]) => name)).toEqual(names);
});

it.each([
  ['a picture that says something', `<a href="https://a.example"><img ${src} alt="A bridge"></a>`],
  ['words beside the picture', `<a href="https://a.example"><img ${src} alt="">The bridge</a>`],
  [
    'a second picture that says something',
    `<a href="https://a.example"><img ${src} alt=""><img ${src} alt="x"></a>`,
  ],
  ['a title', `<a href="https://a.example" title="The bridge"><img ${src} alt=""></a>`],
  ['no link', `<p><img ${src} alt=""></p><p><a href="https://a.example">The bridge</a></p>`],
])('leaves what has a name: %s', (_, html) => {
  expect(sanitiser.html({ html, base: null })).not.toMatch(/ alt="a\.example"/);
});
