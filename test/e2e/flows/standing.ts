import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  ListPoliciesCommand,
  ListPolicyStoresCommand,
  VerifiedPermissionsClient,
} from '@aws-sdk/client-verifiedpermissions';
import { accountId } from '../../../environments/names';
import { access } from '../fleet/cloud';
import type { Applied } from './applied';

/** Access to an account as its administrator. */
const administrator = ({ loaded, endpoint, region }: Applied, account: string) =>
  access({ endpoint, region, accountId: accountId(loaded.environment, account) });

/** Creates a second pool with the name and tags of another, as a killed and repeated apply could. */
export async function twinPool(applied: Applied, account: string, UserPoolId: string): Promise<string> {
  const client = new CognitoIdentityProviderClient(administrator(applied, account));
  const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId }));
  const twin = await client.send(
    new CreateUserPoolCommand({ PoolName: UserPool?.Name, UserPoolTags: UserPool?.UserPoolTags }),
  );
  client.destroy();
  return twin.UserPool?.Id ?? '';
}

export async function removePool(applied: Applied, account: string, UserPoolId: string): Promise<void> {
  const client = new CognitoIdentityProviderClient(administrator(applied, account));
  await client.send(new DeleteUserPoolCommand({ UserPoolId }));
  client.destroy();
}

/** Creates a log group without the fleet's tags, as someone else would. */
export async function untaggedLogGroup(
  applied: Applied,
  account: string,
  logGroupName: string,
): Promise<void> {
  const client = new CloudWatchLogsClient(administrator(applied, account));
  await client.send(new CreateLogGroupCommand({ logGroupName }));
  client.destroy();
}

/** Ids of an account's pools, clients, roles, stores and policies. */
async function standingIn(applied: Applied, account: string): Promise<string[]> {
  const config = administrator(applied, account);
  const [cognito, iam, permissions] = [
    new CognitoIdentityProviderClient(config),
    new IAMClient(config),
    new VerifiedPermissionsClient(config),
  ];
  const ids: (string | undefined)[] = [];
  for (const { Id: UserPoolId } of (await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 })))
    .UserPools ?? []) {
    const { UserPoolClients = [] } = await cognito.send(
      new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }),
    );
    ids.push(UserPoolId, ...UserPoolClients.map(({ ClientId }) => ClientId));
  }
  ids.push(...((await iam.send(new ListRolesCommand({}))).Roles ?? []).map(({ RoleName }) => RoleName));
  for (const { policyStoreId } of (await permissions.send(new ListPolicyStoresCommand({}))).policyStores ??
    []) {
    const { policies = [] } = await permissions.send(
      new ListPoliciesCommand({ policyStoreId, maxResults: 50 }),
    );
    ids.push(policyStoreId, ...policies.map(({ policyId }) => policyId));
  }
  for (const client of [cognito, iam, permissions]) client.destroy();
  return ids.map((id) => `${account} ${id}`).sort();
}

/** Ids of all pools, clients, roles, stores and policies that actually exist, whatever any state says. */
export const inventory = async (applied: Applied): Promise<string[]> =>
  (
    await Promise.all(
      Object.keys(applied.loaded.environment.accounts).map((account) => standingIn(applied, account)),
    )
  ).flat();
