import { callerIdentity } from '../../aws/credentials';
import { confirm } from '../../cli/confirm';
import type { CommandResult, Context } from '../../cli/context';
import { exitCodes, usageError } from '../../cli/errors';
import { table } from '../../cli/table';
import { homeOf } from '../../rollout/begin-run';
import { validConfiguration } from '../../selection/configuration';
import { pickEnvironment } from '../../selection/selection';
import { requestOf, withRotation } from '../begin';
import { type ClientSelection, clientHolders, selectClients } from './client-holders';
import { type ClientHolder, holderName } from './holder';
import { type ClientOutcome, rotateClients } from './rotate-clients';

/** Flags of `fleet rotate client-secret`. */
export interface ClientFlags extends ClientSelection {
  /** Minutes, instead of what the environment says. */
  soak?: number;
  /** Id of a run to go on with. */
  resume?: string;
  yes?: boolean;
}

const command = 'rotate client-secret';
const selecting = ['account', 'region', 'service', 'tenant'] as const;
const rowOf = ({ account, region, pool, client }: ClientHolder) => [account, region, pool, client];
const head = ['account', 'region', 'pool', 'client'];

function exitCodeOf(ends: readonly ClientOutcome[]): number {
  const some = (...outcomes: ClientOutcome['outcome'][]) =>
    ends.some(({ outcome }) => outcomes.includes(outcome));
  if (some('failed')) return exitCodes.failed;
  return some('interrupted', 'not started') ? exitCodes.interrupted : exitCodes.done;
}

const detailOf = ({ outcome, until, reason }: ClientOutcome): string =>
  outcome === 'soaking' ? `old secret opens until ${until?.toISOString()}` : (reason ?? '');

function report(ends: readonly ClientOutcome[], run: string, again: string): string {
  const rest = ends.some(({ outcome }) => ['failed', 'interrupted', 'not started'].includes(outcome));
  const soaking = ends.some(({ outcome }) => outcome === 'soaking');
  return [
    table(
      [...head, 'outcome', ''],
      ends.map((end) => [...rowOf(end), end.outcome, detailOf(end)]),
    ),
    ...ends.flatMap((end) => (end.remedy ? [`${holderName(end)}: ${end.remedy}`] : [])),
    ...(soaking ? ['run the same command again after that time, and the old secrets are deleted'] : []),
    ...(rest ? [`what is done stays done; go on with the rest: ${again}`] : []),
    `its steps: npx fleet ledger show ${run}`,
  ].join('\n');
}

/** The clients that a command is about: of the flags or, where it goes on with a run, those of that run. */
async function holdersFor(context: Context, loaded: ReturnType<typeof pickEnvironment>, flags: ClientFlags) {
  const all = clientHolders(loaded);
  if (flags.resume === undefined) return { holders: selectClients(all, flags), home: undefined };
  const extra = selecting.filter((flag) => flags[flag] !== undefined);
  if (extra.length > 0)
    throw usageError(
      `--resume goes on with what run ${flags.resume} was about: leave out ${extra.map((flag) => `--${flag}`).join(', ')}`,
    );
  const { secrets, home } = await requestOf(context, loaded.environment, command, flags.resume);
  return { holders: all.filter((holder) => secrets.includes(holderName(holder))), home };
}

/** `fleet rotate client-secret` */
export async function rotateClientSecrets(context: Context, flags: ClientFlags): Promise<CommandResult> {
  const { workspace, env, interrupt, say } = context;
  const loaded = pickEnvironment(validConfiguration(workspace.root), flags.env);
  const { environment } = loaded;
  const soakMinutes = flags.soak ?? environment.rotation.soakMinutes;
  const { holders, home } = await holdersFor(context, loaded, flags);

  say(
    `environment ${environment.name}: secrets of ${holders.length} app clients, old ones for ${soakMinutes} min`,
  );
  say(
    table(
      [...head, 'secret'],
      holders.map((holder) => [...rowOf(holder), holder.secretName]),
    ),
  );
  if (!flags.yes) await confirm(environment.name);
  const by = await callerIdentity(environment.regions[0] as string, env);

  const request = {
    command,
    environment: environment.name,
    home: home ?? homeOf(environment, holders),
    secrets: holders.map(holderName),
  };
  const { ends, run } = await interrupt.hold(() =>
    withRotation(context, { environment, request, resume: flags.resume, by }, async (rotation) => {
      const ends = await rotateClients(rotation, holders, { begin: 'always', soakMinutes }, say);
      const outcome = exitCodeOf(ends) === exitCodes.done ? 'done' : 'failed';
      return { result: { ends, run: rotation.ledger.run }, outcome };
    }),
  );
  const again = `npx fleet ${command} --env ${environment.name} --resume ${run}`;
  return {
    data: {
      environment: environment.name,
      run,
      clients: ends.map(({ account, region, pool, client, secretName, outcome, until, reason, remedy }) => ({
        ...{ account, region, pool, client, secretName, outcome },
        ...{ until, reason, remedy },
      })),
    },
    text: report(ends, run, again),
    exitCode: exitCodeOf(ends),
  };
}
