/** Markdown in which nothing of a configuration, a plan or an error can do anything but be read. */
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

/** The same in a table, where a pipe ends a cell even in code (GitHub Flavored Markdown 0.29, 4.10). */
export const cellCode = (text: string): string => code(text).replaceAll('|', '\\|');

/**
 * Words that mean nothing to Markdown or GitHub. What isn't one could be a mention, an issue, a link, HTML or emphasis,
 * or make a line a list: it goes into a code span.
 */
const plainWord =
  /^["'“‘(]*(?!\d+[.)]$)(?![0-9a-f]{7,40}$)[\p{L}\p{N}][\p{L}\p{N}.,;:'’/%-]*[.,;:'’%)"”?!]*$/u;

/** Links and references that GitHub makes of words. */
const linked = /:\/\/|www\.|GH-\d/i;

const word = (text: string): string => {
  if ((plainWord.test(text) && !linked.test(text)) || /^(?: +|[.,;:)]+)$/.test(text)) return text;
  // Punctuation after it is no part of it.
  const [, core, end = ''] = /^(.*?)([.,;:)]*)$/s.exec(text) ?? [];
  return core ? `${code(core)}${end}` : code(text);
};

/** Prose. What stands between backticks in it is a code span, too. */
export const prose = (text: string): string =>
  cut(visible(text), 3 * longest)
    .split(/`([^`]+)`/)
    .flatMap((part, index) => (index % 2 === 1 ? [code(part)] : part.split(/( +)/).filter(Boolean).map(word)))
    // Two spans that touch would be read as one, or as none.
    .reduce((line, next) => `${line}${line.endsWith('`') && next.startsWith('`') ? ' ' : ''}${next}`, '')
    .trim();

/** A block that is literal, too: `diff` colours its lines. */
export function block(language: string, text: string): string {
  const shown = visibleLines(text);
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}
