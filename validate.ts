/** The one validation: everything that can be checked without AWS, for every command and for plain `cdktf synth`. */
import { checkSchemaFile } from './environments/json-schema';
import { loadEnvironments } from './environments/load';
import { formatProblems, type Problem, sortProblems } from './environments/problems';
import type { LoadedEnvironment } from './environments/schema';
import { policyProblems } from './stacks/policies/fleet-problems';
import { routeProblems } from './stacks/routes/check';

/** The configuration has problems, so nothing was done. */
export class InvalidConfiguration extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(formatProblems(problems));
    this.name = 'InvalidConfiguration';
  }
}

/**
 * Reads and checks all of `root`: environments, tenants and services, the editors' schema files, Cedar schemas and
 * policies with their golden decisions, and the edge's routes against them.
 * @returns every environment, sorted by name
 * @throws InvalidConfiguration with every problem of every file
 */
export function validate(root: string): LoadedEnvironment[] {
  const { environments, additions, problems } = loadEnvironments(root);
  const all = sortProblems([
    ...problems,
    ...checkSchemaFile(root),
    ...policyProblems(additions, root),
    ...routeProblems(environments.map(({ environment }) => environment)),
  ]);
  if (all.length > 0) throw new InvalidConfiguration(all);
  return environments;
}
