import type { Dice } from './dice.ts';

const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dro fli gre'.split(
  ' ',
);

/** Made-up words, so that two stories never look alike. */
export function sentence(dice: Dice, words: number): string {
  const made = Array.from({ length: words }, () =>
    Array.from({ length: dice.between(2, 4) }, () => dice.pick(SYLLABLES)).join(''),
  ).join(' ');
  return `${made.charAt(0).toUpperCase()}${made.slice(1)}.`;
}
