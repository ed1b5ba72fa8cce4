import { authorizer } from '../catalogue';
import { type RegistryTables, readRegistryTables } from '../shared/access/tables';
import { Denied } from '../shared/denied';

/** How long a decision is cached at most, in seconds; 0 for not at all. */
export interface Keeping {
  allowSeconds: number;
  denySeconds: number;
}

/** From the function's variables and Lambda's own `AWS_REGION`. Throws Denied (`misconfigured`). */
export function readConfig(env: NodeJS.ProcessEnv): { tables: RegistryTables; keeping: Keeping } {
  const tables = readRegistryTables(authorizer, env);
  // Bounds as in the environment file's `edge.decisions`.
  const seconds = (variable: 'ALLOW_SECONDS' | 'DENY_SECONDS', max: number) => {
    const value = env[variable] ?? '';
    if (!/^\d{1,3}$/.test(value) || Number(value) > max)
      throw new Denied('misconfigured', { invalid: [variable] });
    return Number(value);
  };
  return {
    tables,
    keeping: { allowSeconds: seconds('ALLOW_SECONDS', 300), denySeconds: seconds('DENY_SECONDS', 60) },
  };
}
