import type { CommandResult, Context } from '../../cli/context';
import { table } from '../../cli/table';
import { validConfiguration } from '../../selection/configuration';
import { pickEnvironment } from '../../selection/selection';
import { chosen } from '../chosen';
import { dueClients } from '../due/due-holders';
import { rotateAll } from '../rotate-all';
import type { Trouble } from '../rotate-each';
import { type ClientSelection, clientHolders, selectClients } from './client-holders';
import { type ClientHolder, holderName } from './holder';
import { type ClientEnd, rotateClient } from './rotate-client';

/** Flags of `fleet rotate client-secret`. */
export interface ClientFlags extends ClientSelection {
  /** Minutes; overrides the environment's setting. */
  soak?: number;
  /** Id of the run to resume. */
  resume?: string;
  /** Only secrets that are due. */
  due?: boolean;
  yes?: boolean;
}

/** The outcome for one client, and why. */
type ClientOutcome = ClientHolder & {
  outcome: (ClientEnd | Trouble)['outcome'];
  /** When the old secret is deleted. */
  until?: Date;
  reason?: string;
  remedy?: string;
};

const command = 'rotate client-secret';
const rowOf = ({ account, region, pool, client }: ClientHolder) => [account, region, pool, client];
const head = ['account', 'region', 'pool', 'client'];

const detailOf = ({ outcome, until, reason }: ClientOutcome): string =>
  outcome === 'soaking' ? `old secret valid until ${until?.toISOString()}` : (reason ?? '');

const report = (ends: readonly ClientOutcome[], closing: readonly string[]): string =>
  [
    table(
      [...head, 'outcome', ''],
      ends.map((end) => [...rowOf(end), end.outcome, detailOf(end)]),
    ),
    ...ends.flatMap((end) => (end.remedy ? [`${holderName(end)}: ${end.remedy}`] : [])),
    ...(ends.some(({ outcome }) => outcome === 'soaking')
      ? ['run the same command again after that time, and the old secrets are deleted']
      : []),
    ...closing,
  ].join('\n');

/** `fleet rotate client-secret` */
export async function rotateClientSecrets(context: Context, flags: ClientFlags): Promise<CommandResult> {
  const loaded = pickEnvironment(validConfiguration(context.workspace.root), flags.env);
  const { environment } = loaded;
  const { account, region, service, tenant, resume, yes } = flags;
  const soakMinutes = flags.soak ?? environment.rotation.soakMinutes;
  const all = clientHolders(loaded);
  const { holders: selected, home } = await chosen(context, environment, {
    command,
    resume,
    narrowing: { account, region, service, tenant },
    all,
    select: () => selectClients(all, flags),
    nameOf: holderName,
  });
  const holders = flags.due ? await dueClients(context, environment, selected, soakMinutes) : selected;
  if (holders.length === 0)
    return {
      data: { environment: environment.name, run: null, clients: [] },
      text: `none of ${selected.length} client secrets is due`,
    };

  const { ends, run, exitCode, closing } = await rotateAll<ClientHolder, ClientEnd>(context, {
    ...{ environment, command, holders, resume, home, yes, head, rowOf },
    nameOf: holderName,
    rotate: (rotating, holder) => rotateClient(rotating, holder, { begin: 'always', soakMinutes }),
    good: ['rotated', 'soaking', 'unchanged'],
    title: `secrets of ${holders.length} app clients, old ones for ${soakMinutes} min`,
  });
  const outcomes: ClientOutcome[] = ends;
  return {
    data: {
      environment: environment.name,
      run,
      clients: outcomes.map(({ account, region, pool, client, secretName, ...end }) => ({
        ...{ account, region, pool, client, secretName, outcome: end.outcome },
        ...{ until: end.until, reason: end.reason, remedy: end.remedy },
      })),
    },
    text: report(outcomes, closing),
    exitCode,
  };
}
