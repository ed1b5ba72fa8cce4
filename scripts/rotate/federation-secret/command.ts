import type { CommandResult, Context } from '../../cli/context';
import { table } from '../../cli/table';
import { validConfiguration } from '../../selection/configuration';
import { pickEnvironment } from '../../selection/selection';
import { chosen } from '../chosen';
import { dueProviders } from '../due/due-holders';
import { rotateAll } from '../rotate-all';
import type { Trouble } from '../rotate-each';
import { type FederationEnd, rotateProvider } from './rotate-provider';
import {
  type HolderSelection,
  providerName,
  type SecretHolder,
  secretHolders,
  selectHolders,
} from './secret-holders';

/** Flags of `fleet rotate federation-secret`. */
export interface FederationFlags extends HolderSelection {
  /** Gives Cognito the secrets without first asking the providers whether they accept them. */
  unproven?: boolean;
  /** Id of the run to resume. */
  resume?: string;
  /** Only secrets that are due. */
  due?: boolean;
  yes?: boolean;
}

/** The outcome for one provider, and why. */
type ProviderOutcome = SecretHolder & {
  outcome: (FederationEnd | Trouble)['outcome'];
  reason?: string;
  remedy?: string;
};

const command = 'rotate federation-secret';
const rowOf = ({ account, region, pool, provider }: SecretHolder) => [account, region, pool, provider];
const head = ['account', 'region', 'pool', 'provider'];

const report = (ends: readonly ProviderOutcome[], closing: readonly string[]): string =>
  [
    table(
      [...head, 'outcome'],
      ends.map((end) => [...rowOf(end), end.outcome]),
    ),
    ...ends.flatMap(({ reason, remedy, ...end }) => [
      ...(reason ? [`${rowOf(end).join(' ')}: ${reason}`] : []),
      ...(remedy ? [`  ${remedy}`] : []),
    ]),
    ...closing,
  ].join('\n');

/** `fleet rotate federation-secret`: copies secrets from Secrets Manager to the providers that need them. */
export async function rotateFederationSecrets(
  context: Context,
  flags: FederationFlags,
): Promise<CommandResult> {
  const loaded = pickEnvironment(validConfiguration(context.workspace.root), flags.env);
  const { environment } = loaded;
  const { account, region, tenant, provider, resume, yes, unproven = false } = flags;
  const all = secretHolders(loaded);
  const { holders: selected, home } = await chosen(context, environment, {
    command,
    resume,
    narrowing: { account, region, tenant, provider },
    all,
    select: () => selectHolders(all, flags),
    nameOf: providerName,
  });
  const holders = flags.due ? await dueProviders(context, loaded, selected) : selected;
  if (holders.length === 0)
    return {
      data: { environment: environment.name, run: null, providers: [] },
      text: `none of ${selected.length} federation secrets is due`,
    };

  const { ends, run, exitCode, closing } = await rotateAll<SecretHolder, FederationEnd>(context, {
    ...{ environment, command, holders, resume, home, yes, head, rowOf },
    nameOf: providerName,
    rotate: (rotating, holder) => rotateProvider(rotating, holder, { unproven }),
    good: ['pushed', 'unchanged'],
    title: `secrets of ${holders.length} identity providers`,
  });
  const outcomes: ProviderOutcome[] = ends;
  return {
    data: {
      environment: environment.name,
      run,
      providers: outcomes.map(({ account, region, pool, provider, secretName, ...end }) => ({
        ...{ account, region, pool, provider, secretName, outcome: end.outcome },
        ...{ reason: end.reason, remedy: end.remedy },
      })),
    },
    text: report(outcomes, closing),
    exitCode,
  };
}
