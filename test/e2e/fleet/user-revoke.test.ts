import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import dev from '../../../environments/dev';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import type { Place } from './cloud';
import { fleet, onLocalAws, removeFolder, stateFolder } from './fleet';
import { cognitoOf, createPool, createRole } from './operator';

const state = stateFolder();
const email = 'ada@northpay.example';
const password = 'Correct-horse-7-battery';
const { identity } = dev.accounts;
const [first, second] = dev.regions as [string, string];
let aws: LocalAws;
let env: NodeJS.ProcessEnv;
const place = (region: string): Place => ({ endpoint: aws.endpoint, accountId: identity.id, region });

const revoke = (...args: string[]) =>
  fleet(['user', 'revoke', '--env', 'dev', '--flow', 'customer', '--yes', ...args], env);

/** Creates a user, with functions to sign in and refresh tokens. */
async function newUser(region: string, pool: string) {
  const client = cognitoOf(place(region));
  const user = { UserPoolId: pool, Username: email };
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId: pool,
      ClientName: 'probe',
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  const ClientId = UserPoolClient?.ClientId as string;
  await client.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
  await client.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  const signIn = async () => {
    const { AuthenticationResult } = await client.send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool,
        ClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    );
    return AuthenticationResult?.RefreshToken as string;
  };
  const refresh = (REFRESH_TOKEN: string) =>
    client
      .send(
        new AdminInitiateAuthCommand({
          UserPoolId: pool,
          ClientId,
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          AuthParameters: { REFRESH_TOKEN },
        }),
      )
      .then(
        ({ AuthenticationResult }) => (AuthenticationResult?.AccessToken ? 'fresh tokens' : 'nothing'),
        (error: Error) => error.name,
      );
  return { signIn, refresh, end: () => client.destroy() };
}

let ada: Awaited<ReturnType<typeof newUser>>;

beforeAll(async () => {
  aws = await startLocalAws();
  env = onLocalAws(aws.endpoint, state);
  await createRole(place(first), 'operate');
  ada = await newUser(first, await createPool(place(first), 'dev-customer'));
  await createPool(place(second), 'dev-customer');
});

afterAll(async () => {
  ada.end();
  await aws.stop();
  removeFolder(state);
});

test('a sign-out ends refresh tokens immediately, reports how long other tokens live, and can be repeated', async () => {
  const token = await ada.signIn();
  expect(await ada.refresh(token)).toBe('fresh tokens');

  const { code, stdout } = await revoke('--user', email, '--json');

  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    environment: 'dev',
    flow: 'customer',
    regions: [
      { region: first, pool: 'dev-customer', outcome: 'signed out', usernames: [expect.any(String)] },
      { region: second, pool: 'dev-customer', outcome: 'no such user', usernames: [] },
    ],
    exposure: {
      accessMinutes: dev.customer.tokens.accessMinutes,
      idMinutes: dev.customer.tokens.idMinutes,
      refreshMinutes: 0,
      credentialsMinutes: 60,
    },
  });
  expect(await ada.refresh(token)).toBe('NotAuthorizedException');

  const again = await revoke('--user', email.toUpperCase(), '--region', first);
  expect(again.code).toBe(0);
  expect(again.stdout).toMatch(
    /signed out.*refresh tokens +no longer valid.*access tokens +at most 60 more minutes/s,
  );
});

test('a user who is in no selected region: exit 2, with the pools that were searched', async () => {
  const { code, stderr, stdout } = await revoke('--user', 'eve@northpay.example');

  expect(code).toBe(2);
  expect(stdout).toBe('');
  for (const region of dev.regions) expect(stderr).toContain(`dev-customer in identity, ${region}`);
});

test('a failure in one region does not stop the sign-out in others: exit 1, both outcomes', async () => {
  const token = await ada.signIn();
  await createPool(place(second), 'dev-customer');

  const { code, stdout } = await revoke('--user', email, '--json');

  expect(code).toBe(1);
  expect(JSON.parse(stdout).regions).toMatchObject([
    { region: first, outcome: 'signed out' },
    { region: second, outcome: 'failed', reason: expect.stringContaining('more than one user pool') },
  ]);
  expect(await ada.refresh(token)).toBe('NotAuthorizedException');
});
