import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CreateGroupCommand,
  InitiateAuthCommand,
  type LambdaConfigType,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  account,
  claimsOf,
  newClient,
  newPool,
  newUser,
  password,
  permit,
  region,
  startLocal,
  uploadFunction,
} from './harness';

let local: Awaited<ReturnType<typeof startLocal>>;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.end());

const ada = 'ada@example.com';
let count = 0;

/** A pool with a hook, a client and a user. `source` is the body of the handler. */
async function withHook(source: string, { version = 'V2_0', permitted = true } = {}) {
  count += 1;
  const name = `hook-${count}`;
  const arn = await uploadFunction(local, name, source);
  const LambdaConfig: LambdaConfigType = {
    PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: version as 'V2_0' },
  };
  const pool = await newPool(local, { LambdaConfig });
  if (permitted) await permit(local, name, pool);
  const client = await newClient(local, pool);
  const sub = await newUser(local, pool, ada);
  const signIn = async (metadata?: Record<string, string>) => {
    const { AuthenticationResult } = await local.sdk.send(
      new InitiateAuthCommand({
        ClientId: client.id,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: ada, PASSWORD: password },
        ClientMetadata: metadata,
      }),
    );
    return AuthenticationResult;
  };
  return { pool, client, sub, signIn };
}

/** A hook that puts its event into the access token. */
const echo = `
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { claimsToAddOrOverride: { event: JSON.stringify(event) } },
  };
  return event`;

test("receives Cognito's event version 2 at sign-in and at refresh", async () => {
  const { pool, client, sub, signIn } = await withHook(echo);
  const GroupName = 'admins';
  const RoleArn = `arn:aws:iam::${account}:role/admins`;
  await local.sdk.send(new CreateGroupCommand({ UserPoolId: pool, GroupName, RoleArn, Precedence: 1 }));
  await local.sdk.send(new AdminAddUserToGroupCommand({ UserPoolId: pool, GroupName, Username: ada }));

  const tokens = await signIn({ from: 'test' });
  const event = JSON.parse(claimsOf(tokens?.AccessToken).event);
  expect(event).toEqual({
    version: '2',
    triggerSource: 'TokenGeneration_Authentication',
    region,
    userPoolId: pool,
    userName: sub,
    callerContext: {
      awsSdkVersion: expect.stringMatching(/^aws-sdk-js-3\.\d+\.\d+$/),
      clientId: client.id,
    },
    request: {
      userAttributes: {
        sub,
        email: ada,
        email_verified: 'true',
        'cognito:email_alias': ada,
        'cognito:user_status': 'CONFIRMED',
        'custom:tenant_id': 'acme',
      },
      groupConfiguration: {
        groupsToOverride: ['admins'],
        iamRolesToOverride: [RoleArn],
        preferredRole: RoleArn,
      },
      scopes: ['aws.cognito.signin.user.admin'],
    },
    response: { claimsAndScopeOverrideDetails: null },
  });

  const { AuthenticationResult } = await local.sdk.send(
    new InitiateAuthCommand({
      ClientId: client.id,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: tokens?.RefreshToken as string },
    }),
  );
  const second = JSON.parse(claimsOf(AuthenticationResult?.AccessToken).event);
  expect(second.triggerSource).toBe('TokenGeneration_RefreshTokens');
});

test('receives the trigger source of a first sign-in with a new password, and client metadata', async () => {
  const { pool, client } = await withHook(echo);
  const Username = 'grace@example.com';
  const create = { UserPoolId: pool, Username, TemporaryPassword: 'Temporary-1!' };
  await local.sdk.send(new AdminCreateUserCommand(create));
  const { Session } = await local.sdk.send(
    new InitiateAuthCommand({
      ClientId: client.id,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD: 'Temporary-1!' },
    }),
  );
  const { AuthenticationResult } = await local.sdk.send(
    new RespondToAuthChallengeCommand({
      ClientId: client.id,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session,
      ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: password },
      ClientMetadata: { from: 'test' },
    }),
  );
  const event = JSON.parse(claimsOf(AuthenticationResult?.AccessToken).event);
  expect(event.triggerSource).toBe('TokenGeneration_NewPasswordChallenge');
  expect(event.request.clientMetadata).toEqual({ from: 'test' });
  expect(event.request.userAttributes['cognito:user_status']).toBe('CONFIRMED');
});

