/** Text as words to look for: no case, no accents, no punctuation; ` word word ` with a blank at both ends. */
export function foldWords(text: string): string {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return ` ${folded} `;
}

const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Do the folded words hold the phrase as whole words? In scripts without spaces any occurrence counts. */
export function holdsPhrase(foldedText: string, phrase: string): boolean {
  const folded = foldWords(phrase);
  if (folded.trim() === '') return false;
  return foldedText.includes(WITHOUT_SPACES.test(folded) ? folded.trim() : folded);
}
