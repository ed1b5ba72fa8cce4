/** The single validation behind every command and plain `cdktf synth`: everything that can be checked without AWS. */
import { contentCache, rememberIn } from './content-cache';
import { checkSchemaFile } from './environments/json-schema';
import { type Intended, loadEnvironments } from './environments/load';
import { formatProblems, type Problem, sortProblems } from './environments/problems';
import type { LoadedEnvironment } from './environments/schema';
import { guardProblems } from './scripts/guard/problems';
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
 * Cedar takes a second to check all policies and golden decisions, a compiler 0.1 s to start for each environment's file,
 * and their verdicts depend on the content alone.
 */
const verdicts = () =>
  contentCache(__dirname, 'verdicts', [
    'stacks/policies',
    'stacks/routes',
    'environments/loading',
    'scripts/guard',
    'scripts/review/effects',
  ]);

/**
 * Reads and checks all of `root`: environments, tenants and services, the editors' schema files, Cedar schemas and
 * policies with their golden decisions, the edge's routes against those, and the guard's rules and approvals.
 * @returns every environment, sorted by name
 * @throws InvalidConfiguration with every problem of every file
 */
export function validate(root: string, intended: Intended = {}): LoadedEnvironment[] {
  const remember = rememberIn(verdicts());
  const { environments, overlays, guards, problems } = loadEnvironments(root, intended, remember);
  const all = sortProblems([
    ...problems,
    ...checkSchemaFile(root),
    ...policyProblems(overlays, root, remember),
    ...guardProblems(guards, root, remember),
    ...routeProblems(
      environments.map(({ environment }) => environment),
      remember,
    ),
  ]);
  if (all.length > 0) throw new InvalidConfiguration(all);
  return environments;
}
