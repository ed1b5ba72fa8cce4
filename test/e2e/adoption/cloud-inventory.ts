import {
  CognitoIdentityProviderClient,
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
import type { Applied } from '../flows/applied';

/** Ids of all pools, clients, roles, stores and policies that really stand, whatever any state says. */
export async function inventory({ loaded, endpoint, region }: Applied): Promise<string[]> {
  const { environment } = loaded;
  const [account = ''] = Object.keys(environment.accounts);
  const config = access({ endpoint, region, accountId: accountId(environment, account) });
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
  return ids.map(String).sort();
}
