import type {
  GetUserPoolMfaConfigResponse,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Clients, Loaded } from '../../adoption/clients';
import { atMost } from '../../aws/at-most';
import { failure, messageOf } from '../../cli/errors';

/**
 * Concurrent calls. Cognito allows 15 reads a second of pools, and as many of clients, per account and region ("Quotas in
 * Amazon Cognito"), and stacks are planned concurrently; the SDK adapts to throttling.
 */
const atOnce = 4;

/** Reads pools and clients from Cognito. Every failed call is an error: unseen never counts as unchanged. */
export interface Look {
  pool(address: string, UserPoolId: string): Promise<UserPoolType>;
  factors(address: string, UserPoolId: string): Promise<GetUserPoolMfaConfigResponse>;
  client(address: string, UserPoolId: string, ClientId: string): Promise<UserPoolClientType>;
  /** Sorted regions, other than its own, that the pool is replicated to. */
  replicas(address: string, UserPoolId: string): Promise<string[]>;
}

/** @param role for messages */
export function lookThrough(clients: Clients, { role, region }: { role: string; region: string }): Look {
  const limited = atMost(atOnce);
  const ask = <T>(
    address: string,
    action: string,
    run: (cognito: Loaded<'cognito'>) => Promise<T | undefined>,
  ): Promise<T> =>
    limited(async () => {
      try {
        const answer = await run(await clients.use('cognito', region));
        if (answer === undefined) throw new Error('the answer is empty');
        return answer;
      } catch (error) {
        throw failure(
          `cannot check ${address} for hidden changes: ${role} called cognito-idp:${action} in ${region}: ${messageOf(error)}`,
          'nothing was changed; run the same command again, or, if the role lacks the permission, roll out the ' +
            "account's foundation first, which updates its permissions",
          error,
        );
      }
    });
  return {
    pool: (address, UserPoolId) =>
      ask(address, 'DescribeUserPool', async ({ sdk, client }) => {
        const { UserPool } = await client.send(new sdk.DescribeUserPoolCommand({ UserPoolId }));
        return UserPool;
      }),
    factors: (address, UserPoolId) =>
      ask(address, 'GetUserPoolMfaConfig', ({ sdk, client }) =>
        client.send(new sdk.GetUserPoolMfaConfigCommand({ UserPoolId })),
      ),
    client: (address, UserPoolId, ClientId) =>
      ask(address, 'DescribeUserPoolClient', async ({ sdk, client }) => {
        const { UserPoolClient } = await client.send(
          new sdk.DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
        );
        return UserPoolClient;
      }),
    replicas: (address, UserPoolId) =>
      ask(address, 'ListUserPoolReplicas', async ({ sdk, client }) => {
        const regions: string[] = [];
        let NextToken: string | undefined;
        do {
          const page = await client
            .send(new sdk.ListUserPoolReplicasCommand({ UserPoolId, NextToken }))
            .catch((error: unknown) => {
              // Without multi-Region replication there are no replicas.
              if (error instanceof sdk.OperationNotEnabledException) return undefined;
              throw error;
            });
          for (const { RegionName = 'unknown' } of page?.UserPoolReplicas ?? [])
            if (RegionName !== region) regions.push(RegionName);
          NextToken = page?.NextToken;
        } while (NextToken);
        return regions.sort();
      }),
  };
}
