import type { Command } from 'commander';
import { checkSchemaFile } from '../../environments/json-schema';
import { loadEnvironments } from '../../environments/load';
import { formatProblems, sortProblems } from '../../environments/problems';
import { checkPolicies, policyDir, storeKinds } from '../../stacks/policies/cedar';
import type { Run } from '../lib/context';
import { usageError } from '../lib/errors';
import { withCommonFlags } from '../lib/flags';

/** `fleet check` */
export function registerCheck(program: Command, run: Run): void {
  withCommonFlags(program.command('check'))
    .description(
      'validate environments, tenants, the tenant schema file, Cedar schemas and policies; offline',
    )
    .action(
      run(async ({ workspace: { root } }) => {
        const { environments, problems: inEnvironments } = loadEnvironments(root);
        const problems = sortProblems([
          ...inEnvironments,
          ...checkSchemaFile(root),
          ...storeKinds.flatMap((kind) => checkPolicies(policyDir(kind))),
        ]);
        if (problems.length > 0) throw usageError(formatProblems(problems), undefined, { problems });

        const found = environments.map(({ environment, tenants }) => ({
          environment: environment.name,
          accounts: Object.keys(environment.accounts).length,
          regions: environment.regions.length,
          cells: Object.keys(environment.cells).length,
          tenants: tenants.length,
        }));
        const line = (e: (typeof found)[number]) =>
          `${e.environment}: ${e.accounts} accounts, ${e.regions} regions, ${e.cells} cells, ${e.tenants} tenants`;
        const text = [...found.map(line), `policies: ${storeKinds.join(', ')}`, 'no problems'].join('\n');
        return { data: { problems: [], environments: found }, text };
      }),
    );
}
