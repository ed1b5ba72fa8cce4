/** Escaping, so that text from a configuration, a plan or an error has no effect in Markdown. */
import { cut, visible, visibleLines } from '../text';

/** The longest value that a comment shows. */
const longest = 300;

const longestRun = (text: string) => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));

/**
 * A code span: literal to the last character, with no mention, link or HTML in it. Its fence is longer than any run of
 * backticks inside (CommonMark 0.31, 6.1).
 */
export function code(text: string): string {
  const shown = cut(visible(text), longest);
  const fence = '`'.repeat(longestRun(shown) + 1);
  const edge = shown === '' || /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${edge}${shown}${edge}${fence}`;
}

/** The same for a table, where a pipe ends a cell even in code (GitHub Flavored Markdown 0.29, 4.10). */
export const cellCode = (text: string): string => code(text).replaceAll('|', '\\|');

/**
 * Words without meaning in Markdown or on GitHub. Anything else could be a mention, an issue, a link, HTML or emphasis,
 * or turn a line into a list, so it goes into a code span.
 */
const plainWord =
  /^["'“‘(]*(?!\d+[.)]$)(?![0-9a-f]{7,40}$)[\p{L}\p{N}][\p{L}\p{N}.,;:'’/%-]*[.,;:'’%)"”?!]*$/u;

/** Words that GitHub turns into links and references. */
const linked = /:\/\/|www\.|GH-\d/i;

const word = (text: string): string => {
  if ((plainWord.test(text) && !linked.test(text)) || /^(?: +|[.,;:)]+)$/.test(text)) return text;
  // Trailing punctuation is not part of the word.
  const [, core, end = ''] = /^(.*?)([.,;:)]*)$/s.exec(text) ?? [];
  return core ? `${code(core)}${end}` : code(text);
};

/** Prose, in which text between backticks becomes a code span too. */
export const prose = (text: string): string =>
  cut(visible(text), 3 * longest)
    .split(/`([^`]+)`/)
    .flatMap((part, index) => (index % 2 === 1 ? [code(part)] : part.split(/( +)/).filter(Boolean).map(word)))
    // Adjacent code spans would be parsed as one, or as none.
    .reduce((line, next) => `${line}${line.endsWith('`') && next.startsWith('`') ? ' ' : ''}${next}`, '')
    .trim();

/** A literal block; `diff` colours its lines. */
export function block(language: string, text: string): string {
  const shown = visibleLines(text);
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}
