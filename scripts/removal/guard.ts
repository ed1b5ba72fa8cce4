import type { LoadedEnvironment } from '../../environments/schema';
import { blocked, type FleetError } from '../cli/errors';
import type { StackInfo } from '../selection/stacks';
import type { Change } from '../terraform/changes';
import type { DeployedResource } from './deployed-state';
import type { Omission } from './omissions';
import { ownerKey, ownerOf } from './owner';

/** Protections that a production environment gives up, in writing, before anything of it is removed. */
const neededRelaxations = ['deletion-protection', 'prevent-destroy'] as const;

/** Protections that it has not given up yet; none outside of production. */
export const keptProtections = ({
  production,
  relaxations,
}: Pick<LoadedEnvironment['environment'], 'production' | 'relaxations'>): string[] =>
  production
    ? neededRelaxations.filter((protection) => !relaxations.some((one) => one.protection === protection))
    : [];

/** What people ask about first, in this order. */
const notable: Readonly<Record<string, string>> = {
  aws_cognito_user_pool: 'user pool',
  aws_dynamodb_table: 'table',
  aws_verifiedpermissions_policy_store: 'policy store',
  aws_cognito_identity_pool: 'identity pool',
  aws_cognito_user_pool_client: 'app client',
  aws_apigatewayv2_api: 'API',
};

const shown = 5;

/** `17 resources, among them user pool eu-central-1_a1b2c3d4e` */
export function describeResources(resources: readonly DeployedResource[]): string {
  const count = `${resources.length} resource${resources.length === 1 ? '' : 's'}`;
  const named = Object.entries(notable).flatMap(([type, word]) =>
    resources.filter((resource) => resource.type === type).map(({ id }) => `${word} ${id}`),
  );
  if (named.length === 0) return count;
  const more = named.length > shown ? ` and ${named.length - shown} more` : '';
  return `${count}, among them ${named.slice(0, shown).join(', ')}${more}`;
}

/** Why an omission may not go on; undefined when it was named and nothing protects it any more. */
function objection(
  { key, resources, remedy }: Omission,
  named: ReadonlySet<string>,
  { environment }: LoadedEnvironment,
): string | undefined {
  if (!key) return remedy;
  if (!named.has(key)) return `put it back, or name it to remove it: --remove ${key}`;
  const kept = resources.filter(({ deletionProtection }) => deletionProtection);
  if (kept.length > 0)
    return `put it back: ${kept[0]?.address} (${kept[0]?.id}) has deletion protection; give it up first by the relaxations ${neededRelaxations.join(' and ')} in environments/${environment.name}.ts, and roll that out`;
  const missing = keptProtections(environment);
  if (missing.length > 0)
    return `in production, give up ${missing.join(' and ')} first: relaxations in environments/${environment.name}.ts, with a reason`;
  return undefined;
}

/**
 * What configuration no longer names is never destroyed by omission.
 * @param named the values of `--remove`
 * @returns an error (exit 3) that lists all that is not named or still protected; undefined when there is nothing
 */
export function refusal(
  found: readonly Omission[],
  named: ReadonlySet<string>,
  loaded: LoadedEnvironment,
): FleetError | undefined {
  const refused = found.flatMap((omission) => {
    const why = objection(omission, named, loaded);
    return why ? [{ ...omission, why }] : [];
  });
  if (refused.length === 0) return undefined;
  const lines = refused.flatMap(({ what, resources, why }) => [
    `  ${what}${resources.length > 0 ? `: ${describeResources(resources)}` : ''}`,
    `    ${why}`,
  ]);
  return blocked(
    [
      `configuration no longer names what is deployed in ${loaded.environment.name}; nothing was changed`,
      ...lines,
    ].join('\n'),
    'ids never change: if something was renamed or moved, undo that',
    {
      omissions: refused.map(({ key, what, resources, why }) => ({
        remove: key ?? null,
        what,
        resources: resources.map(({ address, id }) => ({ address, id })),
        why,
      })),
    },
  );
}

/**
 * The same, asked of a plan just before it is applied: whoever rolls out an old checkout would destroy what somebody
 * else has added since the states were compared.
 * @returns the keys of what the plan destroys although nobody named it
 */
export function unnamedRemovals(
  changes: readonly Change[],
  { stack, tenants, removed }: StackInfo,
  { services }: Pick<LoadedEnvironment, 'services'>,
  named: ReadonlySet<string>,
): string[] {
  if (removed) return [];
  const kept = new Set([
    ...named,
    ...tenants.map((id) => ownerKey({ kind: 'tenant', id })),
    ...services.map(({ id }) => ownerKey({ kind: 'service', id })),
  ]);
  const owners = changes
    .filter(({ action }) => action === 'delete')
    .map(({ address }) => ownerOf(stack, address.split('.').at(-1) ?? ''));
  return [...new Set(owners.flatMap((owner) => (owner ? [ownerKey(owner)] : [])))]
    .filter((key) => !kept.has(key))
    .sort();
}
