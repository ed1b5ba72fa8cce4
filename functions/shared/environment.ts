import type { EnvironmentOf, FunctionFacts } from '../catalogue';
import { Denied } from './denied';

/**
 * The function's variables from the catalogue, none of them empty. Throws Denied
 * (`misconfigured`) that lists all missing ones.
 */
export function readEnvironment<F extends FunctionFacts>(facts: F, env: NodeJS.ProcessEnv): EnvironmentOf<F> {
  const missing = facts.environment.filter((variable) => !env[variable]);
  if (missing.length > 0) throw new Denied('misconfigured', { missing });
  return Object.fromEntries(
    facts.environment.map((variable) => [variable, env[variable]]),
  ) as EnvironmentOf<F>;
}
