import type { ClientConfig } from '../../aws/credentials';
import { pacer } from '../sign-out-all';

/** Something that was read of a tenant: a page of it, or all. */
export interface Part {
  name: string;
  items: readonly unknown[];
}

/** Where a tenant stands in one region. */
export interface ExportSource {
  /** Of the export role, in the tenant's region. */
  config: ClientConfig;
  userPoolId: string;
  policyStoreId: string;
  /** Table of the users' mappings. */
  usersTable: string;
}

/** Policies a second of one store: half of what Verified Permissions lets through (`scripts/quotas/rates.ts`). */
const policiesPerSecond = 5;

const numbered = (name: string, page: number) => `${name}-${String(page).padStart(5, '0')}`;

/** A page of users (60 is Cognito's most) with what the mapping says of them. */
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

/** Groups, and who is in each. */
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

/** Every policy of the store with its text or its template and whom it links, those that the application has made too. */
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

/** Everything of a tenant in one region that AWS gives out, page by page. */
export async function* readTenant(source: ExportSource): AsyncGenerator<Part> {
  yield* users(source);
  yield* groups(source);
  yield* policies(source);
}
