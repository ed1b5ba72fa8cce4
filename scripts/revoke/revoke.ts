import { operateRole } from '../../environments/names';
import { callerIdentity } from '../aws/credentials';
import { poolAccess } from '../aws/pool-access';
import { confirm } from '../cli/confirm';
import type { CommandResult, Context } from '../cli/context';
import { exitCodes, usageError } from '../cli/errors';
import { table } from '../cli/table';
import { validConfiguration } from '../selection/configuration';
import { providersOf } from '../selection/identity-providers';
import { pickEnvironment } from '../selection/selection';
import { afterSignOut, describeExposure, exposureOf } from './exposure';
import { type SignOutEnd, signOut } from './sign-out';
import { locationName, type RevokeFlags, whatToRevoke } from './target';

const report = (ends: readonly SignOutEnd[]) => [
  table(
    ['account', 'region', 'pool', 'outcome', 'users'],
    ends.map(({ account, region, pool, outcome, usernames }) => [
      account,
      region,
      pool,
      outcome,
      usernames.join('\n'),
    ]),
  ),
  ...ends.flatMap((end) => (end.reason ? [`${locationName(end)}: ${end.reason}`] : [])),
];

/** `fleet user revoke`: signs a user out everywhere in the selected regions. */
export async function revoke(context: Context, flags: RevokeFlags): Promise<CommandResult> {
  const { workspace, env, interrupt, say } = context;
  const loaded = pickEnvironment(validConfiguration(workspace.root), flags.env);
  const { environment } = loaded;
  const { flow, tenant, user, places } = whatToRevoke(loaded, flags);

  say(`environment ${environment.name}: sign ${user} out of`);
  say(
    table(
      ['account', 'region', 'pool'],
      places.map(({ account, accountId, region, pool }) => [`${account} (${accountId})`, region, pool]),
    ),
  );
  if (!flags.yes) await confirm(environment.name);
  await callerIdentity(environment.regions[0] as string, env);

  const providers = providersOf(loaded, { flow, ...(tenant && { tenant }) }).map(({ provider }) => provider);
  const pools = poolAccess(environment, operateRole(environment));
  const ends = await interrupt.hold(() => signOut(context, pools, places, { user, providers }));
  const some = (outcome: SignOutEnd['outcome']) => ends.some((end) => end.outcome === outcome);
  if (ends.every(({ outcome }) => outcome.startsWith('no ')))
    throw usageError(
      `${user} is not in ${places.map(locationName).join('; ')}`,
      'check the spelling, the flow and the regions; a missing pool is not rolled out yet',
      { regions: ends },
    );
  const exposure = exposureOf(loaded, { flow, tenant });
  return {
    data: {
      environment: environment.name,
      flow,
      ...(tenant && { tenant }),
      user,
      regions: ends,
      ...(some('signed out') && { exposure }),
    },
    text: [
      ...report(ends),
      ...(some('signed out') ? [...describeExposure(exposure, new Date()), afterSignOut] : []),
      ...(some('failed') || some('not started')
        ? ['nothing has changed in pools where it failed; run the same command again']
        : []),
    ].join('\n'),
    exitCode: some('not started')
      ? exitCodes.interrupted
      : some('failed')
        ? exitCodes.failed
        : exitCodes.done,
  };
}
