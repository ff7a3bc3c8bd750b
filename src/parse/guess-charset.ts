/**
 * A guess at the charset of bytes that are not UTF-8 and carry no label, in the way of chardet and its kin, only smaller:
 * each candidate reads a sample, and the one whose characters beyond ASCII are most often those that its languages use
 * most wins. A frequency list is a few dozen letters, since those make up well over half of any text.
 */

export interface Guess {
  readonly charset: string;
  /** True where the bytes are enough, and clearly not of a Western language: what a wrong Latin-1 label hides. */
  readonly confident: boolean;
}

const SAMPLE_BYTES = 24_576;

const KANA =
  'あいうえおかがきくけこごさしじすせそただちっつてでとどなにねのはばひふへほまみめもやゆよらりるれろわをんーアイウエオカキクコサシスタテトドナニノバフプマムメラリルレロンッャュョ、。「」・日本人年大中一国会事出分';
const SIMPLIFIED =
  '的一是不了在有人我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市，。、：“”！？';
const TRADITIONAL =
  '的一是不了在有人我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市，。、：「」！？';
const HANGUL =
  '이다는에의가을를은고하지한로기서도사시인대어나자아리그정스일들해전수부있보만과라오으여제상없주요면성원우게장구조비동마였유소공경했신음드내무생까저적관안위실세간치화용것물개국려러년회선진모트연니님습되';

interface Candidate {
  readonly charset: string;
  /** How much each frequent character speaks for it: 1, or less for those of an alphabet that are not so frequent. */
  readonly weights: ReadonlyMap<string, number>;
  /** Letters that stand between ASCII letters, rather than an alphabet of its own. */
  readonly isLatin: boolean;
  /** Score of noise: a list of half of the upper 128 says little, one of 200 out of 20,000 a lot. */
  readonly noise: number;
}

/** The letters of an alphabet that make up two thirds of a text. */
const MOST_FREQUENT = 12;

function alphabet(charset: string, letters: string): Candidate {
  const weights = new Map(Array.from(letters, (letter, rank) => [letter, rank < MOST_FREQUENT ? 1 : 0.4]));
  return { charset, weights, isLatin: false, noise: noiseOf(weights) };
}

function latin(charset: string, letters: string): Candidate {
  const weights = new Map(Array.from(letters, (letter) => [letter, 1]));
  return { charset, weights, isLatin: true, noise: noiseOf(weights) };
}

function noiseOf(weights: ReadonlyMap<string, number>): number {
  return weights.values().reduce((sum, weight) => sum + weight, 0) / 128;
}

function wide(charset: string, characters: string): Candidate {
  const weights = new Map(Array.from(characters, (character) => [character, 1]));
  return { charset, weights, isLatin: false, noise: 0 };
}

/** In order of preference where two read a sample equally well; alphabets by descending frequency. */
const CANDIDATES: readonly Candidate[] = [
  latin('windows-1252', 'éèêëàâáãäåçíîïóôõöøúùûüñæßÄÖÜÉ’‘“”–—…•«»°£§©®€\u00a0'),
  latin('windows-1250', 'ąćęłńóśźżáčďéěíňřšťúůýžäöüßőűăâîşţĄŁŚŻČŘŠŽ„”–—…’\u00a0'),
  latin('windows-1254', 'ığşçöüİŞÇÖÜĞ’“”–…'),
  alphabet('windows-1251', 'оеаинтсрвлкмдпуяыьгзбчйхжшюціїєў«»—–…№\u00a0'),
  alphabet('koi8-r', 'оеаинтсрвлкмдпуяыьгзбчйхжшюё'),
  alphabet('windows-1253', 'αοιετσνηυρπκμλςάόίέήωύ«»’'),
  alphabet('windows-1255', 'יוהלאתרמבשנדקעחםפכגסטןצזךףץ'),
  alphabet('windows-1256', 'اليمنورتبةعدسفهكحقجشطصخىأضزغئذثءظؤآپچژگ،'),
  alphabet('windows-874', 'านรอกเง่มยล้วดัทสตะปบิีคหแจพชขใไโผถซศณธึืุู์็ำ'),
  wide('shift_jis', KANA),
  wide('euc-jp', KANA),
  wide('euc-kr', HANGUL),
  wide('gb18030', SIMPLIFIED),
  wide('big5', TRADITIONAL),
];

/**
 * Share of the bytes beyond ASCII that stand side by side: in Latin letters they are single accents between ASCII
 * letters, in every other script they are most of a word.
 */
function togetherness(sample: Uint8Array): number {
  let high = 0;
  let together = 0;
  for (let index = 0; index < sample.length; index++) {
    if ((sample[index] ?? 0) < 0x80) continue;
    high++;
    if ((sample[index + 1] ?? 0) > 0x7f) together++;
  }
  return high === 0 ? 0 : together / high;
}

/** Bytes beyond ASCII, not UTF-8, to the name of an encoding. Always has an answer: at worst windows-1252. */
export function guessCharset(bytes: Uint8Array): Guess {
  const sample = sampleOf(bytes);
  const together = togetherness(sample);
  let best = { charset: 'windows-1252', score: 0, characters: 0 };
  for (const candidate of CANDIDATES) {
    if (candidate.isLatin ? together > 0.5 : together < 0.2) continue;
    const { score, characters } = likelihood(new TextDecoder(candidate.charset).decode(sample), candidate);
    if (score > best.score) best = { charset: candidate.charset, score, characters };
  }
  const confident = together > 0.5 && best.characters >= 12 && best.score > 0.3;
  return { charset: best.charset, confident };
}

/** From shortly before the first byte beyond ASCII: what comes before says nothing. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const first = Math.max(
    0,
    bytes.findIndex((byte) => byte > 0x7f),
  );
  return bytes.subarray(first, first + SAMPLE_BYTES);
}

/**
 * Share of frequent characters among those beyond ASCII, above what noise would have; what no text holds counts
 * against it threefold.
 */
function likelihood(text: string, { weights, noise }: Candidate): { score: number; characters: number } {
  let characters = 0;
  let hits = 0;
  let previous = 0;
  let previousIsSmall = false;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      if (isAlphabetic(previous) && isLatinLetter(code)) hits -= 1;
      previousIsSmall = code >= 0x61 && code <= 0x7a;
    } else {
      characters++;
      if (isImplausible(code)) hits -= 3;
      else if (isAlphabetic(code) && isLatinLetter(previous)) hits -= 1;
      else if (previousIsSmall && isCapital(character)) hits -= 1;
      else hits += weights.get(character) ?? 0;
      previousIsSmall = code > 0xbf && character !== character.toUpperCase();
    }
    previous = code;
  }
  return { score: characters === 0 ? 0 : (hits / characters - noise) / (1 - noise), characters };
}

function isImplausible(code: number): boolean {
  return code === 0xfffd || (code >= 0x80 && code < 0xa0) || (code >= 0xe000 && code <= 0xf8ff);
}

function isCapital(character: string): boolean {
  return character !== character.toLowerCase();
}

function isLatinLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** A letter of an alphabet that does not mix with Latin in one word: Greek, Cyrillic, Hebrew, Arabic, Thai. */
function isAlphabetic(code: number): boolean {
  return code >= 0x370 && code <= 0xe7f;
}
