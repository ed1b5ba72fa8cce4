import { contentOf, kindFolder, type StoreKind } from './cedar';
import { checkPolicyFolder, type PolicyProblem } from './check';
import { checkDecisions } from './check-decisions';
import { parseDecisions } from './decisions';
import type { PolicyFolder } from './source';

/** Cached by the folder's whole text: a run that checks many projects often meets the same one. */
const checked = new Map<string, PolicyProblem[]>();

function problemsOf(folder: PolicyFolder): PolicyProblem[] {
  const problems = checkPolicyFolder(folder);
  if (!folder.decisions) return problems;
  // Invalid policies cannot be evaluated, but the decisions file can still be parsed.
  return problems.length > 0
    ? [...problems, ...parseDecisions(folder.decisions).problems]
    : checkDecisions(contentOf(folder), folder.decisions);
}

/** Every mistake in a kind's folder for the project under `root`, and every golden decision that does not hold. */
export function checkKind(kind: StoreKind, root?: string): PolicyProblem[] {
  const folder = kindFolder(kind, root);
  const key = JSON.stringify(folder);
  const problems = checked.get(key) ?? problemsOf(folder);
  checked.set(key, problems);
  return problems;
}
