import {
  CognitoIdentityProviderClient,
  paginateListUserPoolClients,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  paginateListIdentitySources,
  paginateListPolicies,
  paginateListPolicyStores,
  paginateListPolicyTemplates,
  VerifiedPermissionsClient,
} from '@aws-sdk/client-verifiedpermissions';
import { access, type Place } from '../fleet/cloud';

/** Reads all pages. */
async function all<P, T>(
  pages: AsyncIterable<P>,
  items: (page: P) => readonly T[] | undefined,
): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...(items(page) ?? []));
  return found;
}

async function pools(place: Place): Promise<string[]> {
  const client = new CognitoIdentityProviderClient(access(place));
  const found = await all(paginateListUserPools({ client }, { MaxResults: 60 }), (page) => page.UserPools);
  const lines = await Promise.all(
    found.map(async ({ Id: UserPoolId, Name }) => {
      const clients = await all(
        paginateListUserPoolClients({ client }, { UserPoolId, MaxResults: 60 }),
        (page) => page.UserPoolClients,
      );
      return [`pool ${Name}`, ...clients.map(({ ClientName }) => `client ${ClientName} of ${Name}`)];
    }),
  );
  client.destroy();
  return lines.flat();
}

async function stores(place: Place): Promise<string[]> {
  const client = new VerifiedPermissionsClient(access(place));
  const found = await all(paginateListPolicyStores({ client }, {}), (page) => page.policyStores);
  const lines = await Promise.all(
    found.map(async ({ policyStoreId, description }) => {
      const of = { policyStoreId };
      const [policies, templates, sources] = await Promise.all([
        all(paginateListPolicies({ client }, of), (page) => page.policies),
        all(paginateListPolicyTemplates({ client }, of), (page) => page.policyTemplates),
        all(paginateListIdentitySources({ client }, of), (page) => page.identitySources),
      ]);
      const policyNames = policies.map(({ definition }) => definition?.static?.description ?? 'linked');
      return [
        `store ${description}`,
        ...policyNames.map((name) => `policy ${name} of ${description}`),
        ...templates.map((template) => `template ${template.description} of ${description}`),
        ...sources.map(() => `identity source of ${description}`),
      ];
    }),
  );
  client.destroy();
  return lines.flat();
}

/**
 * Existing resources of a region that could have duplicates, whatever any state says: AWS refuses a second role, function
 * or table with the same name, but not a second pool, client, store or policy.
 */
export const inventory = async (place: Place): Promise<string[]> =>
  (await Promise.all([pools(place), stores(place)])).flat().sort();

/** Expected number of inventory lines of each kind, from addresses in states. */
export function countsOf(addresses: readonly string[]): Record<string, number> {
  const count = (type: string) => addresses.filter((address) => address.startsWith(`${type}.`)).length;
  return {
    pool: count('aws_cognito_user_pool'),
    client: count('aws_cognito_user_pool_client'),
    store: count('aws_verifiedpermissions_policy_store'),
    policy: count('aws_verifiedpermissions_policy'),
    template: count('aws_verifiedpermissions_policy_template'),
    'identity source': count('aws_verifiedpermissions_identity_source'),
  };
}

/** Actual number of inventory lines of each kind. */
export const countsIn = (lines: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    Object.keys(countsOf([])).map((kind) => [
      kind,
      lines.filter((line) => line.startsWith(`${kind} `)).length,
    ]),
  );
