import type { UpdateUserPoolRequest, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import type { Cognito } from '../../../../local/cognito/call';
import { setUserPoolMfaConfig } from '../../../../local/cognito/pools/pool-mfa';
import { describeUserPool, updateUserPool } from '../../../../local/cognito/pools/pools';
import { createUserPoolReplica, listUserPoolReplicas } from '../../../../local/cognito/pools/replicas';
import { newPages } from '../oauth/harness';

const key = {
  KeyType: 'CUSTOMER_MANAGED_KEY',
  KmsKeyArn: 'arn:aws:kms:eu-central-1:111111111111:key/mrk-1',
} as const;

function pool() {
  const pages = newPages();
  const cognito: Cognito = { ...pages.cognito, moto: async () => ({ UserPool: {} }) };
  const call = (input: object) =>
    ({
      input: { UserPoolId: pages.pool.id, ...input },
      account: pages.pool.account,
      region: pages.pool.region,
    }) as never;
  return {
    call,
    cognito,
    pool: pages.pool,
    update: (input: Partial<UpdateUserPoolRequest>) => updateUserPool(cognito, call(input)),
    shown: async () => ((await describeUserPool(cognito, call({}))) as { UserPool: UserPoolType }).UserPool,
  };
}

test.each<[string, Partial<UpdateUserPoolRequest>, Partial<UserPoolType>]>([
  [
    'a hook',
    { LambdaConfig: { InboundFederation: { LambdaArn: 'f', LambdaVersion: 'V1_0' } } },
    { LambdaConfig: {} },
  ],
  ['verified attributes', { AutoVerifiedAttributes: ['email'] }, { AutoVerifiedAttributes: undefined }],
  ['the key', { KeyConfiguration: key }, { KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' } }],
  ['the issuer', { IssuerConfiguration: { Type: 'UPDATED' } }, { IssuerConfiguration: { Type: 'ORIGINAL' } }],
  [
    'names of levels',
    { AcrConfiguration: { Level1: { AcrValue: 'urn:a' } } },
    { AcrConfiguration: undefined },
  ],
  [
    'who sends texts',
    { SmsConfiguration: { SnsCallerArn: 'arn:r', EumsSms: { CallerArn: 'arn:r' } } },
    { SmsConfiguration: undefined },
  ],
  [
    'remembered devices',
    { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true } },
    { DeviceConfiguration: undefined },
  ],
])('an update that leaves it out removes %s', async (_, set, afterwards) => {
  const { update, shown } = pool();
  await update(set);
  expect(await shown()).toMatchObject(set);
  await update({ UserPoolTier: 'ESSENTIALS' });
  expect(await shown()).toMatchObject(afterwards);
});

test('tags, the name and dynamic registration stay if they are left out', async () => {
  const { update, shown } = pool();
  const kept = { UserPoolTags: { a: 'b' }, DcrConfiguration: { EnableStatus: 'Enabled' } } as const;
  await update({ ...kept, PoolName: 'named' });
  await update({});
  expect(await shown()).toMatchObject({ ...kept, Name: 'named' });
});

test('setting second factors sets all of them', async () => {
  const { cognito, call } = pool();
  const passkeys = {
    RelyingPartyId: 'a.example',
    FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  };
  const answer = (input: object) => setUserPoolMfaConfig(cognito, call(input));
  expect(await answer({ WebAuthnConfiguration: passkeys })).toMatchObject({
    WebAuthnConfiguration: passkeys,
  });
  expect(await answer({ WebAuthnConfiguration: { RelyingPartyId: 'a.example' } })).not.toHaveProperty(
    'WebAuthnConfiguration.FactorConfiguration',
  );
  expect(await answer({})).not.toHaveProperty('WebAuthnConfiguration');
});

test('a customer managed key must be named, and level names need a plan that has them', async () => {
  const { update } = pool();
  await expect(update({ KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY' } })).rejects.toThrow(
    'KmsKeyArn',
  );
  const levels = { AcrConfiguration: { Level1: { AcrValue: 'urn:a' } } };
  await expect(update({ UserPoolTier: 'LITE', ...levels })).rejects.toThrow('LITE feature plan');
});

test('a pool with a customer managed key is copied once per region, and is then in the list itself', async () => {
  const { cognito, call, pool: own, update } = pool();
  const copy = (RegionName: string) => createUserPoolReplica(cognito, call({ RegionName }));
  const listed = async () =>
    ((await listUserPoolReplicas(cognito, call({}))) as { UserPoolReplicas: object[] }).UserPoolReplicas;
  await expect(copy('eu-west-1')).rejects.toThrow('customer managed');
  expect(await listed()).toEqual([]);
  await update({ KeyConfiguration: key });
  await copy('eu-west-1');
  await expect(copy('eu-west-1')).rejects.toThrow('already in');
  await expect(copy(own.region)).rejects.toThrow('already in');
  expect(await listed()).toMatchObject([
    { RegionName: 'eu-west-1', Role: 'SECONDARY', UserPoolArn: own.arn.replace(own.region, 'eu-west-1') },
    { RegionName: own.region, Role: 'PRIMARY' },
  ]);
});
