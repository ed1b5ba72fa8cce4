import { checkSchemaFile } from '../../environments/json-schema';
import { loadEnvironments } from '../../environments/load';
import { formatProblems, sortProblems } from '../../environments/problems';
import type { LoadedEnvironment } from '../../environments/schema';
import { checkPolicies, policyDir, storeKinds } from '../../stacks/policies/cedar';
import { usageError } from './errors';

/**
 * Validates everything that can be validated without AWS: environments and tenants, the tenant schema file,
 * Cedar schemas and policies. Throws one usage error with every problem of every file.
 */
export function checkAll(root: string): LoadedEnvironment[] {
  const { environments, problems: inEnvironments } = loadEnvironments(root);
  const problems = sortProblems([
    ...inEnvironments,
    ...checkSchemaFile(root),
    ...storeKinds.flatMap((kind) => checkPolicies(policyDir(kind))),
  ]);
  if (problems.length > 0) throw usageError(formatProblems(problems), undefined, { problems });
  return environments;
}

/** One line an environment: how much stands in it. */
export const describeEnvironment = ({ environment, tenants }: LoadedEnvironment): string => {
  const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;
  return `${environment.name}: ${[
    count(Object.keys(environment.accounts).length, 'account'),
    count(environment.regions.length, 'region'),
    count(Object.keys(environment.cells).length, 'cell'),
    count(tenants.length, 'tenant'),
  ].join(', ')}`;
};
