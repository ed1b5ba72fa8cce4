import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Budget } from '../shared/budget';
import { withinBudget } from '../shared/client';
import { Denied } from '../shared/denied';
import { outage } from '../shared/outage';
import type { Claimant } from '../shared/tenants/claimant';
import {
  type Mapping,
  mappingOf,
  type Registration,
  registrationOf,
  type TenantTables,
} from '../shared/tenants/records';
import { span } from '../shared/tracing';

/** The calls of one event, which share its time budget. Each throws Denied (`store-…`) if the store fails or is slow. */
export interface Store {
  registrationOf(claimant: Claimant): Promise<Registration | undefined>;
  /** Writes the mapping unless the user has one; returns the resulting one. */
  map(claimant: Claimant): Promise<Mapping>;
}

/** `begin` starts the time budget of one event. */
export function mappingStore({ usersTable, registryTable, region }: TenantTables, budget: Budget) {
  const client = new DynamoDBClient({ region, ...withinBudget(budget) });

  const registration = async (tenantId: string, abortSignal: AbortSignal) => {
    const Key = { tenant_id: { S: tenantId }, region: { S: region } };
    const command = new GetItemCommand({ TableName: registryTable, Key, ConsistentRead: true });
    const { Item } = await client.send(command, { abortSignal });
    return Item && registrationOf({ table: registryTable, attributes: Item });
  };

  /** If a put succeeds but its answer is lost, its own retry finds the mapping that it wrote. */
  const map = async ({ userId, tenantId }: Claimant, abortSignal: AbortSignal): Promise<Mapping> => {
    const command = new PutItemCommand({
      TableName: usersTable,
      Item: { user_id: { S: userId }, tenant_id: { S: tenantId } },
      ConditionExpression: 'attribute_not_exists(user_id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      await client.send(command, { abortSignal });
      return { userId, tenantId };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      if (!error.Item) throw new Denied('store-malformed', { table: usersTable });
      return mappingOf({ table: usersTable, attributes: error.Item });
    }
  };

  return (): Store => {
    const signal = AbortSignal.timeout(budget.total);
    const call = <T>(run: () => Promise<T>): Promise<T> =>
      span(
        'DynamoDB',
        () =>
          run().catch((error: unknown) => Promise.reject(error instanceof Denied ? error : outage(error))),
        true,
      );
    return {
      registrationOf: ({ tenantId }) => call(() => registration(tenantId, signal)),
      map: (claimant) => call(() => map(claimant, signal)),
    };
  };
}
