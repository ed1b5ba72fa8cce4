import { deployRole, identityProviderFunction, roleArn, stateKey } from '../../../environments/names';
import type { LoadedEnvironment } from '../../../environments/schema';
import { compareWithApplied } from '../../applied/changed';
import { readState } from '../../applied/state';
import { assumeRole } from '../../aws/credentials';
import { openBucket } from '../../aws/state-bucket';
import type { StateStore } from '../../aws/state-store';
import { confirm } from '../../cli/confirm';
import type { CommandResult, Context } from '../../cli/context';
import { failure, usageError } from '../../cli/errors';
import type { CommonFlags } from '../../cli/flags';
import { thisRunner } from '../../cli/runner';
import { table } from '../../cli/table';
import { entriesOf } from '../../ledger/find';
import { selectAndSynth } from '../../selection/select';
import { rollOutTenant } from '../roll-out-tenant';
import { runSteps, type StepsRun } from '../run-steps';
import { editTenantFile, pickTenant, tenantFile } from '../tenant-file';
import { holdingBoth, moveBetween } from './move-states';
import { cellTriggers, closeTriggers, openTriggers } from './triggers';
import { type Move, whatToMove } from './what-to-move';

/** Flags of `fleet tenant move`. */
export interface MoveFlags extends CommonFlags {
  env?: string;
  to?: string;
  region?: string[];
  parallel: number;
  yes?: boolean;
}

/** The tenant's pool, from the state of either cell. */
async function poolOf(store: StateStore, tenant: string, { region, from, to }: Move) {
  for (const stack of [from, to]) {
    const state = await readState(store, stateKey(region, stack));
    const pool = state?.resources.get(`aws_cognito_user_pool.${tenant}_pool`);
    if (pool) return { id: String(pool.id), arn: String(pool.arn) };
  }
  throw failure(
    `neither ${from} nor ${to} has a pool of ${tenant} in ${region}`,
    'roll the tenant out first, or write its new cell into its file: there is nothing to move',
  );
}

/** All steps of a move in one region. Each is idempotent. */
async function moveInRegion(
  context: Context,
  { environment }: LoadedEnvironment,
  run: StepsRun,
  move: Move,
  { tenant, flags }: { tenant: string; flags: MoveFlags },
): Promise<CommandResult & { pool: string }> {
  const { workspace } = context;
  const { region, account, from, to } = move;
  const store = await openBucket(environment, account, 'change');
  if (!store) throw usageError(`account ${account} has no state bucket yet`, 'roll out its foundation first');
  const config = await assumeRole(roleArn(environment, account, deployRole(environment)), region);
  const names = (cell: string) => [
    ...cellTriggers(environment, cell),
    identityProviderFunction(environment, cell),
  ];
  const functions = names(from).map((name, index) => [name, names(to)[index] as string] as const);
  try {
    const pool = await run.once(`find pool ${region}`, move, () => poolOf(store, tenant, move));
    await run.once(`open triggers ${region}`, { to }, async () => {
      await openTriggers(config, cellTriggers(environment, to), { tenant, poolArn: pool.arn });
      return {};
    });
    await run.once(`move state ${region}`, { from: move.source, to: move.target }, async () => {
      const holding = {
        environment,
        ledger: run.ledger,
        runner: thisRunner(),
        entriesOf: (id: string) => entriesOf(workspace.state, environment, id, 'change'),
      };
      const addresses = await holdingBoth(context, holding, store, move, () =>
        moveBetween(store, run.run, move, { tenant, functions }),
      );
      context.say(`${region}: ${addresses.length} resources of ${tenant} are now in the state of ${to}`);
      return { addresses };
    });
    await run.once(`file ${region}`, { cell: to }, async () => {
      editTenantFile(workspace.root, { environment: environment.name, tenant }, ['cells', region], to);
      return {};
    });
    const { parallel, yes } = flags;
    const rollout = await rollOutTenant(
      context,
      { env: environment.name, tenant, parallel, yes },
      { stack: [move.target, move.source] },
    );
    if (!rollout.exitCode)
      await run.once(`close triggers ${region}`, { from }, async () => {
        await closeTriggers(config, cellTriggers(environment, from), { tenant, poolId: pool.id });
        return {};
      });
    return { ...rollout, pool: pool.id };
  } finally {
    store.close();
  }
}

/** Throws a usage error naming other pending changes in the two cells, which would be applied too, or stop it half-way. */
async function refusePending(context: Context, { environment }: LoadedEnvironment, moves: readonly Move[]) {
  const ids = [...new Set(moves.flatMap(({ source, target }) => [source, target]))];
  if (ids.length === 0) return;
  const { stacks } = await selectAndSynth(context, { env: environment.name, stack: ids });
  const compared = await compareWithApplied(context, environment, stacks, 'change');
  const pending = compared.filter(({ current }) => !current).map(({ stack }) => stack.id);
  if (pending.length > 0)
    throw usageError(
      `${pending.join(', ')}: changes are waiting there to be rolled out; nothing was changed`,
      `roll them out first: npx fleet rollout --env ${environment.name} --stack ${pending.join(',')}`,
    );
}

/**
 * `fleet tenant move`: moves the tenant's pool, clients and policy store to the state of another cell in the same account
 * and region, region by region, without changing them: docs/decisions/0039-moves.md.
 */
export async function moveCommand(context: Context, id: string, flags: MoveFlags): Promise<CommandResult> {
  const { loaded, tenant } = pickTenant(context.workspace.root, flags.env, id);
  const { environment } = loaded;
  const { to } = flags;
  if (!to) throw usageError('no cell is named', 'add --to with one of the same account');
  const wanted = whatToMove(loaded, tenant, to, flags.region);
  for (const { region, from } of wanted) context.say(`move ${id} in ${region} from ${from} to ${to}`);
  if (!flags.yes && wanted.length > 0) await confirm(environment.name);
  return runSteps(context, { command: 'tenant move', environment, subject: id }, async (run) => {
    // The recorded plan counts when resuming: by now the tenant's file may already name the new cell.
    const { moves } = await run.once('plan', { to }, async () => {
      await refusePending(context, loaded, wanted);
      return { moves: wanted };
    });
    const other = moves.find((move) => move.to !== to);
    if (other)
      throw usageError(
        `a move of ${id} to ${other.to} was interrupted`,
        `finish it first: npx fleet tenant move ${id} --env ${environment.name} --to ${other.to}`,
      );
    const done: { region: string; from: string; to: string; pool: string }[] = [];
    for (const move of moves) {
      const { pool, ...end } = await moveInRegion(context, loaded, run, move, { tenant: id, flags });
      if (end.exitCode) return end;
      done.push({ region: move.region, from: move.from, to: move.to, pool });
    }
    return {
      data: { environment: environment.name, tenant: id, moves: done },
      text:
        done.length === 0
          ? `${id} is already in ${to}`
          : [
              table(
                ['region', 'from', 'to', 'pool, unchanged'],
                done.map(({ region, from, to: cell, pool }) => [region, from, cell, pool]),
              ),
              `commit ${tenantFile(environment.name, id)}`,
            ].join('\n'),
    };
  });
}
