import type { PoolAccess } from '../../../scripts/aws/pool-access';
import { signOut } from '../../../scripts/revoke/sign-out';
import type { PoolLocation } from '../../../scripts/selection/pools';
import { CognitoStandIn, refusal, reply } from '../../functions/cognito';
import { usingEndpoint } from '../../functions/store';

const cognito = new CognitoStandIn();
usingEndpoint(() => cognito.start());
afterAll(() => cognito.stop());
beforeEach(() => {
  cognito.calls.length = 0;
});

const place = (pool: string) =>
  ({ account: 'identity', accountId: '1', region: 'eu-central-1', pool, environment: 'dev' }) as PoolLocation;
const pools: PoolAccess = {
  poolId: async ({ pool }) => (pool === 'missing' ? undefined : `eu-central-1_${pool}`),
  access: async ({ region }) =>
    ({ region, credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }) }) as never,
};
const interrupt = new AbortController();
const who = { user: 'ada', providers: ['okta-oidc'] };
const run = (...names: string[]) =>
  signOut({ interrupt: interrupt as never, say: () => {} } as never, pools, names.map(place), who);
const signedOut = () =>
  cognito.calls
    .filter(({ operation }) => operation === 'AdminUserGlobalSignOut')
    .map(({ input }) => `${input.UserPoolId} ${input.Username}`);

/** Ada is in the pools that are named `there`, natively and by Okta. */
const answer: CognitoStandIn['answer'] = ({ operation, input }, response) => {
  const { UserPoolId, Username } = input as Record<string, string>;
  if (UserPoolId === 'eu-central-1_broken')
    return refusal(400, 'NotAuthorizedException', 'no')({} as never, response);
  if (operation === 'AdminUserGlobalSignOut') return reply(response, 200, {});
  if (UserPoolId !== 'eu-central-1_there') return reply(response, 400, { __type: 'UserNotFoundException' });
  reply(response, 200, { Username });
};

test('each matching user is signed out, and each pool reports the outcome', async () => {
  cognito.answer = answer;
  const ends = await run('there', 'empty', 'missing', 'broken', 'there');
  expect(ends.map(({ pool, outcome, usernames }) => [pool, outcome, usernames])).toEqual([
    ['there', 'signed out', ['ada', 'okta-oidc_ada']],
    ['empty', 'no such user', []],
    ['missing', 'no such pool', []],
    ['broken', 'failed', []],
    ['there', 'signed out', ['ada', 'okta-oidc_ada']],
  ]);
  expect(signedOut()).toEqual([
    'eu-central-1_there ada',
    'eu-central-1_there okta-oidc_ada',
    'eu-central-1_there ada',
    'eu-central-1_there okta-oidc_ada',
  ]);
});

test('after an interrupt nothing more is started, and the result says so', async () => {
  cognito.answer = (call, response) => {
    interrupt.abort();
    answer(call, response);
  };
  const ends = await run('there', 'empty', 'there');
  expect(ends.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['signed out', undefined],
    ['not started', 'interrupted'],
    ['not started', 'interrupted'],
  ]);
  expect(signedOut()).toHaveLength(2);
});
