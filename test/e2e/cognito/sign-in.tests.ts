import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  DeleteUserPoolCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { secretHash } from '../../../local/cognito/sign-in/secret-hash';
import { claimsOf, newClient, newPool, newUser, password, region, srpClient, startLocal } from './harness';

let local: Awaited<ReturnType<typeof startLocal>>;
let pool: string;
let client: { id: string; secret: string };
let sub: string;
const ada = 'ada@example.com';

beforeAll(async () => {
  local = await startLocal();
  pool = await newPool(local);
  client = await newClient(local, pool, {
    AccessTokenValidity: 10,
    IdTokenValidity: 20,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
  });
  sub = await newUser(local, pool, ada);
});
afterAll(() => local.end());

const signIn = (USERNAME = ada, PASSWORD = password, ClientId = client.id) =>
  local.sdk.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
const tokensOf = async (username?: string) => {
  const { AuthenticationResult } = await signIn(username);
  return AuthenticationResult as { AccessToken: string; IdToken: string; RefreshToken: string };
};
const refresh = (REFRESH_TOKEN: string) =>
  local.sdk.send(
    new InitiateAuthCommand({
      ClientId: client.id,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN },
    }),
  );

describe('tokens', () => {
  test('are accepted by aws-jwt-verify with the keys that the pool publishes', async () => {
    const { AccessToken, IdToken } = await tokensOf();
    const published = await fetch(`${local.aws.endpoint}/${pool}/.well-known/jwks.json`);
    const jwks = (await published.json()) as Parameters<typeof access.cacheJwks>[0];
    const common = { userPoolId: pool, clientId: client.id };
    const access = CognitoJwtVerifier.create({ ...common, tokenUse: 'access' });
    access.cacheJwks(jwks);
    const id = CognitoJwtVerifier.create({ ...common, tokenUse: 'id' });
    id.cacheJwks(jwks);

    expect(await access.verify(AccessToken)).toMatchObject({ sub, username: sub });
    expect(await id.verify(IdToken)).toMatchObject({ sub, 'custom:tenant_id': 'acme', email_verified: true });
    await expect(access.verify(IdToken)).rejects.toThrow();
    const [head, body, signature] = AccessToken.split('.') as [string, string, string];
    const forged = Buffer.from(JSON.stringify({ ...claimsOf(AccessToken), sub: 'eve' })).toString(
      'base64url',
    );
    await expect(access.verify(`${head}.${forged}.${signature}`)).rejects.toThrow();
    expect(body).not.toBe(forged);
  });

  test("contain Cognito's claims and have the client's lifetimes", async () => {
    const { AccessToken, IdToken } = await tokensOf();
    const access = claimsOf(AccessToken);
    const id = claimsOf(IdToken);

    expect(Object.keys(access).sort()).toEqual([
      'auth_time',
      'client_id',
      'event_id',
      'exp',
      'iat',
      'iss',
      'jti',
      'origin_jti',
      'scope',
      'sub',
      'token_use',
      'username',
    ]);
    expect(access).toMatchObject({
      iss: `https://cognito-idp.${region}.amazonaws.com/${pool}`,
      client_id: client.id,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
    });
    expect(access.exp - access.iat).toBe(600);
    expect(id).toMatchObject({ aud: client.id, token_use: 'id', 'cognito:username': sub, email: ada });
    expect(id.exp - id.iat).toBe(1200);
    expect(id.origin_jti).toBe(access.origin_jti);
    expect(id.jti).not.toBe(access.jti);
  });

  test('mark an unconfirmed address as not verified, and omit a missing phone number', async () => {
    const name = 'unproved@example.com';
    const UserAttributes = [
      { Name: 'email', Value: name },
      { Name: 'custom:tenant_id', Value: 'acme' },
    ];
    const input = { UserPoolId: pool, Username: name, UserAttributes, MessageAction: 'SUPPRESS' as const };
    await local.sdk.send(new AdminCreateUserCommand(input));
    const Password = password;
    await local.sdk.send(
      new AdminSetUserPasswordCommand({ UserPoolId: pool, Username: name, Password, Permanent: true }),
    );
    const claims = claimsOf((await tokensOf(name)).IdToken);
    expect(claims.email_verified).toBe(false);
    expect(claims).not.toHaveProperty('phone_number_verified');
  });

  test('list the groups in order of precedence', async () => {
    const grace = 'grace@example.com';
    await newUser(local, pool, grace);
    for (const [GroupName, Precedence] of [
      ['readers', 9],
      ['admins', 1],
    ] as const) {
      await local.sdk.send(new CreateGroupCommand({ UserPoolId: pool, GroupName, Precedence }));
      await local.sdk.send(new AdminAddUserToGroupCommand({ UserPoolId: pool, GroupName, Username: grace }));
    }
    const { AccessToken, IdToken } = await tokensOf(grace);
    expect(claimsOf(AccessToken)['cognito:groups']).toEqual(['admins', 'readers']);
    expect(claimsOf(IdToken)['cognito:groups']).toEqual(['admins', 'readers']);
  });

  test('discovery returns issuer and keys, except for an unknown pool', async () => {
    const get = (id: string, document: string) =>
      fetch(`${local.aws.endpoint}/${id}/.well-known/${document}`);
    const issuer = `https://cognito-idp.${region}.amazonaws.com/${pool}`;
    expect(await (await get(pool, 'openid-configuration')).json()).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
    });
    expect((await get(`${region}_nosuchpool`, 'jwks.json')).status).toBe(404);
  });
});

