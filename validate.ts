/** The one validation: everything that can be checked without AWS, for every command and for plain `cdktf synth`. */
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
 * Cedar takes a second to look through all policies and golden decisions, and says the same of the same content. Only
 * "no problems" is kept, so that a problem is always told by the engine itself.
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
 * policies with their golden decisions, the edge's routes against them, and the guard's rules and approvals.
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
