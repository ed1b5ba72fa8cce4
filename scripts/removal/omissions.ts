import { accountId, stackId } from '../../environments/names';
import type { LoadedEnvironment } from '../../environments/schema';
import type { StackInfo } from '../selection/stacks';
import type { DeployedResource, DeployedState } from './deployed-state';
import { type Owner, ownerKey } from './owner';

/** A state that was found in an account's bucket. */
export interface DeployedStack extends DeployedState {
  /** The account's name in the environment file. */
  account: string;
  region: string;
  /** Name inside its target, such as `cell-01`. */
  stack: string;
}

/** Something that is deployed and that configuration no longer names, at least not there. */
export interface Omission {
  /** What `--remove` calls it; undefined for what may not be given up like this at all. */
  key: string | undefined;
  /** What is gone from where. */
  what: string;
  /** What would be destroyed. */
  resources: readonly DeployedResource[];
  /** What to do instead, where it cannot be named. */
  remedy?: string;
  /** Ids of the stacks that hold it, or would hold it now; undefined for what concerns the whole environment. */
  stacks?: readonly string[];
}

const place = ({ account, region }: Pick<DeployedStack, 'account' | 'region'>) =>
  `${region} of account ${account}`;

/** Tenants and services of a stack that configuration has, but no longer with these owners. */
function ownersOf(deployed: DeployedStack, { tenants }: StackInfo, loaded: LoadedEnvironment): Omission[] {
  const kept = new Set([
    ...tenants.map((id) => ownerKey({ kind: 'tenant', id })),
    ...loaded.services.map(({ id }) => ownerKey({ kind: 'service', id })),
  ]);
  const owners = new Map<string, { owner: Owner; resources: DeployedResource[] }>();
  for (const resource of deployed.resources) {
    if (!resource.owner || kept.has(ownerKey(resource.owner))) continue;
    const key = ownerKey(resource.owner);
    const known = owners.get(key) ?? { owner: resource.owner, resources: [] };
    known.resources.push(resource);
    owners.set(key, known);
  }
  return [...owners].map(([key, { owner, resources }]) => {
    const { kind, id } = owner;
    const stack = stackId(loaded.environment, deployed.account, deployed.region, deployed.stack);
    const tenant = kind === 'tenant' ? loaded.tenants.find((one) => one.id === id) : undefined;
    const cell = tenant ? tenant.cells[deployed.region as keyof typeof tenant.cells] : undefined;
    const where = `${deployed.stack} in ${place(deployed)}`;
    if (tenant && cell) {
      const now = loaded.environment.cells[cell]?.account ?? deployed.account;
      return {
        key: undefined,
        what: `tenant ${id} stands in ${where}, and its file now says ${cell}: a new, empty user pool`,
        resources,
        remedy: `a tenant never moves: write "${deployed.region}": "${deployed.stack}" in its cells again`,
        stacks: [stack, stackId(loaded.environment, now, deployed.region, cell)],
      };
    }
    return { key, what: `${kind} ${id} is gone from ${where}`, resources, stacks: [stack] };
  });
}

/** A stack that configuration no longer has. */
function goneStack(
  { account, region, stack, resources }: DeployedStack,
  environment: LoadedEnvironment['environment'],
) {
  const id = stackId(environment, account, region, stack);
  const home = environment.regions[0];
  if (stack === 'foundation' || (stack === 'data' && region !== home))
    return {
      key: undefined,
      what: `the home region was ${region}, where the ${stack} of account ${account} stands, and is now ${home}`,
      resources,
      remedy: `the home region never changes: write "${region}" first in regions again`,
    };
  return { key: `stack:${id}`, what: `stack ${id} is gone`, resources, stacks: [id] };
}

/**
 * Everything that is deployed and that configuration does not name. What has been destroyed, and leaves an empty state
 * behind, is no longer deployed.
 * @param stacks the environment's stacks as configuration has them, without those that are being removed
 */
export function omissions(
  loaded: LoadedEnvironment,
  stacks: readonly StackInfo[],
  deployed: readonly DeployedStack[],
): Omission[] {
  const { environment } = loaded;
  const configured = new Map(stacks.map((stack) => [stack.id, stack]));
  const standing = deployed.filter(({ resources }) => resources.length > 0);
  const inStacks = standing.flatMap((state) => {
    const id = stackId(environment, state.account, state.region, state.stack);
    const stack = configured.get(id);
    return stack ? ownersOf(state, stack, loaded) : [goneStack(state, environment)];
  });

  const applied = standing.flatMap(({ environment }) => environment ?? []);
  const ids = new Set(Object.keys(environment.accounts).map((account) => accountId(environment, account)));
  const gone = new Map(
    applied
      .flatMap(({ accounts }) => Object.entries(accounts))
      .filter(([, id]) => !ids.has(id))
      .map(([name, id]) => [id, name]),
  );
  const accounts = [...gone].map(([id, name]) => ({
    key: `account:${name}`,
    what: `account ${name} (${id}) is gone: what stands there is left to itself, and nobody signs in through what replaces it`,
    resources: [],
  }));

  const all = standing.flatMap(({ resources }) => resources);
  const wasProduction =
    applied.some(({ production }) => production) || all.some(({ deletionProtection }) => deletionProtection);
  const demoted = !environment.production && wasProduction;
  const production = {
    key: 'production',
    what: `${environment.name} was a production environment when it was last applied, and is none now: every protection would be lifted`,
    resources: all.filter(({ deletionProtection }) => deletionProtection),
  };
  return [...(demoted ? [production] : []), ...accounts, ...inStacks];
}
