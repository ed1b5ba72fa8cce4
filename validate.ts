/** The single validation behind every command and plain `cdktf synth`: everything that can be checked without AWS. */
import { contentCache } from './content-cache';
import { checkSchemaFile } from './environments/json-schema';
import { type Intended, loadEnvironments } from './environments/load';
import { formatProblems, type Problem, sortProblems } from './environments/problems';
import type { LoadedEnvironment } from './environments/schema';
import { guardProblems } from './scripts/guard/problems';
import { type Judge, policyProblems } from './stacks/policies/fleet-problems';
import { routeProblems } from './stacks/routes/check';

/** The configuration has problems, so nothing was done. */
export class InvalidConfiguration extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(formatProblems(problems));
    this.name = 'InvalidConfiguration';
  }
}

/**
 * Cedar takes a second to check all policies and golden decisions, and its verdict depends on their content alone. Only
 * "no problems" is cached, so a problem is always reported by the engine itself.
 */
function rememberedJudge(): Judge {
  const cache = contentCache(__dirname, 'verdicts', [
    'stacks/policies',
    'stacks/routes',
    'environments/loading',
    'scripts/guard',
    'scripts/review/effects',
  ]);
  return (content, check) => {
    const key = cache.key(content);
    if (cache.read(key)) return [];
    const problems = check();
    if (problems.length === 0) cache.write(key, Buffer.from(''));
    return problems;
  };
}

/**
 * Reads and checks all of `root`: environments, tenants and services, the editors' schema files, Cedar schemas and
 * policies with their golden decisions, the edge's routes against those, and the guard's rules and approvals.
 * @returns every environment, sorted by name
 * @throws InvalidConfiguration with every problem of every file
 */
export function validate(root: string, intended: Intended = {}): LoadedEnvironment[] {
  const { environments, overlays, guards, problems } = loadEnvironments(root, intended);
  const judge = rememberedJudge();
  const all = sortProblems([
    ...problems,
    ...checkSchemaFile(root),
    ...policyProblems(overlays, root, judge),
    ...guardProblems(guards, root, judge),
    ...routeProblems(
      environments.map(({ environment }) => environment),
      judge,
    ),
  ]);
  if (all.length > 0) throw new InvalidConfiguration(all);
  return environments;
}
