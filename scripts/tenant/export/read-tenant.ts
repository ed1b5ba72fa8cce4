import type { ClientConfig } from '../../aws/credentials';
import { pacer } from '../sign-out-all';

/** A portion of a tenant's data: one page, or all of one kind. */
export interface Part {
  name: string;
  items: readonly unknown[];
}

/** A tenant in one region, as the export reads it. */
export interface ExportSource {
  /** Credentials of the export role, in the tenant's region. */
  config: ClientConfig;
  userPoolId: string;
  policyStoreId: string;
  /** Table that maps users to tenants. */
  usersTable: string;
}

/** Policies a second from one store: half of Verified Permissions' quota (`scripts/quotas/rates.ts`). */
const policiesPerSecond = 5;

const numbered = (name: string, page: number) => `${name}-${String(page).padStart(5, '0')}`;

/** Pages of users (Cognito returns at most 60), with their mappings. */
async function* users({ config, userPoolId, usersTable }: ExportSource): AsyncGenerator<Part> {
  const [cognito, dynamodb] = await Promise.all([
    import('@aws-sdk/client-cognito-identity-provider'),
    import('@aws-sdk/client-dynamodb'),
  ]);
  const client = new cognito.CognitoIdentityProviderClient({ ...config, maxAttempts: 10 });
  const table = new dynamodb.DynamoDBClient(config);
  const mappings = async (subs: readonly string[]) => {
    const found: unknown[] = [];
    let keys = subs.map((sub) => ({ user_id: { S: sub } }) as Record<string, { S: string }>);
    while (keys.length > 0) {
      const RequestItems = { [usersTable]: { Keys: keys, ConsistentRead: true } };
      const answer = await table.send(new dynamodb.BatchGetItemCommand({ RequestItems }));
      found.push(...(answer.Responses?.[usersTable] ?? []));
      keys = (answer.UnprocessedKeys?.[usersTable]?.Keys ?? []) as typeof keys;
    }
    return found;
  };
  try {
    let page = 0;
    for await (const { Users = [] } of cognito.paginateListUsers(
      { client },
      { UserPoolId: userPoolId, Limit: 60 },
    )) {
      page++;
      yield { name: numbered('users', page), items: Users };
      const subs = Users.flatMap(
        ({ Attributes = [] }) => Attributes.find(({ Name }) => Name === 'sub')?.Value ?? [],
      );
      yield { name: numbered('mappings', page), items: await mappings(subs) };
    }
  } finally {
    client.destroy();
    table.destroy();
  }
}

/** Groups, with their members. */
async function* groups({ config, userPoolId }: ExportSource): AsyncGenerator<Part> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient({ ...config, maxAttempts: 10 });
  const UserPoolId = userPoolId;
  try {
    const { UserPool } = await client.send(new sdk.DescribeUserPoolCommand({ UserPoolId }));
    yield { name: 'pool', items: [UserPool] };
    const all: { GroupName?: string }[] = [];
    for await (const { Groups = [] } of sdk.paginateListGroups({ client }, { UserPoolId }))
      all.push(...Groups);
    yield { name: 'groups', items: all };
    for (const { GroupName = '' } of all) {
      let page = 0;
      for await (const { Users = [] } of sdk.paginateListUsersInGroup(
        { client },
        { UserPoolId, GroupName, Limit: 60 },
      ))
        yield {
          name: numbered(`members-${GroupName}`, ++page),
          items: Users.map(({ Username }) => Username),
        };
    }
  } finally {
    client.destroy();
  }
}

/** Every policy of the store, with its text or its template and principal, including those that the application created. */
async function* policies({ config, policyStoreId }: ExportSource): AsyncGenerator<Part> {
  const sdk = await import('@aws-sdk/client-verifiedpermissions');
  const client = new sdk.VerifiedPermissionsClient({ ...config, maxAttempts: 10 });
  const pace = pacer(policiesPerSecond);
  try {
    let page = 0;
    for await (const found of sdk.paginateListPolicies({ client }, { policyStoreId })) {
      const whole: unknown[] = [];
      for (const { policyId } of found.policies ?? []) {
        await pace();
        const { $metadata: _, ...policy } = await client.send(
          new sdk.GetPolicyCommand({ policyStoreId, policyId }),
        );
        whole.push(policy);
      }
      yield { name: numbered('policies', ++page), items: whole };
    }
  } finally {
    client.destroy();
  }
}

/** Everything that AWS returns about a tenant in one region, page by page. */
export async function* readTenant(source: ExportSource): AsyncGenerator<Part> {
  yield* users(source);
  yield* groups(source);
  yield* policies(source);
}
