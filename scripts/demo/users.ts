import { randomBytes } from 'node:crypto';
import { tables } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import type { ClientConfig } from '../lib/aws';
import { failure } from '../lib/errors';
import type { DemoTenant } from './tenants';

/** A user who can sign in. The password is never shown. */
export interface DemoUser {
  email: string;
  password: string;
}

/** One letter of every class that the pools ask for, and 24 bytes of chance. */
const generatePassword = () => `aA1!${randomBytes(24).toString('base64url')}`;

/**
 * Registers a user in the tenant's pool and says in the mapping table to whom the user belongs.
 * @param mappedTo the tenant in the mapping; another one than the pool's makes a stranger of the user
 */
export async function registerUser(
  access: ClientConfig,
  environment: Environment,
  tenant: DemoTenant,
  { email, mappedTo, group }: { email: string; mappedTo: string; group?: string },
): Promise<DemoUser> {
  const cognito = await import('@aws-sdk/client-cognito-identity-provider');
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { DynamoDBDocumentClient, PutCommand } = await import('@aws-sdk/lib-dynamodb');
  const client = new cognito.CognitoIdentityProviderClient(access);
  const pool = { UserPoolId: tenant.userPoolId, Username: email };
  const { User } = await client.send(
    new cognito.AdminCreateUserCommand({
      ...pool,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'custom:tenant_id', Value: tenant.id },
      ],
    }),
  );
  const password = generatePassword();
  await client.send(
    new cognito.AdminSetUserPasswordCommand({ ...pool, Password: password, Permanent: true }),
  );
  if (group) await client.send(new cognito.AdminAddUserToGroupCommand({ ...pool, GroupName: group }));
  client.destroy();

  const sub = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (!sub) throw failure(`user pool ${tenant.userPoolId} gave ${email} no sub`);
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(access));
  const Item = { user_id: sub, tenant_id: mappedTo };
  await table.send(new PutCommand({ TableName: tables(environment).tenantUsers, Item }));
  table.destroy();
  return { email, password };
}

/** What signing in gave: an access token, or the reason why there is none. */
export type SignIn = { accessToken: string } | { refusal: string };

/** Signs in through the probe client, as an administrator may. */
export async function signIn(access: ClientConfig, tenant: DemoTenant, user: DemoUser): Promise<SignIn> {
  const cognito = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new cognito.CognitoIdentityProviderClient(access);
  try {
    const { AuthenticationResult } = await client.send(
      new cognito.AdminInitiateAuthCommand({
        UserPoolId: tenant.userPoolId,
        ClientId: tenant.probeClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.email, PASSWORD: user.password },
      }),
    );
    const accessToken = AuthenticationResult?.AccessToken;
    return accessToken ? { accessToken } : { refusal: 'no access token in the answer' };
  } catch (error) {
    // Only the hook's refusal is an answer; a wrong password or a broken endpoint is a failure of ours.
    if (error instanceof cognito.UserLambdaValidationException)
      return { refusal: `${error.name}: ${error.message}` };
    throw error;
  } finally {
    client.destroy();
  }
}
