import type { ParsedLedger } from './line';

/** What is wrong with a ledger, and what is only worth knowing. */
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
 * Judges both copies of a ledger. The local one may be ahead, as when the bucket could not be reached any more.
 * @param asked whether the bucket was looked into
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
      problems.push(`its copies differ from line ${differs + 1} on: another machine has gone on with it`);
    else if (here.entries.length !== there.entries.length)
      notes.push(`${here.entries.length} lines on this machine, ${there.entries.length} in the state bucket`);
  }
  if (here && !there && asked) notes.push('it is on this machine only');
  return { problems, notes };
}
