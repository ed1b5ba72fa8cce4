import { formatProblems } from '../../environments/problems';
import { contentOf, policyDir, type StoreContent, type StoreKind, storeContent } from './cedar';
import { checkPolicyFolder, type PolicyProblem } from './check';
import { type PolicyFile, readPolicyFolder, type TextFile } from './source';

/** An addition that takes a name of the kind would stand in for its policy: isolation could be lost by it. */
function takenNames(kind: StoreKind, own: readonly PolicyFile[], additions: readonly PolicyFile[]) {
  return additions.flatMap((addition): PolicyProblem[] => {
    const taken = own.find(({ name }) => name === addition.name);
    if (!taken) return [];
    const message = `policies of the kind ${kind} have this name already: ${taken.path}`;
    const remedy = 'give the file another name; an addition adds to the kind’s policies and replaces none';
    return [{ file: addition.path, path: '', value: undefined, message, remedy }];
  });
}

/**
 * Every mistake in the additions of one tenant or service: each as a policy of the kind's folder would be checked,
 * against the kind's schema, and its name against the kind's own.
 */
export function checkAdditions(
  kind: StoreKind,
  files: readonly PolicyFile[],
  _decisions?: TextFile,
): PolicyProblem[] {
  const { schema, policies } = readPolicyFolder(policyDir(kind));
  return [
    ...takenNames(kind, policies, files),
    ...checkPolicyFolder({ schema, policies: [...files], strangers: [] }),
  ];
}

const byName = (a: PolicyFile, b: PolicyFile) => (a.name < b.name ? -1 : 1);

/**
 * What the store of one tenant or service gets: the kind's content and the additions that lie beside its file.
 * Throws with every problem, with file and line, if anything in them is wrong.
 */
export function storeContentWith(kind: StoreKind, additions: readonly PolicyFile[]): StoreContent {
  if (additions.length === 0) return storeContent(kind);
  const problems = checkAdditions(kind, additions);
  if (problems.length > 0) throw new Error(formatProblems(problems));
  const { schema, policies } = readPolicyFolder(policyDir(kind));
  return contentOf({ schema, policies: [...policies, ...additions].sort(byName) });
}
