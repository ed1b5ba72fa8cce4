import fc from 'fast-check';
import { customerPreSignUp } from '../../../functions/catalogue';
import type { PoolUser } from '../../../functions/customer-pre-sign-up/decide';
import { userDirectory } from '../../../functions/customer-pre-sign-up/directory';
import { linkFederatedUsers } from '../../../functions/customer-pre-sign-up/sign-up';
import { preSignUpEvent as read } from '../../../functions/shared/events/pre-sign-up';
import { trigger } from '../../../functions/shared/trigger';
import { type CognitoAnswer, CognitoStandIn, listing, poolUser, refusal, reply } from '../cognito';
import { at, context, personal, preSignUpEvent } from '../events';
import { outcomeOf } from '../log';
import { checked, spoilable } from '../property';
import { budget, secrets, shortBudget, usingEndpoint } from '../store';

const cognito = new CognitoStandIn();
usingEndpoint(() => cognito.start());
afterAll(() => cognito.stop());
beforeEach(() => {
  cognito.calls.length = 0;
});

async function signUp(answer: CognitoAnswer, { limits = budget, event = preSignUpEvent() as unknown } = {}) {
  cognito.answer = answer;
  const handler = trigger(customerPreSignUp, read, () =>
    linkFederatedUsers(userDirectory('eu-central-1', limits)),
  );
  return outcomeOf(() => handler(event, context));
}
const links = () =>
  cognito.calls.filter(({ operation }) => operation === 'AdminLinkProviderForUser').map(({ input }) => input);

const email = personal.email;
const grace = poolUser('grace', { email });

describe('someone who signs in with a social provider for the first time', () => {
  it('is linked to the one customer who has verified the same address', async () => {
    const { outcome, lines } = await signUp(listing([grace]));
    expect(outcome).toEqual(preSignUpEvent());
    expect(lines).toEqual([]);
    expect(cognito.calls[0]).toEqual({
      operation: 'ListUsers',
      input: {
        UserPoolId: 'eu-central-1_Acme01',
        Filter: `email = "${email}"`,
        AttributesToGet: ['email', 'email_verified'],
      },
    });
    expect(links()).toEqual([
      {
        UserPoolId: 'eu-central-1_Acme01',
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'grace' },
        SourceUser: {
          ProviderName: 'Google',
          ProviderAttributeName: 'Cognito_Subject',
          ProviderAttributeValue: '104213371337133713371',
        },
      },
    ]);
  });

  it.each([
    ['google_1042', 'Google', '1042'],
    ['Facebook_1042', 'Facebook', '1042'],
    ['facebook_1042', 'Facebook', '1042'],
    ['SignInWithApple_001234.abcdef.0123', 'SignInWithApple', '001234.abcdef.0123'],
    ['loginwithamazon_amzn1.account.A_B', 'LoginWithAmazon', 'amzn1.account.A_B'],
  ])(
    'is named %s: the provider as the API knows it, and the id there',
    async (userName, provider, subject) => {
      await signUp(listing([grace]), { event: { ...preSignUpEvent(), userName } });
      expect(links()).toEqual([
        expect.objectContaining({
          SourceUser: {
            ProviderName: provider,
            ProviderAttributeName: 'Cognito_Subject',
            ProviderAttributeValue: subject,
          },
        }),
      ]);
    },
  );

  it.each<[string, ReturnType<typeof poolUser>[]]>([
    ['nobody has the address', []],
    ['only another social user has it', [poolUser('Facebook_1', { email, status: 'EXTERNAL_PROVIDER' })]],
    ['the one who wrote it has not proved it', [poolUser('mallory', { email, verified: 'false' })]],
    ['Cognito found another address', [poolUser('eve', { email: 'eve@example.com' })]],
  ])('becomes a separate user if %s', async (_title, users) => {
    expect((await signUp(listing(users))).outcome).toEqual(preSignUpEvent());
    expect(links()).toEqual([]);
  });

  it('becomes a separate user without a verified address, too, if no customer has verified it', async () => {
    const event = preSignUpEvent({ email_verified: 'false' });
    expect((await signUp(listing([]), { event })).outcome).toEqual(event);
    expect(links()).toEqual([]);
  });

  const unproved = [{ email_verified: 'false' }, { email_verified: '' }, { email_verified: 'TRUE' }];
  it.each(unproved)(
    'is refused with the address of a customer if it is not verified (%j)',
    async (attributes) => {
      const given = await signUp(listing([grace]), { event: preSignUpEvent(attributes) });
      expect(given.outcome).toEqual(new Error('access denied'));
      expect(given.reason).toBe('email-unverified');
      expect(links()).toEqual([]);
    },
  );

  it('finds customers on every page, and those whose address is spelled in another case', async () => {
    const upper = poolUser('grace', { email: email.toUpperCase() });
    expect((await signUp(listing([], [], [upper]))).outcome).toEqual(preSignUpEvent());
    expect(links()).toHaveLength(1);
  });

  it.each<[reason: string, title: string, answer: CognitoAnswer]>([
    ['email-ambiguous', 'two customers', listing([grace, poolUser('grace2', { email })])],
    ['email-ambiguous', 'two customers on two pages', listing([grace], [poolUser('grace2', { email })])],
    ['email-of-disabled-user', 'a disabled customer', listing([poolUser('g', { email, enabled: false })])],
    ['store-unavailable', 'missing rights', refusal(400, 'NotAuthorizedException')],
    ['store-unavailable', 'an outage', refusal(500, 'InternalErrorException')],
    ['store-throttled', 'throttling', refusal(400, 'TooManyRequestsException')],
    ['store-timeout', 'silence', () => undefined],
    [
      'store-unavailable',
      'a link that Cognito refuses',
      (call, response) =>
        call.operation === 'ListUsers'
          ? listing([grace])(call, response)
          : reply(response, 400, { __type: 'InvalidParameterException', message: email }),
    ],
    [
      'store-malformed',
      'a user without status',
      (_call, response) => reply(response, 200, { Users: [{ ...grace, UserStatus: undefined }] }),
    ],
  ])('is refused: %s, for %s', async (reason, _title, answer) => {
    const given = await signUp(answer);
    expect(given.outcome).toEqual(new Error('access denied'));
    expect(given.reason).toBe(reason);
    for (const value of [...Object.values(personal), ...Object.values(secrets), '104213371337133713371'])
      expect(given.text).not.toContain(value);
  });

  it.each<[reason: string, event: unknown]>([
    ['email-missing', preSignUpEvent({ email: '' })],
    ['malformed-event', { ...preSignUpEvent(), userName: 'Google' }],
    ['malformed-event', { ...preSignUpEvent(), userName: 'Google_' }],
    ['malformed-event', { ...preSignUpEvent(), userName: '_1042' }],
    ['malformed-event', { ...preSignUpEvent(), userName: 'okta-oidc_1042' }],
    ['malformed-event', { ...preSignUpEvent(), triggerSource: 'PostConfirmation_ConfirmSignUp' }],
  ])('is refused before Cognito is asked: %s', async (reason, event) => {
    expect((await signUp(listing([grace]), { event })).reason).toBe(reason);
    expect(cognito.calls).toEqual([]);
  });

  it('cannot inject anything into the filter', async () => {
    const event = preSignUpEvent({ email: '" or email ^= "\\' });
    await signUp(listing([grace]), { event });
    expect(cognito.calls[0]?.input.Filter).toBe(String.raw`email = "\" or email ^= \"\\"`);
    expect(links()).toEqual([]);
  });
});

