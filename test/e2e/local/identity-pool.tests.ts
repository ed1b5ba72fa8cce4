import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { LocalAws } from '../../../local/aws';
import { assumed, type Config, organizationRole, pipeline, query } from './clients';
import { startLocal } from './shared';

const account = '101010101020';
const Password = 'Correct-horse-7-battery';
let aws: LocalAws;
let config: Config;
let users: CognitoIdentityProviderClient;
let pools: CognitoIdentityClient;
/** An application's client, which has no credentials. */
let app: CognitoIdentityClient;
let UserPoolId: string;
let ClientId: string;
let IdentityPoolId: string;
let provider: string;

beforeAll(async () => {
  aws = await startLocal();
  config = await assumed(pipeline(aws.endpoint), organizationRole(account));
  users = new CognitoIdentityProviderClient(config);
  pools = new CognitoIdentityClient(config);
  const { endpoint, region } = config;
  app = new CognitoIdentityClient({
    endpoint,
    region,
    maxAttempts: 1,
    credentials: async () => ({ accessKeyId: '', secretAccessKey: '' }),
  });
  UserPoolId = (await users.send(new CreateUserPoolCommand({ PoolName: 'customers' }))).UserPool?.Id ?? '';
  const client = new CreateUserPoolClientCommand({
    UserPoolId,
    ClientName: 'web',
    ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  ClientId = (await users.send(client)).UserPoolClient?.ClientId ?? '';
  provider = `cognito-idp.${region}.amazonaws.com/${UserPoolId}`;
  const created = await pools.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'customers',
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ ProviderName: provider, ClientId, ServerSideTokenCheck: true }],
    }),
  );
  IdentityPoolId = created.IdentityPoolId ?? '';
  for (const group of ['premium', 'basic']) {
    await newRole(group);
    const RoleArn = `arn:aws:iam::${account}:role/${group}`;
    await users.send(new CreateGroupCommand({ UserPoolId, GroupName: group, RoleArn, Precedence: 1 }));
  }
  await pools.send(
    new SetIdentityPoolRolesCommand({
      IdentityPoolId,
      Roles: {},
      RoleMappings: { [`${provider}:${ClientId}`]: { Type: 'Token', AmbiguousRoleResolution: 'Deny' } },
    }),
  );
  await pools.send(
    new SetPrincipalTagAttributeMapCommand({
      IdentityPoolId,
      IdentityProviderName: provider,
      PrincipalTags: { customer: 'sub' },
    }),
  );
});

/** Creates a role that trusts the identity pool, with session tags. */
async function newRole(RoleName: string): Promise<void> {
  const issuer = 'cognito-identity.amazonaws.com';
  const statement = {
    Effect: 'Allow',
    Principal: { Federated: issuer },
    Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
    Condition: {
      StringEquals: { [`${issuer}:aud`]: IdentityPoolId },
      'ForAnyValue:StringLike': { [`${issuer}:amr`]: 'authenticated' },
    },
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await query(config, 'iam', {
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName,
    AssumeRolePolicyDocument,
  });
}

/** Creates a user in these groups, and signs in. */
async function signIn(
  Username: string,
  groups: string[] = [],
): Promise<{ IdToken: string; AccessToken: string }> {
  await users.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  await users.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  for (const GroupName of groups)
    await users.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  const { AuthenticationResult } = await users.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    }),
  );
  return {
    IdToken: AuthenticationResult?.IdToken ?? '',
    AccessToken: AuthenticationResult?.AccessToken ?? '',
  };
}

/** Exchanges an ID token for credentials, as an application does. */
async function exchange(token: string) {
  const Logins = { [provider]: token };
  const { IdentityId } = await app.send(new GetIdCommand({ IdentityPoolId, Logins }));
  return (await app.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }))).Credentials;
}

test("the credentials are for the group's role", async () => {
  for (const group of ['premium', 'basic']) {
    const { IdToken } = await signIn(`in-${group}`, [group]);
    const { AccessKeyId = '', SecretKey = '', SessionToken, Expiration } = (await exchange(IdToken)) ?? {};
    expect(Expiration?.getTime()).toBeGreaterThan(Date.now());
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken };
    const sts = new STSClient({ ...config, credentials });
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: account,
      Arn: `arn:aws:sts::${account}:assumed-role/${group}/CognitoIdentityCredentials`,
    });
  }
});

test('a user in no group gets no credentials', async () => {
  const { IdToken } = await signIn('in-none');
  await expect(exchange(IdToken)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'The ambiguous role mapping rules denied this request.',
  });
});

test('there are no credentials for an access token, a changed ID token or no token', async () => {
  const { IdToken, AccessToken } = await signIn('careful', ['premium']);
  const [header, payload = '', signature] = IdToken.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'another' })).toString('base64url');
  for (const token of [AccessToken, `${header}.${forged}.${signature}`])
    await expect(exchange(token)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await expect(app.send(new GetIdCommand({ IdentityPoolId }))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Unauthenticated access is not supported for this identity pool.',
  });
});

test('after a global sign-out, an unexpired ID token gets no credentials', async () => {
  const { IdToken } = await signIn('leaving', ['premium']);
  await exchange(IdToken);
  await users.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: 'leaving' }));
  await expect(exchange(IdToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
});
