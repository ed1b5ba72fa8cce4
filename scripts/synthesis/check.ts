import { checkSchemaFile } from '../../environments/json-schema';
import { loadEnvironments } from '../../environments/load';
import { formatProblems, sortProblems } from '../../environments/problems';
import type { LoadedEnvironment } from '../../environments/schema';
import { policyProblems } from '../../stacks/policies/fleet-problems';
import { routeProblems } from '../../stacks/routes/check';
import { usageError } from '../cli/errors';

/**
 * Validates everything that can be validated without AWS: environments and tenants, the tenant schema file,
 * Cedar schemas and policies, those beside tenants and services too, and the edge's routes against them. Throws one
 * usage error with every problem of every file.
 */
export function checkAll(root: string): LoadedEnvironment[] {
  const { environments, additions, problems: inEnvironments } = loadEnvironments(root);
  const problems = sortProblems([
    ...inEnvironments,
    ...checkSchemaFile(root),
    ...policyProblems(additions, root),
    ...routeProblems(environments.map(({ environment }) => environment)),
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
