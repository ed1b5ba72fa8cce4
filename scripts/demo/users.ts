import { tables } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import type { ClientConfig } from '../aws/credentials';
import { newPassword } from '../aws/new-password';
import { failure } from '../cli/errors';
import { putItem } from './tables';
import type { DemoTenant } from './tenants';

/** A user who can sign in. The password is never shown. */
export interface DemoUser {
  email: string;
  password: string;
}

/**
 * Creates a user in the tenant's pool, and maps the user to a tenant in the mapping table.
 * @param mappedTo the tenant in the mapping; if it isn't the pool's tenant, the user is refused
 */
export async function registerUser(
  access: ClientConfig,
  environment: Environment,
  tenant: DemoTenant,
  { email, mappedTo, group }: { email: string; mappedTo: string; group?: string },
): Promise<DemoUser> {
  const cognito = await import('@aws-sdk/client-cognito-identity-provider');
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
  const password = newPassword();
  await client.send(
    new cognito.AdminSetUserPasswordCommand({ ...pool, Password: password, Permanent: true }),
  );
  if (group) await client.send(new cognito.AdminAddUserToGroupCommand({ ...pool, GroupName: group }));
  client.destroy();

  const sub = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (!sub) throw failure(`user pool ${tenant.userPoolId} gave ${email} no sub`);
  await putItem(access, tables(environment).tenantUsers, { user_id: sub, tenant_id: mappedTo });
  return { email, password };
}

/** Result of a sign-in: tokens, or the reason for a refusal. */
export type SignIn = { accessToken: string; idToken: string } | { refusal: string };

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
    const { AccessToken: accessToken, IdToken: idToken } = AuthenticationResult ?? {};
    if (!accessToken || !idToken)
      throw failure(`user pool ${tenant.userPoolId} returned no tokens for ${user.email}`);
    return { accessToken, idToken };
  } catch (error) {
    // Only the hook's refusal is a result; a wrong password or a broken endpoint is a failure of the demo.
    if (error instanceof cognito.UserLambdaValidationException)
      return { refusal: `${error.name}: ${error.message}` };
    throw error;
  } finally {
    client.destroy();
  }
}
