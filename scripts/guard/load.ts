import { toProblem } from '../../environments/loading/finding';
import { readGuardFiles } from '../../environments/loading/guard-files';
import { readTree } from '../../environments/loading/tree';
import { formatProblems, type Problem, sortProblems } from '../../environments/problems';
import type { Approval } from '../../environments/schema';
import { usageError } from '../cli/errors';
import { readShared } from './files';
import { guardProblems } from './problems';
import { type GuardRules, openRules } from './rules';

/** An approval and its file. */
export interface ApprovalFile {
  /** Relative to the project. */
  file: string;
  approval: Approval;
}

/** Everything that an environment's guard judges by. */
export interface Guard {
  rules: GuardRules;
  /** Sorted by file. */
  approvals: ApprovalFile[];
}

/**
 * Reads the guard of one environment: the shared rules, its own, and its approvals.
 * Throws a usage error (exit 2) with every problem of any of them: nothing is judged unless all rules are valid.
 * @param root the project
 */
export function loadGuard(root: string, environment: string): Guard {
  const { environments, findings } = readTree(root);
  const paths = environments.find(({ name }) => name === environment);
  if (!paths) throw usageError(`there is no environment "${environment}"`);
  const own = readGuardFiles(root, paths);
  const folders = ['guard', 'approvals'].map((folder) => `environments/${environment}/${folder}`);
  const inFolders = findings.filter(({ file }) =>
    folders.some((folder) => file === folder || file.startsWith(`${folder}/`)),
  );
  const sources = new Map(own.approvals.map(({ source }) => [source.file, source]));
  const problems: Problem[] = [
    ...[...inFolders, ...own.findings].map((finding) => toProblem(finding, sources.get(finding.file))),
    ...guardProblems([own], root),
  ];
  if (problems.length > 0) throw usageError(formatProblems(sortProblems(problems)), undefined, { problems });
  const shared = readShared(root);
  return {
    rules: openRules([...shared.rules, ...own.rules], shared.schema.text),
    // Without findings every part is valid, so the parts make up the whole.
    approvals: own.approvals.map(({ source, parts }) => ({ file: source.file, approval: parts as Approval })),
  };
}
