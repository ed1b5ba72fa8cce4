import type { StoreContent } from '../../../stacks/policies/cedar';
import { requestOf } from '../../../stacks/policies/decide';
import type { Golden } from '../../../stacks/policies/decisions';
import type { ClientConfig } from '../../aws/credentials';
import type { RegisteredStore } from '../../policy/registry';

/** One golden decision of each action that somebody may do, about what belongs to the tenant itself. */
export function allowedToSomebody(golden: readonly Golden[], tenant: string): Golden[] {
  const byAction = new Map(
    golden.filter(({ decision }) => decision === 'ALLOW').map((one) => [one.action, one]),
  );
  return [...byAction.values()].map((one) => {
    const { tenant_id } = (one.context.token ?? {}) as { tenant_id?: unknown };
    if (typeof tenant_id !== 'string') return one;
    return JSON.parse(
      JSON.stringify(one).replaceAll(JSON.stringify(tenant_id), () => JSON.stringify(tenant)),
    );
  });
}

/**
 * Asks a store, with a synthetic user's token, for everything that somebody may do there. It must be denied all of it.
 * Throws when the store does not take the token.
 * @returns what it may do
 */
export async function reachOf(
  config: ClientConfig,
  store: RegisteredStore,
  { schema }: StoreContent,
  { golden, tenant, accessToken }: { golden: readonly Golden[]; tenant: string; accessToken: string },
): Promise<string[]> {
  const sdk = await import('@aws-sdk/client-verifiedpermissions');
  const client = new sdk.VerifiedPermissionsClient(config);
  try {
    const allowed: string[] = [];
    for (const one of allowedToSomebody(golden, tenant)) {
      const { action, resource, context, entities } = requestOf(schema, one, store.userPoolId);
      // Who asks, and what the token says, comes from the token alone.
      const { token: _, ...rest } = context;
      const own = entities.filter(({ uid }) => JSON.stringify(uid) === JSON.stringify(resource));
      const { decision } = await client.send(
        new sdk.IsAuthorizedWithTokenCommand({
          policyStoreId: store.policyStoreId,
          accessToken,
          action: { actionType: action.type, actionId: action.id },
          resource: { entityType: resource.type, entityId: resource.id },
          context: { cedarJson: JSON.stringify(rest) },
          entities: { cedarJson: JSON.stringify(own) },
        }),
      );
      if (decision !== 'DENY') allowed.push(action.id);
    }
    return allowed;
  } finally {
    client.destroy();
  }
}
