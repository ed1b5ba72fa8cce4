import type { Environment } from '../../environments/schema';
import type { Context } from '../cli/context';
import { usageError } from '../cli/errors';
import { entriesOf } from '../ledger/find';
import type { Entry } from '../ledger/line';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';
import type { RolloutFlags, RolloutRequest } from './begin-run';

/** Flags that determine what a run does, which a resumed run already has. */
export const selecting = ['account', 'region', 'ring', 'stack', 'tenant', 'remove'] as const;

/** The ledger of a rollout of this environment. Throws a usage error if the run is unknown, or of another environment. */
export async function rolloutEntries(
  { workspace }: Pick<Context, 'workspace'>,
  environment: Environment,
  run: string,
): Promise<readonly Entry[]> {
  const entries = await entriesOf(workspace.state, environment, run, 'change');
  const request = entries?.[0]?.data as Partial<RolloutRequest> | undefined;
  if (!entries || request?.command !== 'rollout')
    throw usageError(
      `there is no rollout ${run} of ${environment.name}, on this machine or in a state bucket`,
      `list the runs: npx fleet ledger list --env ${environment.name}`,
    );
  if (request.environment !== environment.name)
    throw usageError(
      `run ${run} is for environment ${request.environment}`,
      `name that one: --env ${request.environment}`,
    );
  return entries;
}

/**
 * The flags of the run to resume. Throws a usage error for an unknown run, one of another
 * environment, and for flags that would make it a different run.
 */
export async function requestFlags(context: Context, flags: RolloutFlags): Promise<RolloutFlags> {
  const run = String(flags.resume);
  const { environment } = pickEnvironment(validConfiguration(context.workspace.root), flags.env);
  const extra = selecting.filter((flag) => flags[flag] !== undefined);
  if (extra.length > 0)
    throw usageError(
      `--resume continues run ${run} as it was started: leave out ${extra.map((flag) => `--${flag}`).join(', ')}`,
    );
  const [first] = await rolloutEntries(context, environment, run);
  const request = first?.data as Partial<RolloutRequest>;
  if (request.board !== undefined)
    throw usageError(
      `run ${run} shared the board ${request.board} with others`,
      `join it again with the original flags: npx fleet rollout --env ${environment.name} --board ${request.board}`,
    );
  return { ...(request.selection as Partial<RolloutFlags>), ...flags };
}
