import type { StoreContent } from '../../../stacks/policies/cedar';
import { requestOf } from '../../../stacks/policies/decide';
import type { Golden } from '../../../stacks/policies/decisions';
import type { ClientConfig } from '../../aws/credentials';
import type { RegisteredStore } from '../../policy/registry';

/** One golden decision per action that any user is allowed, about a resource of the tenant. */
export function allowedToAnyone(golden: readonly Golden[], tenant: string): Golden[] {
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
 * Asks a store, with a synthetic user's token, for every action that any user is allowed there. All must be denied.
 * Throws if the store does not accept the token.
 * @returns the actions that are allowed
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
    for (const one of allowedToAnyone(golden, tenant)) {
      const { action, resource, context, entities } = requestOf(schema, one, store.userPoolId);
      // The principal and the token's claims come only from the token.
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
