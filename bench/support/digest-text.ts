/** Digests of any length, the same in every run, no two stories alike: a reader can not live on what it has seen before. */

const NOUNS =
  'council harbour bridge treaty ministers museum engineers border ferry commission budget river brigade observatory union summit archive railway exercise alliance'.split(
    ' ',
  );
const VERBS =
  'opened, approved, visited, discussed, presented, postponed, welcomed, reviewed, extended, inspected'.split(
    ', ',
  );
const LINKS =
  'together with the | ahead of the | because of the | after a long talk on the | in spite of the | for the sake of the '.split(
    '|',
  );
const PLACES = 'Riga, Oslo, Graz, Cádiz, Tallinn, Lyon, Gdańsk, Turku, Bern, Porto'.split(', ');
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const SOURCES = ['NATO', 'Valley Post', 'Harbour Weekly', 'Agence du Nord', 'Rail & Road'];

/** @param length of the text in characters, to the next story; `storyLength` of one story. */
export function digestText(length: number, storyLength: number): string {
  const next = randomNumbers(storyLength);
  const stories: string[] = [];
  for (let written = 0; written < length; ) {
    const story = storyText(next, storyLength, stories.length);
    stories.push(story);
    written += story.length;
  }
  return stories.join('\n');
}

function storyText(next: (below: number) => number, length: number, index: number): string {
  const lead = leadText(next);
  const blocks = [`${capital(clause(next))} ${index}`, `Source: ${pick(SOURCES, next)}`, lead];
  let written = blocks.join('').length;
  while (written < length) {
    const block = next(8) === 0 ? listText(next) : paragraphText(next);
    blocks.push(block);
    written += block.length;
  }
  return `${blocks.join('\n\n')}\n`;
}

/** Most leads name a day, in the ways of agencies; some name none, or one that is another's. */
function leadText(next: (below: number) => number): string {
  const day = 1 + next(11);
  const said = `${clause(next)}. ${paragraphText(next)}`;
  switch (next(5)) {
    case 0:
      return `${pick(PLACES, next).toUpperCase()}, ${day} June 2025 – ${capital(said)}`;
    case 1:
      return `On ${DAYS[(day + 5) % 7]} (${day} June 2025), the ${said}`;
    case 2:
      return `The ${said} The next round is due by ${day + 14} June.`;
    case 3:
      return `On June ${day}, the ${said}`;
    default:
      return capital(said);
  }
}

function paragraphText(next: (below: number) => number): string {
  const sentences = Array.from({ length: 2 + next(3) }, () => {
    const sentence = `${capital(clause(next))}${pick(LINKS, next)}${clause(next)}`;
    return next(6) === 0 ? `“${sentence},” it says in the ${2000 + next(25)} report.` : `${sentence}.`;
  });
  return sentences.join(' ');
}

function listText(next: (below: number) => number): string {
  return Array.from({ length: 3 }, () => `  • ${clause(next)}`).join('\n');
}

function clause(next: (below: number) => number): string {
  return `${pick(NOUNS, next)} of ${pick(PLACES, next)} ${pick(VERBS, next)} the ${pick(NOUNS, next)}’s ${pick(NOUNS, next)} no ${next(900)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function pick(words: readonly string[], next: (below: number) => number): string {
  return words[next(words.length)] ?? '';
}

/** A linear congruential generator: good enough for words. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
