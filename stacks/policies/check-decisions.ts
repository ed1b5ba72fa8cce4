import type { StoreContent } from './cedar';
import type { PolicyProblem } from './check';
import { decide } from './decide';
import { type Golden, parseDecisions } from './decisions';
import type { TextFile } from './source';

const words = (decision: string, by: readonly string[]) =>
  `${decision}, ${by.length > 0 ? `by ${by.join(', ')}` : 'by no policy'}`;

/** What is wrong with one golden decision: the path in its entry, and what the policies decide. */
function wrong(content: StoreContent, golden: Golden) {
  const told = words(golden.decision, [...golden.by].sort());
  try {
    const { decision, by } = decide(content, golden);
    const found = words(decision, by);
    if (found === told) return undefined;
    return {
      key: decision === golden.decision ? 'by' : 'decision',
      message: `${golden.name}: the policies say ${found}, not ${told}`,
      remedy: 'fix the policies, or write the decision that is meant',
    };
  } catch (error) {
    return {
      key: 'name',
      message: `${golden.name}: Verified Permissions would refuse to decide: ${(error as Error).message}`,
      remedy: 'write a request that conforms to schema.cedarschema',
    };
  }
}

/** Evaluates every golden decision of a file and returns a problem, with its line, for each that differs. */
export function checkDecisions(content: StoreContent, file: TextFile): PolicyProblem[] {
  const { decisions, problems, problemAt } = parseDecisions(file);
  const differing = decisions.flatMap((golden, index) => {
    const mistake = wrong(content, golden);
    if (!mistake) return [];
    const { key, message, remedy } = mistake;
    return [problemAt({ path: [index, key], message, remedy })];
  });
  return [...problems, ...differing];
}