it.each(['PreSignUp_SignUp', 'PreSignUp_AdminCreateUser'])(
  '%s passes unchanged, without a query',
  async (source) => {
    const event = { ...preSignUpEvent(), triggerSource: source };
    expect((await signUp(listing([grace]), { event })).outcome).toEqual(event);
    expect(cognito.calls).toEqual([]);
  },
);

it('no event links an identity to anyone but the one enabled customer who has verified its verified address', async () => {
  const address = fc.constantFrom('a@example.com', 'A@example.com', 'b@example.com');
  const events = fc
    .record({ address, verified: fc.constantFrom('true', 'true', 'false', '') })
    .map((given) => preSignUpEvent({ email: given.address, email_verified: given.verified }));
  const paths = [
    'triggerSource',
    'userName',
    'userPoolId',
    'request.userAttributes',
    'request.validationData',
  ];
  const users = fc.uniqueArray(
    fc.record<PoolUser>({
      username: fc.constantFrom('u1', 'u2', 'u3'),
      email: address,
      emailVerified: fc.boolean(),
      enabled: fc.boolean(),
      status: fc.constantFrom('CONFIRMED', 'CONFIRMED', 'EXTERNAL_PROVIDER'),
    }),
    { selector: ({ username }) => username, maxLength: 3 },
  );
  let held: PoolUser[] = [];
  let linked: string[] = [];
  const handler = trigger(customerPreSignUp, read, () =>
    linkFederatedUsers(() => ({
      usersOf: async () => held,
      link: async (username) => void linked.push(username),
    })),
  );
  let links = 0;
  const { granted, refused } = await checked(
    fc.record({ event: spoilable(events, paths), users }),
    async ({ event, users }) => {
      held = users;
      linked = [];
      try {
        return await handler(event, context);
      } catch (error) {
        expect(linked).toEqual([]);
        throw error;
      }
    },
    ({ event, users }, answer) => {
      const { email = '', email_verified } = at(event, 'request.userAttributes') as Record<string, string>;
      const owners = users.filter(
        (user) =>
          user.emailVerified &&
          user.status === 'CONFIRMED' &&
          user.email.toLowerCase() === email.toLowerCase(),
      );
      links += linked.length;
      const [owner] = owners;
      const right =
        linked.length === 0
          ? owners.length === 0 || at(event, 'triggerSource') !== 'PreSignUp_ExternalProvider'
          : linked.length === 1 &&
            owners.length === 1 &&
            owner?.enabled === true &&
            linked[0] === owner.username &&
            email_verified === 'true';
      return right && JSON.stringify(answer) === JSON.stringify(event);
    },
  );
  expect(granted).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(1000);
  expect(links).toBeGreaterThan(100);
});

// The last test: a request that was given up may reach the stand-in while a later test runs.
test("nobody is let in if Cognito's pages never end, or are slower than the budget", async () => {
  const endless: CognitoAnswer = (_call, response) =>
    reply(response, 200, { Users: [], PaginationToken: 'again' });
  expect((await signUp(endless, { limits: shortBudget })).reason).toBe('store-timeout');
  expect((await signUp(() => undefined, { limits: shortBudget })).reason).toBe('store-timeout');
});
