import type { CommandResult, Context } from '../cli/context';
import type { CommonFlags } from '../cli/flags';
import { table } from '../cli/table';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';
import { leavingOf, leavingText } from './offboard/tombstone';

export interface ListFlags extends CommonFlags {
  env?: string;
}

/** `fleet tenant list`: the configured tenants. Makes no AWS calls. */
export async function listTenants({ workspace }: Context, { env }: ListFlags): Promise<CommandResult> {
  const { environment, tenants } = pickEnvironment(validConfiguration(workspace.root), env);
  const { regions } = environment;
  const listed = tenants.map(({ id, name, status, cells, identityProvider }) => ({
    id,
    name,
    status,
    leaving: leavingOf(workspace.root, environment.name, id),
    signIn: identityProvider?.type ?? 'password',
    cells: Object.fromEntries(
      Object.entries(cells).map(([region, cell]) => [
        region,
        { account: environment.cells[cell as string]?.account ?? '', cell },
      ]),
    ),
  }));
  const rows = listed.map(({ id, name, status, leaving, signIn, cells }) => [
    id,
    name,
    leaving ? leavingText(leaving) : status,
    signIn,
    ...regions.map((region) => (cells[region] ? `${cells[region].account} ${cells[region].cell}` : '')),
  ]);
  return {
    data: { environment: environment.name, tenants: listed },
    text:
      listed.length > 0
        ? table(['tenant', 'name', 'status', 'sign-in', ...regions], rows)
        : `${environment.name} has no tenants`,
  };
}
