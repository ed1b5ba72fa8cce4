import { contentOf, kindFolder, type StoreKind } from './cedar';
import { checkPolicyFolder, type PolicyProblem } from './check';
import { checkDecisions } from './check-decisions';
import { parseDecisions } from './decisions';
import type { PolicyFolder } from './source';

/** By the folder's whole text: a run that looks at many projects meets the same one often. */
const checked = new Map<string, PolicyProblem[]>();

function problemsOf(folder: PolicyFolder): PolicyProblem[] {
  const problems = checkPolicyFolder(folder);
  if (!folder.decisions) return problems;
  // Policies with mistakes decide nothing, but the file itself can still be read.
  return problems.length > 0
    ? [...problems, ...parseDecisions(folder.decisions).problems]
    : checkDecisions(contentOf(folder), folder.decisions);
}

/** Every mistake in a kind's folder, as the project under `root` has it, and every golden decision not made there. */
export function checkKind(kind: StoreKind, root?: string): PolicyProblem[] {
  const folder = kindFolder(kind, root);
  const key = JSON.stringify(folder);
  const problems = checked.get(key) ?? problemsOf(folder);
  checked.set(key, problems);
  return problems;
}
