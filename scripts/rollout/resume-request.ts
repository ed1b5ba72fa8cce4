import type { Environment } from '../../environments/schema';
import type { Context } from '../cli/context';
import { usageError } from '../cli/errors';
import { entriesOf } from '../ledger/find';
import type { Entry } from '../ledger/line';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';
import type { RolloutFlags, RolloutRequest } from './begin-run';

/** Flags that say what a run is about: a run that is resumed has them already. */
export const selecting = ['account', 'region', 'ring', 'stack', 'tenant', 'remove'] as const;

/** The ledger of a rollout of this environment. Throws a usage error for a run that nobody knows, or of another one. */
export async function rolloutEntries(
  { workspace }: Pick<Context, 'workspace'>,
  environment: Environment,
  run: string,
): Promise<readonly Entry[]> {
  const entries = await entriesOf(workspace.state, environment, run, 'change');
  const request = entries?.[0]?.data as Partial<RolloutRequest> | undefined;
  if (!entries || request?.command !== 'rollout')
    throw usageError(
      `there is no rollout ${run} of ${environment.name}, neither on this machine nor in a state bucket`,
      `see which there are: npx fleet ledger list --env ${environment.name}`,
    );
  if (request.environment !== environment.name)
    throw usageError(
      `run ${run} is of environment ${request.environment}`,
      `name that one: --env ${request.environment}`,
    );
  return entries;
}

/**
 * The flags of the run that is to be resumed. Throws a usage error for a run that nobody knows, one of another
 * environment, and for flags that would make it another run.
 */
export async function requestFlags(context: Context, flags: RolloutFlags): Promise<RolloutFlags> {
  const run = String(flags.resume);
  const { environment } = pickEnvironment(validConfiguration(context.workspace.root), flags.env);
  const extra = selecting.filter((flag) => flags[flag] !== undefined);
  if (extra.length > 0)
    throw usageError(
      `--resume goes on with what run ${run} was about: leave out ${extra.map((flag) => `--${flag}`).join(', ')}`,
    );
  const [first] = await rolloutEntries(context, environment, run);
  const request = first?.data as Partial<RolloutRequest>;
  if (request.board !== undefined)
    throw usageError(
      `run ${run} shared the board ${request.board} with others`,
      `join it again with the flags of then: npx fleet rollout --env ${environment.name} --board ${request.board}`,
    );
  return { ...(request.selection as Partial<RolloutFlags>), ...flags };
}
