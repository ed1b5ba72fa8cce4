import { operateRole } from '../../environments/names';
import type { LoadedEnvironment } from '../../environments/schema';
import { type PoolAccess, poolAccess } from '../aws/pool-access';
import { confirm } from '../cli/confirm';
import type { CommandResult, Context } from '../cli/context';
import { exitCodes } from '../cli/errors';
import type { CommonFlags } from '../cli/flags';
import { table } from '../cli/table';
import { attemptsIn } from '../ledger/steps';
import { describeExposure, exposureOf } from '../revoke/exposure';
import type { PoolLocation } from '../selection/pools';
import { inEvery, placesOf } from './in-every-region';
import { rollOutTenant } from './roll-out-tenant';
import { runSteps, type StepsRun } from './run-steps';
import { pacer, signOutAll, signOutsPerSecond } from './sign-out-all';
import { markSuspended } from './suspension-mark';
import { editTenantFile, pickTenant, tenantFile } from './tenant-file';

/** Flags of `fleet tenant suspend` and `resume`. */
export interface SuspendFlags extends CommonFlags {
  env?: string;
  parallel: number;
  yes?: boolean;
}

/** A place, and when the tenant was suspended there. */
type Suspended = PoolLocation & { since: string };

/** How long the edge's authorizer caches that a tenant is active: `recordFor` in functions/shared/access/registry.ts. */
const edgeSeconds = 30;

/** Signs out all users of one pool, resuming at the position that an earlier attempt saved. */
async function signOutIn(
  { interrupt }: Pick<Context, 'interrupt'>,
  { ledger, once }: StepsRun,
  pools: PoolAccess,
  place: Suspended,
): Promise<number> {
  // A later suspension has another mark, and signs everyone out again.
  const id = `sign out ${place.region} ${place.since}`;
  const notes = attemptsIn(ledger.entries)
    .filter((attempt) => attempt.id === id)
    .flatMap((attempt) => attempt.notes);
  const from = notes.at(-1)?.position as string | undefined;
  const { users } = await once(id, { pool: place.pool }, async (note) => {
    const poolId = await pools.poolId(place);
    if (!poolId) return { users: 0 };
    const sdk = await import('@aws-sdk/client-cognito-identity-provider');
    const client = new sdk.CognitoIdentityProviderClient({
      ...(await pools.access(place)),
      // Other callers share the quota, so be patient when throttled.
      retryMode: 'adaptive',
      maxAttempts: 10,
    });
    const pace = pacer(signOutsPerSecond);
    const noted = (position: string) => note({ position });
    try {
      return {
        users: await signOutAll({ client, poolId, from, pace, note: noted, stop: interrupt.signal }),
      };
    } finally {
      client.destroy();
    }
  });
  return users;
}

/** A tenant to be suspended. */
export interface ToSuspend {
  loaded: LoadedEnvironment;
  id: string;
  flags: SuspendFlags;
}

/**
 * Stops new tokens immediately, in every region; then ends all sessions and rolls out the stacks. The mark is written before
 * anything is planned, since it only takes access away and is easily undone: docs/decisions/0038-suspension.md.
 */
export async function suspendTenant(
  context: Context,
  run: StepsRun,
  { loaded, id, flags }: ToSuspend,
): Promise<CommandResult & { regions: { region: string; since: string }[] }> {
  const { environment } = loaded;
  const pools = poolAccess(environment, operateRole(environment));
  const marks = await inEvery(placesOf(loaded, id), ({ account, region }) =>
    run.always(`mark ${region}`, {}, async () => {
      const config = await pools.access({ account, region });
      const since = await markSuspended({ environment, tenant: id, region, config }, new Date());
      context.say(`${region}: no new tokens, since ${since}`);
      return { since };
    }),
  );
  await run.always('file', { status: 'suspended' }, async () => {
    const file = { environment: environment.name, tenant: id };
    editTenantFile(context.workspace.root, file, ['status'], 'suspended');
    return {};
  });
  const marked = marks.done.map(({ result: { since }, ...place }) => ({ ...place, since }));
  const signOuts = await inEvery(marked, (place) => signOutIn(context, run, pools, place));
  const troubles = [...marks.troubles, ...signOuts.troubles];
  context.say('its stacks follow; whatever happens there, it stays suspended');
  const { parallel, yes } = flags;
  const rollout = await rollOutTenant(context, { env: environment.name, tenant: id, parallel, yes });
  const exposure = exposureOf(loaded, { flow: 'tenant', tenant: id });
  const regions = signOuts.done.map(({ region, pool, since, result }) => ({
    region,
    pool,
    since,
    signedOut: result,
  }));
  return {
    regions,
    data: { environment: environment.name, tenant: id, regions, troubles, exposure, rollout: rollout.data },
    text: [
      table(
        ['region', 'pool', 'suspended since', 'users signed out'],
        regions.map(({ region, pool, since, signedOut }) => [region, pool, since, String(signedOut)]),
      ),
      ...troubles.map(({ region, reason }) => `${region}: ${reason}`),
      ...describeExposure(exposure, new Date()),
      `Cognito's own API refuses these tokens now, our edge within ${edgeSeconds} s.`,
      rollout.text,
      `commit ${tenantFile(environment.name, id)}; npx fleet tenant resume ${id} --env ${environment.name} undoes all of it`,
    ].join('\n'),
    exitCode: rollout.exitCode || (troubles.length > 0 ? exitCodes.failed : exitCodes.done),
  };
}

/** `fleet tenant suspend` */
export async function suspendCommand(
  context: Context,
  id: string,
  flags: SuspendFlags,
): Promise<CommandResult> {
  const { loaded } = pickTenant(context.workspace.root, flags.env, id);
  const { environment } = loaded;
  const places = placesOf(loaded, id);
  context.say(
    `suspend ${id} of ${environment.name} in ${places.map(({ account, region }) => `${region} (${account})`).join(', ')}`,
  );
  if (!flags.yes) await confirm(environment.name);
  return runSteps(context, { command: 'tenant suspend', environment, subject: id }, (run) =>
    suspendTenant(context, run, { loaded, id, flags }),
  );
}