describe('by password', () => {
  test('the case of the name is ignored if the pool ignores case', async () => {
    expect(claimsOf((await tokensOf('ADA@example.com')).AccessToken).sub).toBe(sub);
  });

  test('a wrong password and an unknown user get the same error', async () => {
    const answer = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect(signIn(ada, 'Wrong-horse-7-battery')).rejects.toMatchObject(answer);
    await expect(signIn('nobody@example.com')).rejects.toMatchObject(answer);
  });

  test('an unknown user is reported as such if the client does not hide it', async () => {
    const open = await newClient(local, pool, { PreventUserExistenceErrors: 'LEGACY' });
    await expect(signIn('nobody@example.com', password, open.id)).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  test('a disabled user is refused, and earlier tokens are revoked', async () => {
    const name = 'disabled@example.com';
    await newUser(local, pool, name);
    const { RefreshToken, AccessToken } = await tokensOf(name);
    await local.sdk.send(new AdminDisableUserCommand({ UserPoolId: pool, Username: name }));
    await expect(signIn(name)).rejects.toMatchObject({ message: 'User is disabled.' });
    await expect(refresh(RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(local.sdk.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  test('a temporary password must be changed, through InitiateAuth and with AWS credentials', async () => {
    for (const admin of [false, true]) {
      const Username = `new-${admin}@example.com`;
      const create = { UserPoolId: pool, Username, TemporaryPassword: 'Temporary-1!' };
      await local.sdk.send(new AdminCreateUserCommand(create));
      const AuthParameters = { USERNAME: Username, PASSWORD: 'Temporary-1!' };
      const start = admin
        ? await local.sdk.send(
            new AdminInitiateAuthCommand({
              UserPoolId: pool,
              ClientId: client.id,
              AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
              AuthParameters,
            }),
          )
        : await signIn(Username, 'Temporary-1!');
      expect(start.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
      expect(start.AuthenticationResult).toBeUndefined();

      const answer = (NEW_PASSWORD: string) => {
        const input = {
          ClientId: client.id,
          ChallengeName: 'NEW_PASSWORD_REQUIRED' as const,
          Session: start.Session,
          ChallengeResponses: { USERNAME: Username, NEW_PASSWORD },
        };
        return admin
          ? local.sdk.send(new AdminRespondToAuthChallengeCommand({ UserPoolId: pool, ...input }))
          : local.sdk.send(new RespondToAuthChallengeCommand(input));
      };
      await expect(answer('short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
      expect((await answer(password)).AuthenticationResult?.AccessToken).toBeDefined();
      await expect(answer(password)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
      expect((await signIn(Username)).AuthenticationResult?.AccessToken).toBeDefined();
      await expect(signIn(Username, 'Temporary-1!')).rejects.toMatchObject({
        name: 'NotAuthorizedException',
      });
    }
  });
});

describe('permissions of clients and callers', () => {
  test('a flow that the client does not allow is refused', async () => {
    const probe = await newClient(local, pool, { ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] });
    await expect(signIn(ada, password, probe.id)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    });
    const AuthParameters = { USERNAME: ada, PASSWORD: password };
    const admin = (ClientId: string) =>
      local.sdk.send(
        new AdminInitiateAuthCommand({
          UserPoolId: pool,
          ClientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters,
        }),
      );
    expect((await admin(probe.id)).AuthenticationResult?.IdToken).toBeDefined();
    const web = await newClient(local, pool, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] });
    await expect(admin(web.id)).rejects.toMatchObject({ message: 'Auth flow not enabled for this client' });
    await expect(
      local.sdk.send(
        new InitiateAuthCommand({
          ClientId: client.id,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters,
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test("AdminInitiateAuth needs credentials for the pool's region and account", async () => {
    const input = {
      UserPoolId: pool,
      ClientId: client.id,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' as const,
      AuthParameters: { USERNAME: ada, PASSWORD: password },
    };
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const away = new CognitoIdentityProviderClient({
      region: 'eu-west-1',
      endpoint: local.aws.endpoint,
      credentials,
    });
    await expect(away.send(new AdminInitiateAuthCommand(input))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    away.destroy();
    const unsigned = await fetch(local.aws.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminInitiateAuth' },
      body: JSON.stringify(input),
    });
    expect(unsigned.status).toBe(400);
    expect(await unsigned.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  test('a client with a secret must send the right hash', async () => {
    const server = await newClient(local, pool, { GenerateSecret: true });
    const start = (SECRET_HASH?: string) =>
      local.sdk.send(
        new InitiateAuthCommand({
          ClientId: server.id,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: ada, PASSWORD: password, ...(SECRET_HASH && { SECRET_HASH }) },
        }),
      );
    await expect(start()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(start(secretHash(ada, server.id, 'other'))).rejects.toMatchObject({
      message: `Unable to verify secret hash for client ${server.id}`,
    });
    const good = await start(secretHash(ada, server.id, server.secret));
    expect(good.AuthenticationResult?.AccessToken).toBeDefined();
  });
});

describe('by SRP', () => {
  async function bySrp(typed: string, username = ada, ClientId = client.id) {
    const srp = srpClient(pool, typed);
    const asked = await local.sdk.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: username, SRP_A: srp.SRP_A },
      }),
    );
    expect(asked.ChallengeName).toBe('PASSWORD_VERIFIER');
    const ChallengeResponses = srp.respond(asked.ChallengeParameters ?? {});
    const answer = () =>
      local.sdk.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName: 'PASSWORD_VERIFIER',
          ChallengeResponses,
        }),
      );
    return { asked, answer };
  }

  test('the right password is accepted, once', async () => {
    const { answer } = await bySrp(password);
    const { AuthenticationResult } = await answer();
    expect(claimsOf(AuthenticationResult?.AccessToken).sub).toBe(sub);
    await expect(answer()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('a wrong password and an unknown user are refused alike, and the unknown user looks like a known one', async () => {
    const refused = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect((await bySrp('Wrong-horse-7-battery')).answer()).rejects.toMatchObject(refused);
    const first = await bySrp(password, 'nobody@example.com');
    const second = await bySrp(password, 'nobody@example.com');
    expect(first.asked.ChallengeParameters?.SALT).toBe(second.asked.ChallengeParameters?.SALT);
    await expect(first.answer()).rejects.toMatchObject(refused);
  });

  test('a public value of zero is refused', async () => {
    const AuthParameters = { USERNAME: ada, SRP_A: '0' };
    await expect(
      local.sdk.send(
        new InitiateAuthCommand({ ClientId: client.id, AuthFlow: 'USER_SRP_AUTH', AuthParameters }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('refresh and sign-out', () => {
  test('a refresh returns new tokens for the same sign-in and keeps the refresh token', async () => {
    const first = await tokensOf();
    const { AuthenticationResult: second } = await refresh(first.RefreshToken);
    expect(second?.RefreshToken).toBeUndefined();
    expect(claimsOf(second?.AccessToken)).toMatchObject({
      origin_jti: claimsOf(first.AccessToken).origin_jti,
      auth_time: claimsOf(first.AccessToken).auth_time,
    });
    expect(claimsOf(second?.AccessToken).jti).not.toBe(claimsOf(first.AccessToken).jti);
    const other = await newClient(local, pool);
    await expect(
      local.sdk.send(
        new GetTokensFromRefreshTokenCommand({ ClientId: other.id, RefreshToken: first.RefreshToken }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('rotation replaces the refresh token; using the old one ends the sign-in', async () => {
    const rotating = await newClient(local, pool, {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    });
    const { AuthenticationResult: first } = await signIn(ada, password, rotating.id);
    const next = (RefreshToken: string | undefined) =>
      local.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: rotating.id, RefreshToken }));
    const { AuthenticationResult: second } = await next(first?.RefreshToken);
    expect(second?.RefreshToken).not.toBe(first?.RefreshToken);
    await expect(next(first?.RefreshToken)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
    await expect(next(second?.RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test.each([
    [
      'RevokeToken',
      ({ RefreshToken }: { RefreshToken: string }) =>
        new RevokeTokenCommand({ ClientId: client.id, Token: RefreshToken }),
    ],
    [
      'GlobalSignOut',
      ({ AccessToken }: { AccessToken: string }) => new GlobalSignOutCommand({ AccessToken }),
    ],
    ['AdminUserGlobalSignOut', () => new AdminUserGlobalSignOutCommand({ UserPoolId: pool, Username: ada })],
  ])('after %s neither refresh nor access token works', async (_, command) => {
    const tokens = await tokensOf();
    const user = await local.sdk.send(new GetUserCommand({ AccessToken: tokens.AccessToken }));
    expect(user.Username).toBe(sub);
    // biome-ignore lint/suspicious/noExplicitAny: three commands of different types
    await local.sdk.send(command(tokens) as any);
    await expect(refresh(tokens.RefreshToken)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Refresh Token has been revoked',
    });
    await expect(
      local.sdk.send(new GetUserCommand({ AccessToken: tokens.AccessToken })),
    ).rejects.toMatchObject({ message: 'Access Token has been revoked' });
  });

  test('GetUser refuses ID tokens and tokens that the pool did not sign', async () => {
    const { IdToken, AccessToken } = await tokensOf();
    for (const token of [IdToken, `${AccessToken.slice(0, -4)}AAAA`, 'x'])
      await expect(local.sdk.send(new GetUserCommand({ AccessToken: token }))).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Invalid Access Token',
      });
  });
});

test('nothing of a deleted pool is left', async () => {
  const gone = await newPool(local);
  const { id } = await newClient(local, gone);
  await newUser(local, gone, ada);
  await signIn(ada, password, id);
  await local.sdk.send(new DeleteUserPoolCommand({ UserPoolId: gone }));
  await expect(signIn(ada, password, id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect((await fetch(`${local.aws.endpoint}/${gone}/.well-known/jwks.json`)).status).toBe(404);
});
