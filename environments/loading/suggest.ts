import { asMeant } from './strange-letter';

/** Levenshtein distance: the number of insertions, deletions and replacements. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, char] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min((row[j + 1] as number) + 1, (next[j] as number) + 1, (row[j] as number) + +(char !== other)),
      );
    row = next;
  }
  return row.at(-1) as number;
}

/** Longer words are not typing slips, and would only cost time. */
const longest = 64;

/** The choice that was probably meant; undefined if none is near. Ignores case and look-alike letters. */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  if (word.length > longest) return undefined;
  const meant = asMeant(word).toLowerCase();
  const [best] = choices
    .map((choice) => ({ choice, far: distance(meant, choice.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  return best && best.far <= Math.max(1, Math.floor(best.choice.length / 3)) ? best.choice : undefined;
}

/** `did you mean "early"? Choices: "canary", "early", "general"` */
export function suggest(word: unknown, choices: readonly unknown[]): string {
  const near = typeof word === 'string' ? nearest(word, choices.map(String)) : undefined;
  const listed = choices.length > 0 ? choices.map((choice) => JSON.stringify(choice)).join(', ') : 'none';
  return `${near === undefined ? 'use' : `did you mean "${near}"? Use`} one of: ${listed}`;
}
