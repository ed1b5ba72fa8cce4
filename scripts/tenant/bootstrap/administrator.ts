import type { AttributeType, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { failure } from '../../cli/errors';

/** A tenant's pool, and the table that maps users to tenants. */
export interface TenantPool {
  tenant: string;
  userPoolId: string;
  /** Name of the table. */
  usersTable: string;
  cognito: CognitoIdentityProviderClient;
  cognitoSdk: typeof import('@aws-sdk/client-cognito-identity-provider');
  dynamodb: DynamoDBClient;
  dynamodbSdk: typeof import('@aws-sdk/client-dynamodb');
}

/** An administrator in one region. */
export interface Invited {
  sub: string;
  /** False: a user with that address already existed, and we sent no invitation. */
  invited: boolean;
}

const attributeOf = (attributes: readonly AttributeType[] = [], name: string) =>
  attributes.find(({ Name }) => Name === name)?.Value;

async function find({ cognito, cognitoSdk, userPoolId }: TenantPool, email: string) {
  try {
    const command = new cognitoSdk.AdminGetUserCommand({ UserPoolId: userPoolId, Username: email });
    return (await cognito.send(command)).UserAttributes;
  } catch (error) {
    if (error instanceof cognitoSdk.UserNotFoundException) return undefined;
    throw error;
  }
}

/** Cognito generates the first password and mails it, so we never see it. */
async function create(pool: TenantPool, email: string): Promise<AttributeType[] | undefined> {
  const { cognito, cognitoSdk, userPoolId, tenant } = pool;
  const command = new cognitoSdk.AdminCreateUserCommand({
    UserPoolId: userPoolId,
    Username: email,
    DesiredDeliveryMediums: ['EMAIL'],
    UserAttributes: [
      { Name: 'email', Value: email },
      // Anyone who answers the invitation has read the mail.
      { Name: 'email_verified', Value: 'true' },
      { Name: 'custom:tenant_id', Value: tenant },
    ],
  });
  try {
    return (await cognito.send(command)).User?.Attributes;
  } catch (error) {
    // The SDK retries a request whose response was lost.
    if (error instanceof cognitoSdk.UsernameExistsException) return find(pool, email);
    throw error;
  }
}

/** Maps the user to the tenant. Throws if the user is mapped to another tenant. */
async function map({ dynamodb, dynamodbSdk, usersTable, tenant }: TenantPool, sub: string): Promise<void> {
  try {
    await dynamodb.send(
      new dynamodbSdk.PutItemCommand({
        TableName: usersTable,
        Item: { user_id: { S: sub }, tenant_id: { S: tenant } },
        ConditionExpression: 'attribute_not_exists(user_id)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  } catch (error) {
    if (!(error instanceof dynamodbSdk.ConditionalCheckFailedException)) throw error;
    const other = error.Item?.tenant_id?.S;
    if (other !== tenant)
      throw failure(
        `user ${sub} is mapped to ${other ?? 'nothing'} in ${usersTable}`,
        `find out who wrote that; a user in the pool of ${tenant} belongs to ${tenant} only`,
      );
  }
}

/**
 * Ensures that a person is an administrator of a tenant in one region: a user of its pool, mapped to it, in its group.
 * An existing user is not invited again, so this can be interrupted anywhere and repeated.
 */
export async function inviteAdministrator(
  pool: TenantPool,
  { email, group }: { email: string; group: string },
): Promise<Invited> {
  const { cognito, cognitoSdk, userPoolId, tenant } = pool;
  const there = await find(pool, email);
  const attributes = there ?? (await create(pool, email));
  const sub = attributeOf(attributes, 'sub');
  const owner = attributeOf(attributes, 'custom:tenant_id');
  if (!sub || owner !== tenant)
    throw failure(
      `${email} is in user pool ${userPoolId} as a user of ${owner ?? 'no tenant'}`,
      'custom:tenant_id can never be changed: delete the user if it is not used, or invite another address',
    );
  await map(pool, sub);
  await cognito.send(
    new cognitoSdk.AdminAddUserToGroupCommand({
      UserPoolId: userPoolId,
      Username: email,
      GroupName: group,
    }),
  );
  return { sub, invited: !there };
}
