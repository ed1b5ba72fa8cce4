import { randomBytes } from 'node:crypto';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { failure } from '../../cli/errors';

/** Nobody can receive mail at such an address (RFC 2606), so nobody can sign up with one and confirm it. */
const mark = /^fleet-probe-[0-9a-f]{16}@probe\.invalid$/;

/** A user name that identifies a synthetic user. */
export const syntheticName = (): string => `fleet-probe-${randomBytes(8).toString('hex')}@probe.invalid`;

/** Age at which another probe deletes a synthetic user: no probe takes that long. */
const abandonedAfterMs = 60 * 60_000;

/** Synthetic users left behind by killed probes. */
export const abandoned = (
  users: readonly { Username?: string; email?: string; UserCreateDate?: Date }[],
  now: number,
): string[] =>
  users.flatMap(({ Username, email = '', UserCreateDate }) =>
    Username && mark.test(email) && UserCreateDate && now - UserCreateDate.getTime() > abandonedAfterMs
      ? [Username]
      : [],
  );

/** The pool of a synthetic user and, for a tenant's pool, the table that maps users to tenants. */
export interface ProbedPool {
  sdk: typeof import('@aws-sdk/client-cognito-identity-provider');
  client: CognitoIdentityProviderClient;
  userPoolId: string;
  tenant?: {
    id: string;
    table: string;
    dynamodb: DynamoDBClient;
    sdk: typeof import('@aws-sdk/client-dynamodb');
  };
}

/** A user that exists only while a probe runs, in no group. */
export interface SyntheticUser {
  username: string;
  /** Cognito requires a new one at the first sign-in. The probe role may set it, but not passwords of existing users. */
  temporaryPassword: string;
  sub: string;
}

const attributeOf = (
  attributes: readonly { Name?: string | undefined; Value?: string | undefined }[] = [],
  name: string,
) => attributes.find(({ Name }) => Name === name)?.Value;

/** Creates the user without sending mail. */
export async function makeSyntheticUser(pool: ProbedPool, temporaryPassword: string): Promise<SyntheticUser> {
  const { sdk, client, userPoolId: UserPoolId, tenant } = pool;
  const username = syntheticName();
  const { User } = await client.send(
    new sdk.AdminCreateUserCommand({
      UserPoolId,
      Username: username,
      MessageAction: 'SUPPRESS',
      TemporaryPassword: temporaryPassword,
      UserAttributes: [
        { Name: 'email', Value: username },
        { Name: 'email_verified', Value: 'true' },
        ...(tenant ? [{ Name: 'custom:tenant_id', Value: tenant.id }] : []),
      ],
    }),
  );
  const sub = attributeOf(User?.Attributes, 'sub');
  if (!sub) throw failure(`user pool ${UserPoolId} gave ${username} no sub`);
  return { username, temporaryPassword, sub };
}

/** Maps the user to the tenant. */
export async function mapSyntheticUser({ tenant }: ProbedPool, { sub }: SyntheticUser): Promise<void> {
  await tenant?.dynamodb.send(
    new tenant.sdk.PutItemCommand({
      TableName: tenant.table,
      Item: { user_id: { S: sub }, tenant_id: { S: tenant.id } },
      ConditionExpression: 'attribute_not_exists(user_id)',
    }),
  );
}

/** Deletes a user and its mapping; the mapping first, since without it the user gets no token. */
async function remove({ sdk, client, userPoolId, tenant }: ProbedPool, username: string, sub?: string) {
  if (tenant && sub)
    await tenant.dynamodb.send(
      new tenant.sdk.DeleteItemCommand({ TableName: tenant.table, Key: { user_id: { S: sub } } }),
    );
  await client
    .send(new sdk.AdminDeleteUserCommand({ UserPoolId: userPoolId, Username: username }))
    .catch((error: unknown) => {
      if (!(error instanceof sdk.UserNotFoundException)) throw error;
    });
}

export const removeSyntheticUser = (pool: ProbedPool, { username, sub }: SyntheticUser): Promise<void> =>
  remove(pool, username, sub);

/** Deletes synthetic users that killed probes left in this pool. */
export async function removeAbandoned(pool: ProbedPool): Promise<void> {
  const { sdk, client, userPoolId: UserPoolId } = pool;
  const Filter = 'email ^= "fleet-probe-"';
  for await (const { Users = [] } of sdk.paginateListUsers({ client }, { UserPoolId, Filter })) {
    const subs = new Map(Users.map((user) => [user.Username, attributeOf(user.Attributes, 'sub')]));
    const seen = Users.map((user) => ({ ...user, email: attributeOf(user.Attributes, 'email') }));
    for (const username of abandoned(seen, Date.now())) await remove(pool, username, subs.get(username));
  }
}
