/**
 * Letters indistinguishable from an ASCII letter. From Unicode's confusables.txt (UTS #39), those that keyboards,
 * word processors and web pages actually produce; NFKC folds full-width forms.
 */
const lookAlikes: Readonly<Record<string, string>> = {
  // Cyrillic
  ...{
    а: 'a',
    с: 'c',
    ԁ: 'd',
    е: 'e',
    һ: 'h',
    і: 'i',
    ј: 'j',
    ӏ: 'l',
    о: 'o',
    р: 'p',
    ѕ: 's',
    у: 'y',
    х: 'x',
  },
  ...{
    А: 'A',
    В: 'B',
    Е: 'E',
    К: 'K',
    М: 'M',
    Н: 'H',
    О: 'O',
    Р: 'P',
    С: 'C',
    Т: 'T',
    Х: 'X',
    І: 'I',
    Ѕ: 'S',
  },
  // Greek
  ...{
    α: 'a',
    ι: 'i',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    υ: 'u',
    Α: 'A',
    Β: 'B',
    Ε: 'E',
    Η: 'H',
    Ι: 'I',
    Κ: 'K',
    Ο: 'O',
  },
  // Latin
  ...{ ı: 'i', ɡ: 'g', ɑ: 'a' },
  // Hyphens and dashes
  ...{ '\u{2010}': '-', '\u{2011}': '-', '\u{2012}': '-', '\u{2013}': '-', '\u{2014}': '-', '\u{2212}': '-' },
};

const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Devanagari',
  'Thai',
  'Han',
].map((name) => ({ name, letters: new RegExp(`^\\p{Script=${name}}$`, 'u') }));

/** The ASCII character that this one looks like; undefined if none. */
function alike(letter: string): string | undefined {
  const folded = Object.hasOwn(lookAlikes, letter) ? lookAlikes[letter] : letter.normalize('NFKC');
  return folded !== letter && /^[!-~]$/.test(folded ?? '') ? folded : undefined;
}

/** The text with look-alikes replaced by the letters that were meant. */
export const asMeant = (text: string) => [...text].map((letter) => alike(letter) ?? letter).join('');

const invisible = /^[\p{C}\p{Z}]$/u;

/** `character 3 is "а" (U+0430, Cyrillic), which looks like "a"`: the first outside ASCII that `odd` picks. */
export function strangeLetter(
  text: string,
  odd: (letter: string) => boolean = () => true,
): string | undefined {
  const letters = [...text];
  const index = letters.findIndex((letter) => !/^[ -~]$/.test(letter) && odd(letter));
  const letter = letters[index];
  if (letter === undefined) return undefined;
  const point = `U+${(letter.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
  if (invisible.test(letter)) return `character ${index + 1} is ${point}, which is invisible`;
  const script = scripts.find(({ letters }) => letters.test(letter))?.name;
  const own = alike(letter);
  const looks = own === undefined ? '' : `, which looks like "${own}"`;
  return `character ${index + 1} is "${letter}" (${script ? `${point}, ${script}` : point})${looks}`;
}
