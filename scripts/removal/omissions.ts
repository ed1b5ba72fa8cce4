import { accountId, stackId } from '../../environments/names';
import type { LoadedEnvironment } from '../../environments/schema';
import type { StackInfo } from '../selection/stacks';
import type { DeployedResource, DeployedState } from './deployed-state';
import { type Owner, ownerKey } from './owner';

/** A state in an account's bucket. */
export interface DeployedStack extends DeployedState {
  /** The account's name in the environment file. */
  account: string;
  region: string;
  /** Name inside its target, such as `cell-01`. */
  stack: string;
}

/** Something that is deployed but no longer configured, at least not there. */
export interface Omission {
  /** Its value for `--remove`; undefined if it cannot be removed this way. */
  key: string | undefined;
  /** What is missing from where, in words. */
  what: string;
  /** What would be destroyed. */
  resources: readonly DeployedResource[];
  /** What to do instead, if it has no key. */
  remedy?: string;
  /** Ids of the stacks that contain it, or would now; undefined if it concerns the whole environment. */
  stacks?: readonly string[];
}

const place = ({ account, region }: Pick<DeployedStack, 'account' | 'region'>) =>
  `${region} of account ${account}`;

/** Tenants and services that are deployed in a configured stack, but no longer configured there. */
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
        what: `tenant ${id} is deployed in ${where}, but its file now says ${cell}, where its user pool would be new and empty`,
        resources,
        remedy: `editing its file does not move a tenant: restore "${deployed.region}": "${deployed.stack}" in its cells`,
        stacks: [stack, stackId(loaded.environment, now, deployed.region, cell)],
      };
    }
    return { key, what: `${kind} ${id} is gone from ${where}`, resources, stacks: [stack] };
  });
}

/** A stack that is no longer configured. */
function goneStack(
  { account, region, stack, resources }: DeployedStack,
  environment: LoadedEnvironment['environment'],
) {
  const id = stackId(environment, account, region, stack);
  const home = environment.regions[0];
  if (stack === 'foundation' || (stack === 'data' && region !== home))
    return {
      key: undefined,
      what: `the home region was ${region}, where the ${stack} of account ${account} is deployed, and is now ${home}`,
      resources,
      remedy: `the home region must not change: put "${region}" first in regions again`,
    };
  return { key: `stack:${id}`, what: `stack ${id} is gone`, resources, stacks: [id] };
}

/**
 * Everything that is deployed but not configured. An empty state, as a destroyed stack leaves behind, does not count.
 * @param stacks the environment's configured stacks, without those that are being removed
 */
export function omissions(
  loaded: LoadedEnvironment,
  stacks: readonly StackInfo[],
  deployed: readonly DeployedStack[],
): Omission[] {
  const { environment } = loaded;
  const configured = new Map(stacks.map((stack) => [stack.id, stack]));
  const nonEmpty = deployed.filter(({ resources }) => resources.length > 0);
  const inStacks = nonEmpty.flatMap((state) => {
    const id = stackId(environment, state.account, state.region, state.stack);
    const stack = configured.get(id);
    return stack ? ownersOf(state, stack, loaded) : [goneStack(state, environment)];
  });

  const applied = nonEmpty.flatMap(({ environment }) => environment ?? []);
  const ids = new Set(Object.keys(environment.accounts).map((account) => accountId(environment, account)));
  const gone = new Map(
    applied
      .flatMap(({ accounts }) => Object.entries(accounts))
      .filter(([, id]) => !ids.has(id))
      .map(([name, id]) => [id, name]),
  );
  const accounts = [...gone].map(([id, name]) => ({
    key: `account:${name}`,
    what: `account ${name} (${id}) is gone: what is deployed there would no longer be managed, and its replacement would start without users`,
    resources: [],
  }));

  const all = nonEmpty.flatMap(({ resources }) => resources);
  const wasProduction =
    applied.some(({ production }) => production) || all.some(({ deletionProtection }) => deletionProtection);
  const demoted = !environment.production && wasProduction;
  const production = {
    key: 'production',
    what: `${environment.name} was a production environment when it was last applied, and no longer is: all protections would be lifted`,
    resources: all.filter(({ deletionProtection }) => deletionProtection),
  };
  return [...(demoted ? [production] : []), ...accounts, ...inStacks];
}
