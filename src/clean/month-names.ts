/**
 * Beginnings of month names in the languages that feeds are written in, without accents and in lower case: English,
 * German, French, Spanish, Italian, Portuguese, Dutch, Nordic, Polish, Czech, Hungarian, Romanian, Turkish, Indonesian,
 * Greek, Russian, Ukrainian.
 */
const BEGINNINGS: readonly string[] = [
  'jan gen ene sty led ian oca jen ιαν янв січ',
  'feb fev fe lut uno sub fab φεβ фев лют',
  'mar maer mrt mac bre μαρ мар берез',
  'apr avr abr kwi dub nis απρ апр квіт',
  'may mai mei mag maj kve kvi μαι мая май трав',
  'jun juin giu cze cer iun haz ιουν июн черв',
  'jul juil lug lip iul tem ιουλ июл лип',
  'aug aou ago sie srp agu αυγ авг серп',
  'sep set wrz zar eyl szept σεπ сен вер',
  'oct okt ott out paz rij eki οκτ окт жовт',
  'nov lis noi kas νοε ноя лист',
  'dec dez des dic gru pro ara δεκ дек груд',
];

const MONTHS: ReadonlyMap<string, number> = new Map(
  BEGINNINGS.flatMap((names, index) =>
    names.split(' ').map((name): [string, number] => [folded(name), index + 1]),
  ),
);

/** 1 to 12, or null if the word is no month's name. */
export function monthOf(word: string): number | null {
  const name = folded(word);
  for (let length = Math.min(5, name.length); length >= 3; length--) {
    const month = MONTHS.get(name.slice(0, length));
    if (month !== undefined) return month;
  }
  return null;
}

function folded(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l').toLowerCase();
}
