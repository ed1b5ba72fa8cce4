import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { differences, functionIn, updateWithout } from '../../../scripts/rollout/pool-update';

const config = { LambdaArn: 'arn:hook', LambdaVersion: 'V2_0' as const };
const pool: UserPoolType = {
  Id: 'pool-1',
  Arn: 'arn:pool',
  Name: 'acme',
  Status: 'Enabled',
  EstimatedNumberOfUsers: 3,
  Domain: 'acme',
  SchemaAttributes: [{ Name: 'sub' }],
  UsernameAttributes: ['email'],
  LambdaConfig: {
    PreSignUp: 'arn:up',
    PreTokenGeneration: 'arn:hook',
    PreTokenGenerationConfig: config,
    InboundFederation: { LambdaArn: 'arn:in', LambdaVersion: 'V1_0' },
  },
  Policies: { PasswordPolicy: { MinimumLength: 14, TemporaryPasswordValidityDays: 3 } },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true, UnusedAccountValidityDays: 3 },
  MfaConfiguration: 'ON',
  UserPoolTags: { tenant: 'acme', 'aws:cloudformation:stack-id': 'x' },
  IssuerConfiguration: { Type: 'UPDATED' },
  LastModifiedDate: new Date(1),
};

test('the update repeats everything but the hook, under both of its names', () => {
  const { LambdaConfig, ...update } = updateWithout(pool, ['pre_token_generation']);
  expect(LambdaConfig).toEqual({
    PreSignUp: 'arn:up',
    InboundFederation: pool.LambdaConfig?.InboundFederation,
  });
  expect(update).toEqual(
    expect.objectContaining({
      UserPoolId: 'pool-1',
      PoolName: 'acme',
      Policies: pool.Policies,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      UserPoolTags: { tenant: 'acme' },
      IssuerConfiguration: { Type: 'UPDATED' },
    }),
  );
});

test('it has every member that an update has in the installed SDK', () => {
  const [, , , , members] = sdk.UpdateUserPoolRequest$ as unknown as [0, 0, 0, 0, string[]];
  const update = updateWithout(pool, []);
  expect(members.filter((member) => !(member in update))).toEqual([]);
  // What an update can set and a description has under the same name is written back unchanged.
  for (const member of members)
    if (member in pool && !['AdminCreateUserConfig', 'UserPoolTags'].includes(member))
      expect([member, update[member as never]]).toEqual([member, pool[member as never]]);
});

test.each([
  ['pre_token_generation', 'arn:hook'],
  ['pre_sign_up', 'arn:up'],
  ['post_confirmation', undefined],
])('%s runs %s', (trigger, wanted) => {
  expect(functionIn(pool, trigger)).toBe(wanted);
});

test('a hook that is attached only under its newer name is found', () => {
  expect(functionIn({ LambdaConfig: { PreTokenGenerationConfig: config } }, 'pre_token_generation')).toBe(
    'arn:hook',
  );
});

test('an unknown hook never counts as a missing one', () => {
  expect(() => functionIn(pool, 'inbound_federation')).toThrow('no pool hook called');
  expect(() => updateWithout(pool, ['constructor'])).toThrow('no pool hook called');
});

describe('afterwards', () => {
  const { PreTokenGeneration, PreTokenGenerationConfig, ...rest } = pool.LambdaConfig ?? {};
  const after = { ...pool, LambdaConfig: rest, LastModifiedDate: new Date(2), EstimatedNumberOfUsers: 4 };
  test.each<[string, UserPoolType, string[]]>([
    ['the hook alone is gone', after, []],
    ['it is still there', pool, ['LambdaConfig']],
    ['another went with it', { ...after, LambdaConfig: {} }, ['LambdaConfig']],
    [
      'a setting was reset',
      { ...after, MfaConfiguration: 'OFF', IssuerConfiguration: undefined },
      ['IssuerConfiguration', 'MfaConfiguration'],
    ],
    ['something is new', { ...after, EmailVerificationMessage: 'm' }, ['EmailVerificationMessage']],
    [
      'lists in another order are the same',
      { ...after, UserPoolTags: { 'aws:cloudformation:stack-id': 'x', tenant: 'acme' } },
      [],
    ],
  ])('%s', (_, now, wanted) => {
    expect(differences(pool, now, ['pre_token_generation'])).toEqual(wanted);
  });
});
