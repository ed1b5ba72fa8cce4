import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { deployRole, roleArn } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { clientsWith, type Loaded } from '../adoption/clients';
import { assumeRole } from '../aws/credentials';
import { failure, messageOf } from '../cli/errors';
import type { LeftHook } from '../review/hidden/hooks';
import type { StackInfo } from '../selection/stacks';
import { differences, functionIn, updateWithout } from './pool-update';

/** Hooks of one pool. */
interface PoolHooks {
  address: string;
  poolId: string;
  hooks: readonly LeftHook[];
}

const byPool = (left: readonly LeftHook[]): PoolHooks[] =>
  [...new Map(left.map(({ address, poolId }) => [address, poolId]))].map(([address, poolId]) => ({
    address,
    poolId,
    hooks: left.filter((hook) => hook.address === address),
  }));

/** The hooks that are still attached. Throws if the attached function is not the reviewed one. */
function stillAttached(pool: UserPoolType, { address, hooks }: PoolHooks): LeftHook[] {
  return hooks.filter(({ trigger, function: reviewed }) => {
    const now = functionIn(pool, trigger);
    if (now !== undefined && now !== reviewed)
      throw failure(
        `${address}: ${trigger} now runs ${now}, but ran ${reviewed} when the plan was made; it was left attached`,
        'it has been changed since: plan and review again',
      );
    return now !== undefined;
  });
}

async function detach({ sdk, client }: Loaded<'cognito'>, pool: PoolHooks): Promise<LeftHook[]> {
  const describe = async (): Promise<UserPoolType> => {
    const { UserPool } = await client.send(new sdk.DescribeUserPoolCommand({ UserPoolId: pool.poolId }));
    if (!UserPool) throw new Error('the answer is empty');
    return UserPool;
  };
  const before = await describe();
  const hooks = stillAttached(before, pool);
  if (hooks.length === 0) return [];
  const triggers = hooks.map(({ trigger }) => trigger);
  await client.send(new sdk.UpdateUserPoolCommand(updateWithout(before, triggers)));
  const others = differences(before, await describe(), triggers);
  if (others.length > 0)
    throw failure(
      `${pool.address}: only ${triggers.join(', ')} should have been detached, but there is also a difference at ${others.join(', ')}`,
      `compare it with configuration (aws cognito-idp describe-user-pool --user-pool-id ${pool.poolId}), and roll out again`,
    );
  return hooks;
}

/**
 * Detaches hooks that are no longer configured, which Terraform neither shows nor does (docs/hidden-changes.md). Only
 * reviewed ones: no other hook is touched. As the deploy role. Already detached hooks are left alone.
 *
 * Call it before the stack's apply, which may delete the function, and again afterwards, since an update of the same
 * pool re-attaches the hook that is still in Terraform's state; and also if there is nothing to apply. Then refresh the
 * state (`refreshState`), and record nothing as applied before that.
 * @returns the hooks that were detached
 */
export async function detachHooks(
  { environment, stack }: { environment: Environment; stack: Pick<StackInfo, 'account' | 'region'> },
  left: readonly LeftHook[],
): Promise<LeftHook[]> {
  if (left.length === 0) return [];
  const role = roleArn(environment, stack.account, deployRole(environment));
  const clients = clientsWith((region) => assumeRole(role, region));
  const detached: LeftHook[] = [];
  try {
    const cognito = await clients.use('cognito', stack.region);
    // One after the other: a pool accepts one change at a time, and there are few.
    for (const pool of byPool(left)) {
      try {
        detached.push(...(await detach(cognito, pool)));
      } catch (error) {
        throw failure(
          `cannot detach ${pool.hooks.map(({ trigger }) => trigger).join(', ')} of ${pool.address}: ${messageOf(error)}`,
          remedyOf(error) ?? 'roll out again: what is still attached is detached then',
          error,
        );
      }
    }
    return detached;
  } finally {
    await clients.destroy();
  }
}

const remedyOf = (error: unknown): string | undefined => (error as { remedy?: string }).remedy;
