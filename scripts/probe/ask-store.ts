import type { VerifiedPermissionsClient } from '@aws-sdk/client-verifiedpermissions';
import type { StoreContent } from '../../stacks/policies/cedar';
import { requestOf } from '../../stacks/policies/decide';
import type { Golden } from '../../stacks/policies/decisions';
import type { ClientConfig } from '../aws/credentials';
import { policyName } from '../policy/deployed';
import type { RegisteredStore } from '../policy/registry';
import type { Said } from './decisions';

/** Concurrent requests to one store; Verified Permissions allows 200 per second. */
const atOnce = 10;

/** Names of a store's policies by id: a decision contains only ids. */
async function policyNames(
  client: VerifiedPermissionsClient,
  policyStoreId: string,
): Promise<Map<string, string>> {
  const sdk = await import('@aws-sdk/client-verifiedpermissions');
  const names = new Map<string, string>();
  for await (const { policies = [] } of sdk.paginateListPolicies({ client }, { policyStoreId }))
    for (const { policyId = '', definition } of policies)
      names.set(policyId, policyName(definition?.static?.description) ?? policyId);
  return names;
}

/** A golden decision as an API request. */
const inputOf = (schema: string, golden: Golden, { policyStoreId, userPoolId }: RegisteredStore) => {
  const { principal, action, resource, context, entities } = requestOf(schema, golden, userPoolId);
  const identifier = ({ type, id }: typeof principal) => ({ entityType: type, entityId: id });
  return {
    policyStoreId,
    principal: identifier(principal),
    action: { actionType: action.type, actionId: action.id },
    resource: identifier(resource),
    context: { cedarJson: JSON.stringify(context) },
    entities: { cedarJson: JSON.stringify(entities) },
  };
};

/**
 * Asks a store every golden decision, with the pool's real id, and returns decisions with policy names.
 * Throws if the store cannot be asked at all; a request that it rejects as invalid is a result.
 */
export async function askStore(
  config: ClientConfig,
  store: RegisteredStore,
  { schema }: StoreContent,
  golden: readonly Golden[],
): Promise<{ golden: Golden; said: Said }[]> {
  const sdk = await import('@aws-sdk/client-verifiedpermissions');
  const client = new sdk.VerifiedPermissionsClient(config);
  try {
    const names = await policyNames(client, store.policyStoreId);
    const ask = async (question: Golden): Promise<Said> => {
      try {
        const { decision, determiningPolicies = [] } = await client.send(
          new sdk.IsAuthorizedCommand(inputOf(schema, question, store)),
        );
        const by = determiningPolicies.map(({ policyId = '' }) => names.get(policyId) ?? policyId);
        return { decision: decision === 'ALLOW' ? 'ALLOW' : 'DENY', by };
      } catch (error) {
        if (error instanceof sdk.ValidationException) return { refused: error.message };
        throw error;
      }
    };
    const asked: { golden: Golden; said: Said }[] = [];
    for (let from = 0; from < golden.length; from += atOnce)
      asked.push(
        ...(await Promise.all(
          golden.slice(from, from + atOnce).map(async (one) => ({ golden: one, said: await ask(one) })),
        )),
      );
    return asked;
  } finally {
    client.destroy();
  }
}
