import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  UpdateUserPoolCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { totpCode, totpStep } from '../../../local/cognito/sign-in/totp';
import { claimsOf, newClient, newPool, newUser, password, startLocal } from './harness';

let local: Awaited<ReturnType<typeof startLocal>>;
let pool: string;
let client: { id: string };

beforeAll(async () => {
  local = await startLocal();
  pool = await newPool(local, {
    Policies: {
      PasswordPolicy: {
        MinimumLength: 12,
        RequireLowercase: true,
        RequireNumbers: true,
        PasswordHistorySize: 2,
        TemporaryPasswordValidityDays: 1,
      },
    },
  });
  client = await newClient(local, pool, { WriteAttributes: ['email', 'name'] });
});
afterAll(() => local.end());

const signIn = (USERNAME: string, PASSWORD = password) =>
  local.sdk.send(
    new InitiateAuthCommand({
      ClientId: client.id,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
const accessToken = async (username: string) => (await signIn(username)).AuthenticationResult?.AccessToken;

/** The last code or password that the pool mailed to the address. */
async function mailed(address: string): Promise<string> {
  const answer = await fetch(`${local.aws.endpoint}/_local/cognito/${pool}/messages`);
  const messages = (await answer.json()) as { to: string; secret: string }[];
  return messages.findLast(({ to }) => to === address)?.secret as string;
}

describe('attributes', () => {
  const update = (Username: string, Name: string, Value: string) =>
    local.sdk.send(
      new AdminUpdateUserAttributesCommand({ UserPoolId: pool, Username, UserAttributes: [{ Name, Value }] }),
    );

  test('an immutable one cannot be changed, even by an administrator', async () => {
    const name = 'fixed@example.com';
    await newUser(local, pool, name);
    await expect(update(name, 'custom:tenant_id', 'globex')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'user.custom:tenant_id: Attribute cannot be updated.',
    });
    const AccessToken = await accessToken(name);
    const UserAttributes = [{ Name: 'custom:tenant_id', Value: 'globex' }];
    await expect(
      local.sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes })),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(claimsOf((await signIn(name)).AuthenticationResult?.IdToken)['custom:tenant_id']).toBe('acme');
  });

  test('unknown ones and values outside the schema are refused', async () => {
    const name = 'schema@example.com';
    const create = (Name: string, Value: string) =>
      local.sdk.send(
        new AdminCreateUserCommand({ UserPoolId: pool, Username: name, UserAttributes: [{ Name, Value }] }),
      );
    await expect(create('custom:unknown', 'x')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(create('custom:tenant_id', 'x'.repeat(31))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('a new address is unverified unless the administrator marks it verified, and becomes the sign-in name', async () => {
    await newUser(local, pool, 'before@example.com');
    await update('before@example.com', 'email', 'After@example.com');
    const { UserAttributes } = await local.sdk.send(
      new AdminGetUserCommand({ UserPoolId: pool, Username: 'after@EXAMPLE.com' }),
    );
    expect(UserAttributes).toEqual(
      expect.arrayContaining([
        { Name: 'email', Value: 'after@example.com' },
        { Name: 'email_verified', Value: 'false' },
      ]),
    );
  });

  test('user names are still e-mail addresses after the pool is updated', async () => {
    const other = await newPool(local);
    await local.sdk.send(new UpdateUserPoolCommand({ UserPoolId: other, AutoVerifiedAttributes: ['email'] }));
    const sub = await newUser(local, other, 'later@example.com');
    expect(sub).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('passwords', () => {
  test('must comply with policy and history', async () => {
    const Username = 'history@example.com';
    await newUser(local, pool, Username);
    const set = (Password: string) =>
      local.sdk.send(
        new AdminSetUserPasswordCommand({ UserPoolId: pool, Username, Password, Permanent: true }),
      );
    await expect(set('short-1')).rejects.toMatchObject({
      message: 'Password did not conform with policy: Password not long enough',
    });
    await expect(set(password)).rejects.toMatchObject({ name: 'PasswordHistoryPolicyException' });
    await set('second-password-2');
    await expect(set(password)).rejects.toMatchObject({ name: 'PasswordHistoryPolicyException' });
    await set('third-password-3');
    await set(password);
    expect(await accessToken(Username)).toBeDefined();
  });

  test('users can change theirs with the old one', async () => {
    const name = 'change@example.com';
    await newUser(local, pool, name);
    const AccessToken = await accessToken(name);
    const change = (PreviousPassword: string) =>
      local.sdk.send(
        new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: 'changed-password-1' }),
      );
    await expect(change('not-the-password-1')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await change(password);
    await expect(signIn(name)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await signIn(name, 'changed-password-1')).AuthenticationResult).toBeDefined();
  });

  test('a forgotten one can be replaced only with the mailed code', async () => {
    const Username = 'forgot@example.com';
    await newUser(local, pool, Username);
    const Password = 'remembered-password-1';
    const confirm = (ConfirmationCode: string) =>
      local.sdk.send(
        new ConfirmForgotPasswordCommand({ ClientId: client.id, Username, Password, ConfirmationCode }),
      );
    await expect(confirm('123456')).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    const { CodeDeliveryDetails } = await local.sdk.send(
      new ForgotPasswordCommand({ ClientId: client.id, Username }),
    );
    expect(CodeDeliveryDetails?.Destination).toBe('f***@e***');
    const code = await mailed(Username);
    await expect(confirm(code === '000000' ? '000001' : '000000')).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await confirm(code);
    expect((await signIn(Username, Password)).AuthenticationResult).toBeDefined();
    await expect(confirm(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    const unknown = { ClientId: client.id, Username: 'nobody@example.com' };
    expect((await local.sdk.send(new ForgotPasswordCommand(unknown))).CodeDeliveryDetails?.Destination).toBe(
      'n***@e***',
    );
  });

  test('one that an administrator has reset no longer works', async () => {
    const Username = 'reset@example.com';
    await newUser(local, pool, Username);
    await local.sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: pool, Username }));
    await expect(signIn(Username)).rejects.toMatchObject({ name: 'PasswordResetRequiredException' });
  });
});

describe('sign-up', () => {
  const Username = 'self@example.com';
  const input = () => ({ ClientId: client.id, Username, Password: password });

  test('is open unless the pool disables it, and requires the mailed code', async () => {
    const { UserConfirmed } = await local.sdk.send(new SignUpCommand(input()));
    expect(UserConfirmed).toBe(false);
    await expect(signIn(Username)).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
    const ConfirmationCode = await mailed(Username);
    await local.sdk.send(new ConfirmSignUpCommand({ ClientId: client.id, Username, ConfirmationCode }));
    expect(claimsOf((await signIn(Username)).AuthenticationResult?.IdToken)).toMatchObject({
      email: Username,
      email_verified: true,
    });
    await expect(local.sdk.send(new SignUpCommand(input()))).rejects.toMatchObject({
      name: 'UsernameExistsException',
    });
  });

  test('cannot set attributes that the client may not write, and is refused if only administrators create users', async () => {
    const UserAttributes = [{ Name: 'custom:tenant_id', Value: 'globex' }];
    await expect(
      local.sdk.send(new SignUpCommand({ ...input(), Username: 'eve@example.com', UserAttributes })),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const closed = await newPool(local, { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    const ClientId = (await newClient(local, closed)).id;
    await expect(local.sdk.send(new SignUpCommand({ ...input(), ClientId }))).rejects.toMatchObject({
      message: 'SignUp is not permitted for this user pool',
    });
  });
});

test.each(['AdminDeleteUser', 'DeleteUser'])('after %s the user is gone', async (how) => {
  const Username = `${how}@example.com`.toLowerCase();
  await newUser(local, pool, Username);
  const AccessToken = await accessToken(Username);
  if (how === 'DeleteUser') await local.sdk.send(new DeleteUserCommand({ AccessToken }));
  else await local.sdk.send(new AdminDeleteUserCommand({ UserPoolId: pool, Username }));
  await expect(signIn(Username)).rejects.toMatchObject({ message: 'Incorrect username or password.' });
  await expect(local.sdk.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
});

describe('the second factor', () => {
  const setMode = (MfaConfiguration: 'ON' | 'OPTIONAL' | 'OFF') =>
    local.sdk.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool,
        MfaConfiguration,
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
  afterAll(() => setMode('OFF'));
  const code = (secret: string, later = 0) => totpCode(secret, totpStep(Date.now()) + later);
  const answer = (
    ChallengeName: 'MFA_SETUP' | 'SOFTWARE_TOKEN_MFA',
    Session: string | undefined,
    ChallengeResponses: Record<string, string>,
  ) =>
    local.sdk.send(
      new RespondToAuthChallengeCommand({ ClientId: client.id, ChallengeName, Session, ChallengeResponses }),
    );

  test('if required, it is set up at the first sign-in and asked for at the next', async () => {
    await setMode('ON');
    const USERNAME = 'required@example.com';
    await newUser(local, pool, USERNAME);
    const first = await signIn(USERNAME);
    expect(first.ChallengeName).toBe('MFA_SETUP');
    expect(first.AuthenticationResult).toBeUndefined();
    const { SecretCode = '', Session } = await local.sdk.send(
      new AssociateSoftwareTokenCommand({ Session: first.Session }),
    );
    await expect(
      local.sdk.send(new VerifySoftwareTokenCommand({ Session, UserCode: 'abcdef' })),
    ).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' });
    const verified = await local.sdk.send(
      new VerifySoftwareTokenCommand({ Session, UserCode: code(SecretCode) }),
    );
    expect(verified.Status).toBe('SUCCESS');
    const done = await answer('MFA_SETUP', verified.Session, { USERNAME });
    expect(done.AuthenticationResult?.AccessToken).toBeDefined();

    const second = await signIn(USERNAME);
    expect(second.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const give = (SOFTWARE_TOKEN_MFA_CODE: string) =>
      answer('SOFTWARE_TOKEN_MFA', second.Session, { USERNAME, SOFTWARE_TOKEN_MFA_CODE });
    await expect(give('abcdef')).rejects.toMatchObject({ name: 'CodeMismatchException' });
    const { AuthenticationResult } = await give(code(SecretCode, 1));
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  test('a set-up without a verified code gives no tokens', async () => {
    await setMode('ON');
    const USERNAME = 'unproven@example.com';
    await newUser(local, pool, USERNAME);
    const { Session } = await signIn(USERNAME);
    await expect(answer('MFA_SETUP', Session, { USERNAME })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('after five wrong codes, the sign-in must start over', async () => {
    await setMode('ON');
    const USERNAME = 'guess@example.com';
    await newUser(local, pool, USERNAME);
    const start = await signIn(USERNAME);
    const guess = () =>
      local.sdk.send(new VerifySoftwareTokenCommand({ Session: start.Session, UserCode: 'abcdef' }));
    for (let i = 0; i < 5; i += 1)
      await expect(guess()).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' });
    await expect(guess()).rejects.toMatchObject({ message: 'Invalid session for the user.' });
  });

  test('if optional, it is asked for once the user has turned it on; an unverified secret changes nothing', async () => {
    await setMode('OPTIONAL');
    const name = 'optional@example.com';
    await newUser(local, pool, name);
    const AccessToken = await accessToken(name);
    const prefer = () =>
      local.sdk.send(
        new SetUserMFAPreferenceCommand({
          AccessToken,
          SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
        }),
      );
    await expect(prefer()).rejects.toMatchObject({ message: 'User has not verified software token mfa' });
    const { SecretCode = '' } = await local.sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const used = code(SecretCode);
    await local.sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: used }));
    expect((await signIn(name)).AuthenticationResult).toBeDefined();
    await prefer();
    await local.sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const asked = await signIn(name);
    expect(asked.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    await expect(
      answer('SOFTWARE_TOKEN_MFA', asked.Session, {
        USERNAME: name,
        SOFTWARE_TOKEN_MFA_CODE: used,
      }),
    ).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    const shown = await local.sdk.send(new AdminGetUserCommand({ UserPoolId: pool, Username: name }));
    expect(shown.UserMFASettingList).toEqual(['SOFTWARE_TOKEN_MFA']);
    expect(shown.PreferredMfaSetting).toBe('SOFTWARE_TOKEN_MFA');
  });
});
