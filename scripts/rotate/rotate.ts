import { operateRole } from '../../environments/names';
import { callerIdentity } from '../aws/credentials';
import { poolAccess } from '../aws/pool-access';
import { confirm } from '../cli/confirm';
import type { CommandResult, Context } from '../cli/context';
import { exitCodes } from '../cli/errors';
import { table } from '../cli/table';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';
import { pushSecrets } from './push-secrets';
import { type HolderSelection, type SecretHolder, secretHolders, selectHolders } from './secret-holders';

const rowOf = ({ account, region, pool, provider }: SecretHolder) => [account, region, pool, provider];

/** `fleet rotate federation-secret`: copies secrets from Secrets Manager to the providers that need them. */
export async function rotateFederationSecrets(
  context: Context,
  flags: HolderSelection & { yes?: boolean },
): Promise<CommandResult> {
  const { workspace, env } = context;
  const loaded = pickEnvironment(validConfiguration(workspace.root), flags.env);
  const { environment } = loaded;
  const holders = selectHolders(secretHolders(loaded), flags);

  const head = ['account', 'region', 'pool', 'provider'];
  context.say(`environment ${environment.name}: secrets of ${holders.length} identity providers`);
  context.say(
    table(
      [...head, 'secret'],
      holders.map((holder) => [...rowOf(holder), holder.secretName]),
    ),
  );
  if (!flags.yes) await confirm(environment.name);
  await callerIdentity(environment.regions[0] as string, env);

  const pools = poolAccess(environment, operateRole(environment));
  const ends = await context.interrupt.hold(() => pushSecrets(context, pools, holders));
  const interrupted = ends.some(({ outcome }) => outcome === 'not started');
  const good = ends.every(({ outcome }) => outcome === 'pushed' || outcome === 'unchanged');
  const troubles = ends.flatMap((end) => (end.reason ? [end] : []));
  return {
    data: {
      environment: environment.name,
      providers: ends.map(({ account, region, pool, provider, secretName, outcome, reason, remedy }) => ({
        account,
        region,
        pool,
        provider,
        secretName,
        outcome,
        reason,
        remedy,
      })),
    },
    text: [
      table(
        [...head, 'outcome'],
        ends.map((end) => [...rowOf(end), end.outcome]),
      ),
      ...troubles.map((end) =>
        [`${rowOf(end).join(' ')}: ${end.reason}`, end.remedy && `  ${end.remedy}`]
          .filter(Boolean)
          .join('\n'),
      ),
      ...(good ? [] : ['what is pushed stays pushed; run the same command again for the rest']),
    ].join('\n'),
    exitCode: interrupted ? exitCodes.interrupted : good ? exitCodes.done : exitCodes.failed,
  };
}
