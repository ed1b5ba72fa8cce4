import type { ParsedLedger } from './line';

/** Problems of a ledger, and harmless notes. */
export interface Verdict {
  problems: string[];
  notes: string[];
}

function problemsOf(where: string, { broken, torn }: ParsedLedger): Verdict {
  return {
    problems: broken ? [`${where}, line ${broken.line}: ${broken.why}`] : [],
    notes: torn === undefined ? [] : [`${where}: its last line is torn, and was never acted on`],
  };
}

/**
 * Checks both copies of a ledger. The local one may be ahead, for example if the bucket became unreachable.
 * @param asked whether the bucket was read
 */
export function troubleWith(
  { here, there }: { here: ParsedLedger | undefined; there: ParsedLedger | undefined },
  asked: boolean,
): Verdict {
  const verdicts = [
    ...(here ? [problemsOf('on this machine', here)] : []),
    ...(there ? [problemsOf('in the state bucket', there)] : []),
  ];
  const problems = verdicts.flatMap((verdict) => verdict.problems);
  const notes = verdicts.flatMap((verdict) => verdict.notes);
  if (here && there) {
    const shorter = Math.min(here.entries.length, there.entries.length);
    const differs = here.entries
      .slice(0, shorter)
      .findIndex((entry, index) => JSON.stringify(entry) !== JSON.stringify(there.entries[index]));
    if (differs >= 0)
      problems.push(`its copies differ from line ${differs + 1}: another machine has continued it`);
    else if (here.entries.length !== there.entries.length)
      notes.push(`${here.entries.length} lines on this machine, ${there.entries.length} in the state bucket`);
  }
  if (here && !there && asked) notes.push('it is only on this machine');
  return { problems, notes };
}
