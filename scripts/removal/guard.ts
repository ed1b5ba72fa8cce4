import type { LoadedEnvironment } from '../../environments/schema';
import { blocked, type FleetError } from '../cli/errors';
import type { StackInfo } from '../selection/stacks';
import type { Change } from '../terraform/changes';
import type { DeployedResource } from './deployed-state';
import type { Omission } from './omissions';
import { ownerKey, ownerOf } from './owner';

/** Protections that must be relaxed in a production environment's file before anything in it is removed. */
const neededRelaxations = ['deletion-protection', 'prevent-destroy'] as const;

/** Protections that it has not relaxed yet; none outside production. */
export const keptProtections = ({
  production,
  relaxations,
}: Pick<LoadedEnvironment['environment'], 'production' | 'relaxations'>): string[] =>
  production
    ? neededRelaxations.filter((protection) => !relaxations.some((one) => one.protection === protection))
    : [];

/** The resources that matter most to a reader, in this order. */
const notable: Readonly<Record<string, string>> = {
  aws_cognito_user_pool: 'user pool',
  aws_dynamodb_table: 'table',
  aws_verifiedpermissions_policy_store: 'policy store',
  aws_cognito_identity_pool: 'identity pool',
  aws_cognito_user_pool_client: 'app client',
  aws_apigatewayv2_api: 'API',
};

const shown = 5;

/** `17 resources, including user pool eu-central-1_a1b2c3d4e` */
export function describeResources(resources: readonly DeployedResource[]): string {
  const count = `${resources.length} resource${resources.length === 1 ? '' : 's'}`;
  const named = Object.entries(notable).flatMap(([type, word]) =>
    resources.filter((resource) => resource.type === type).map(({ id }) => `${word} ${id}`),
  );
  if (named.length === 0) return count;
  const more = named.length > shown ? ` and ${named.length - shown} more` : '';
  return `${count}, including ${named.slice(0, shown).join(', ')}${more}`;
}

/** Why an omission is refused; undefined if it was named and nothing protects it any more. */
function objection(
  { key, resources, remedy }: Omission,
  named: ReadonlySet<string>,
  { environment }: LoadedEnvironment,
): string | undefined {
  if (!key) return remedy;
  if (!named.has(key)) return `restore it, or remove it with --remove ${key}`;
  const kept = resources.filter(({ deletionProtection }) => deletionProtection);
  if (kept.length > 0)
    return `restore it: ${kept[0]?.address} (${kept[0]?.id}) has deletion protection. To lift it, first add the relaxations ${neededRelaxations.join(' and ')} to environments/${environment.name}.ts, and roll that out`;
  const missing = keptProtections(environment);
  if (missing.length > 0)
    return `in production, first add the relaxations ${missing.join(' and ')} to environments/${environment.name}.ts, with a reason`;
  return undefined;
}

/**
 * Refuses omissions: leaving something out of the configuration never destroys it.
 * @param named the values of `--remove`
 * @returns an error (exit 3) that lists everything not named or still protected; undefined if there is nothing
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
      `some of what is deployed in ${loaded.environment.name} is no longer configured; nothing was changed`,
      ...lines,
    ].join('\n'),
    'ids must not change: if something was renamed or moved, undo that',
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
 * The same check on a plan just before it is applied: a rollout from an old checkout would otherwise destroy what was
 * added since the states were compared.
 * @returns keys that the plan would destroy although they were not named
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