test('can change both tokens, but no reserved claims', async () => {
  const { sub, signIn } = await withHook(`
    event.response.claimsAndScopeOverrideDetails = {
      idTokenGeneration: { claimsToAddOrOverride: { plan: 'gold' }, claimsToSuppress: ['email'] },
      accessTokenGeneration: {
        claimsToAddOrOverride: { tenant_id: 'acme', levels: [1, 2], sub: 'eve', exp: 0, client_id: 'eve' },
        scopesToAdd: ['orders/read'], scopesToSuppress: ['aws.cognito.signin.user.admin'],
      },
      groupOverrideDetails: { groupsToOverride: ['staff'] },
    };
    return event`);
  const tokens = await signIn();
  const access = claimsOf(tokens?.AccessToken);
  const id = claimsOf(tokens?.IdToken);
  expect(access).toMatchObject({ tenant_id: 'acme', levels: [1, 2], scope: 'orders/read', sub });
  expect(access.exp).toBeGreaterThan(access.iat);
  expect(access.client_id).not.toBe('eve');
  expect(access['cognito:groups']).toEqual(['staff']);
  expect(id).toMatchObject({ plan: 'gold', sub, 'cognito:groups': ['staff'] });
  expect(id.email).toBeUndefined();
  expect(id.tenant_id).toBeUndefined();
});

test('version 1 can change only the ID token', async () => {
  const { signIn } = await withHook(
    `event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { seen: event.version } } }; return event`,
    { version: 'V1_0' },
  );
  const tokens = await signIn();
  expect(claimsOf(tokens?.IdToken).seen).toBe('1');
  expect(claimsOf(tokens?.AccessToken).seen).toBeUndefined();
});

describe('no token at all', () => {
  test.each([
    [
      'the hook throws',
      `throw new Error('no tenant')`,
      { name: 'UserLambdaValidationException', message: 'PreTokenGeneration failed with error no tenant.' },
    ],
    [
      'the hook throws an error that looks like a refusal by Lambda',
      `throw Object.assign(new Error('table'), { name: 'AccessDeniedException' })`,
      { name: 'UserLambdaValidationException', message: 'PreTokenGeneration failed with error table.' },
    ],
    ['the hook never responds', `await new Promise(() => {})`, { name: 'UnexpectedLambdaException' }],
    ['the hook returns nothing', `return`, { name: 'InvalidLambdaResponseException' }],
    [
      'the hook returns only its response',
      `return { response: {} }`,
      { name: 'InvalidLambdaResponseException', message: 'Unrecognizable lambda output' },
    ],
  ])('when %s', async (_, source, error) => {
    const { signIn } = await withHook(source);
    await expect(signIn()).rejects.toMatchObject(error);
  });

  test('when Cognito is not permitted to run the hook', async () => {
    const { signIn } = await withHook(echo, { permitted: false });
    await expect(signIn()).rejects.toMatchObject({
      name: 'UnexpectedLambdaException',
      message: 'PreTokenGeneration invocation failed due to error AccessDeniedException.',
    });
  });

  test('when the hook has been deleted', async () => {
    const LambdaArn = `arn:aws:lambda:${region}:${account}:function:nowhere`;
    const pool = await newPool(local, {
      LambdaConfig: { PreTokenGenerationConfig: { LambdaArn, LambdaVersion: 'V2_0' } },
    });
    const client = await newClient(local, pool);
    await newUser(local, pool, ada);
    await expect(
      local.sdk.send(
        new InitiateAuthCommand({
          ClientId: client.id,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: ada, PASSWORD: password },
        }),
      ),
    ).rejects.toMatchObject({
      message: 'PreTokenGeneration invocation failed due to error ResourceNotFoundException.',
    });
  });
});

test('the cheapest plan does not support event version 2', async () => {
  const LambdaArn = `arn:aws:lambda:${region}:${account}:function:any`;
  await expect(
    newPool(local, {
      UserPoolTier: 'LITE',
      LambdaConfig: { PreTokenGenerationConfig: { LambdaArn, LambdaVersion: 'V2_0' } },
    }),
  ).rejects.toMatchObject({ name: 'FeatureUnavailableInTierException' });
});
