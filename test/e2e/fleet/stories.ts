import type { LoadedEnvironment } from '../../../environments/schema';
import type { Fleet } from '../memory/small-fleets';
import { addressesIn } from './cloud';
import type { Ended } from './fleet';
import { smallFleet } from './small-fleet';

// Shared by the stories of `small-fleet.test.ts`. Each changes the fleet, and continues where the previous one ended.

/** The small fleet as it is first rolled out. */
export const whole = smallFleet();
export const bucket = 'northpay-staging-tfstate-202020202020';
/** A stack's id. */
export const idOf = (stack: string) => `staging-all-eu-central-1-${stack}`;

export const rollout = (fleet: Fleet, ...args: string[]): Promise<Ended> =>
  fleet.run('rollout', '--env', 'staging', '--yes', '--parallel', '3', '--json', ...args);
export const plan = (fleet: Fleet, ...args: string[]): Promise<Ended> =>
  fleet.run('plan', '--env', 'staging', '--json', ...args);

/** Addresses in a stack's state. */
export const addresses = ({ place }: Fleet, stack: string): Promise<string[]> =>
  addressesIn(place, bucket, `eu-central-1/${stack}/terraform.tfstate`);

/** How each stack of a rollout ended. */
export const outcomes = ({ stdout }: Ended): Record<string, string> =>
  Object.fromEntries(
    JSON.parse(stdout).stacks.map(({ id, outcome }: { id: string; outcome: string }) => [id, outcome]),
  );

/** Keys for `--remove` that a refused command lists. */
export const refused = ({ code, stdout, stderr }: Ended): (string | null)[] => {
  if (code !== 3) throw new Error(`exit ${code}\n${stdout}\n${stderr}`);
  return JSON.parse(stdout).error.omissions.map(({ remove }: { remove: string | null }) => remove);
};

/** The environment without these tenants and services. */
export const without = (loaded: LoadedEnvironment, ...ids: string[]): LoadedEnvironment => ({
  ...loaded,
  tenants: loaded.tenants.filter(({ id }) => !ids.includes(id)),
  services: loaded.services.filter(({ id }) => !ids.includes(id)),
});

const smaller = without(whole, 'initech', 'hooli', 'legacy-export');
const cells = { 'cell-01': whole.environment.cells['cell-01'] } as LoadedEnvironment['environment']['cells'];
/** The fleet after a tenant, a service and a cell are removed: acme in one cell. */
export const shrunk: LoadedEnvironment = { ...smaller, environment: { ...smaller.environment, cells } };

const produce = (
  loaded: LoadedEnvironment,
  changes: Partial<LoadedEnvironment['environment']>,
): LoadedEnvironment => ({ ...loaded, environment: { ...loaded.environment, ...changes } });
const ownSender = { protection: 'email-sender' as const, reason: 'nothing of this fleet ever mails' };
const relaxations = (['deletion-protection', 'prevent-destroy'] as const).map((protection) => ({
  protection,
  reason: 'acme has left, see ticket 4711 for its export',
}));
/** The environment as production. */
export const production = (loaded: LoadedEnvironment) =>
  produce(loaded, { production: true, relaxations: [ownSender] });
/** The environment with its protections lifted. */
export const unprotected = (loaded: LoadedEnvironment) =>
  produce(loaded, { production: true, relaxations: [ownSender, ...relaxations] });
