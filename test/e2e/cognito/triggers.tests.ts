import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { newClient, newPool, password, permit, startLocal, uploadFunction } from './harness';

let local: Awaited<ReturnType<typeof startLocal>>;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.end());

const ada = 'ada@example.com';
let count = 0;

/** Creates a pool whose sign-up triggers run this function. */
async function withTriggers(source: string) {
  count += 1;
  const name = `sign-up-${count}`;
  const arn = await uploadFunction(local, name, source);
  const UserPoolId = await newPool(local, { LambdaConfig: { PreSignUp: arn, PostConfirmation: arn } });
  await permit(local, name, UserPoolId);
  const { id: ClientId } = await newClient(local, UserPoolId);
  const signUp = () =>
    local.sdk.send(
      new SignUpCommand({
        ClientId,
        Username: ada,
        Password: password,
        ValidationData: [{ Name: 'captcha', Value: 'ok' }],
        ClientMetadata: { from: 'test' },
      }),
    );
  const messages = async () =>
    (await (await fetch(`${local.aws.endpoint}/_local/cognito/${UserPoolId}/messages`)).json()) as {
      subject: string;
      secret: string;
    }[];
  return { UserPoolId, ClientId, signUp, messages };
}

/** Source of a function that throws its event if it comes from this trigger. */
const tell = (trigger: string) =>
  `if (event.triggerSource === '${trigger}') throw new Error(JSON.stringify(event)); return event`;

/** The event that a function threw. */
const toldBy = async (refused: Promise<unknown>) => {
  const { message } = await refused.then(
    () => ({ message: '' }),
    (error: Error) => error,
  );
  const [, event = 'null'] = /failed with error (.*)\.$/.exec(message) ?? [];
  return JSON.parse(event);
};

test('pre-sign-up runs before a user signs up, and a refusal leaves no user', async () => {
  const { UserPoolId, ClientId, signUp } = await withTriggers(tell('PreSignUp_SignUp'));
  expect(await toldBy(signUp())).toMatchObject({
    version: '1',
    userPoolId: UserPoolId,
    callerContext: { clientId: ClientId },
    request: {
      userAttributes: { email: ada },
      validationData: { captcha: 'ok' },
      clientMetadata: { from: 'test' },
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
  expect((await local.sdk.send(new ListUsersCommand({ UserPoolId }))).Users).toEqual([]);
});

test('pre-sign-up may confirm and verify a user; post-confirmation then runs immediately', async () => {
  const { UserPoolId, signUp } = await withTriggers(`
    if (event.triggerSource === 'PreSignUp_SignUp') Object.assign(event.response, { autoConfirmUser: true, autoVerifyEmail: true });
    if (event.triggerSource === 'PostConfirmation_ConfirmSignUp') throw new Error(JSON.stringify(event));
    return event`);
  expect((await toldBy(signUp())).request.userAttributes).toMatchObject({
    email: ada,
    email_verified: 'true',
    'cognito:user_status': 'CONFIRMED',
  });
  const { Users } = await local.sdk.send(new ListUsersCommand({ UserPoolId }));
  expect(Users?.map(({ UserStatus }) => UserStatus)).toEqual(['CONFIRMED']);
});

test('pre-sign-up runs when an administrator creates a user', async () => {
  const { UserPoolId } = await withTriggers(tell('PreSignUp_AdminCreateUser'));
  const refused = local.sdk.send(new AdminCreateUserCommand({ UserPoolId, Username: ada }));
  expect((await toldBy(refused)).callerContext.clientId).toBe('CLIENT_ID_NOT_APPLICABLE');
});

test('post-confirmation runs for each way to confirm', async () => {
  const { ClientId, signUp, messages } = await withTriggers(tell('PostConfirmation_ConfirmSignUp'));
  const { UserSub } = await signUp();
  const [{ secret: ConfirmationCode } = { secret: '' }] = await messages();
  const byCode = local.sdk.send(new ConfirmSignUpCommand({ ClientId, Username: ada, ConfirmationCode }));
  expect(await toldBy(byCode)).toMatchObject({ userName: UserSub, callerContext: { clientId: ClientId } });

  const other = await withTriggers(tell('PostConfirmation_ConfirmSignUp'));
  await other.signUp();
  const byAdmin = local.sdk.send(
    new AdminConfirmSignUpCommand({ UserPoolId: other.UserPoolId, Username: ada }),
  );
  expect((await toldBy(byAdmin)).request.userAttributes['cognito:user_status']).toBe('CONFIRMED');
});

test('post-confirmation runs after a password reset', async () => {
  const { ClientId, signUp, messages } = await withTriggers(tell('PostConfirmation_ConfirmForgotPassword'));
  await signUp();
  const secret = async () => (await messages()).at(-1)?.secret as string;
  const Username = ada;
  await local.sdk.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: await secret() }));
  await local.sdk.send(new ForgotPasswordCommand({ ClientId, Username }));
  const reset = new ConfirmForgotPasswordCommand({
    ClientId,
    Username,
    ConfirmationCode: await secret(),
    Password: 'Another-horse-8-battery',
  });
  expect((await toldBy(local.sdk.send(reset))).triggerSource).toBe('PostConfirmation_ConfirmForgotPassword');
});
