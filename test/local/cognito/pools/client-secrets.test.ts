import type {
  ClientSecretDescriptorType,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { token } from '../../../../local/cognito/oauth/token';
import {
  addUserPoolClientSecret,
  deleteUserPoolClientSecret,
  listUserPoolClientSecrets,
} from '../../../../local/cognito/pools/client-secrets';
import {
  createUserPoolClient,
  describeUserPoolClient,
  updateUserPoolClient,
} from '../../../../local/cognito/pools/clients';
import { checkSecretHash, secretHash } from '../../../../local/cognito/sign-in/secret-hash';
import { revokeToken } from '../../../../local/cognito/users/users-self';
import { newPages } from '../oauth/harness';

type Descriptor = Omit<ClientSecretDescriptorType, 'ClientSecretCreateDate'> & {
  ClientSecretCreateDate: number;
};

/** A pool with a client that was created with a custom secret. */
async function pool(made: object = { GenerateSecret: true }) {
  const { pool, clock, ...rest } = newPages();
  const cognito = { ...rest.cognito, moto: async () => ({ UserPoolClient: { ClientId: 'c2' } }) };
  pool.resourceServers = new Map();
  pool.refreshTokens = new Map();
  const call = (input: object) =>
    ({ input: { UserPoolId: pool.id, ...input }, account: pool.account, region: pool.region }) as never;
  const { UserPoolClient } = (await createUserPoolClient(
    cognito,
    call({ ClientName: 'service', ...made }),
  )) as { UserPoolClient: UserPoolClientType };
  const client = { ClientId: 'c2' };
  return {
    clock,
    made: UserPoolClient,
    add: async (ClientSecret?: string) =>
      (
        (await addUserPoolClientSecret(cognito, call({ ...client, ClientSecret }))) as {
          ClientSecretDescriptor: Descriptor;
        }
      ).ClientSecretDescriptor,
    list: async () =>
      ((await listUserPoolClientSecrets(cognito, call(client))) as { ClientSecrets: Descriptor[] })
        .ClientSecrets,
    remove: (ClientSecretId: string | undefined) =>
      deleteUserPoolClientSecret(cognito, call({ ...client, ClientSecretId })),
    shown: async () =>
      (
        (await describeUserPoolClient(cognito, call(client))) as {
          UserPoolClient: UserPoolClientType;
        }
      ).UserPoolClient.ClientSecret,
    update: () => updateUserPoolClient(cognito, call({ ...client, RefreshTokenValidity: 5 })),
    revoke: (ClientSecret?: string) =>
      revokeToken(cognito, { input: { ...client, ClientSecret, Token: 'unknown' } } as never),
    hash: (secret: string) =>
      checkSecretHash(pool.clients.get('c2') as never, secretHash('ada', 'c2', secret), ['ada']),
    /** Whether the token endpoint accepts the secret for the client. */
    async opens(secret: string) {
      const form = new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: 'c2',
        client_secret: secret,
      });
      const answer = await token({ cognito, pool, headers: {}, form } as never).catch(({ error }) => error);
      return answer !== 'invalid_client';
    },
  };
}

const own = 'A_secret_of_our_own+0123';

test('two secrets work equally well everywhere; a third is refused', async () => {
  const it = await pool();
  const first = it.made.ClientSecret as string;
  const second = await it.add(own);
  for (const secret of [first, own]) {
    expect(await it.opens(secret)).toBe(true);
    expect(() => it.hash(secret)).not.toThrow();
    await expect(it.revoke(secret)).resolves.toEqual({});
  }
  expect(await it.opens('another')).toBe(false);
  expect(() => it.hash('another')).toThrow('Unable to verify secret hash');
  await expect(it.revoke()).rejects.toThrow('Unable to verify the secret');
  await expect(it.add()).rejects.toMatchObject({ type: 'LimitExceededException' });
  expect((await it.list()).map(({ ClientSecretId }) => ClientSecretId)).toContain(second.ClientSecretId);
});

test('a value is returned once, and only if Cognito generated it', async () => {
  const it = await pool();
  expect(await it.add(own)).not.toHaveProperty('ClientSecretValue');
  await it.remove((await it.list())[1]?.ClientSecretId);
  const generated = await it.add();
  expect(generated.ClientSecretValue).toMatch(/^[a-z0-9]{51}$/);
  expect(await it.opens(generated.ClientSecretValue as string)).toBe(true);
  for (const one of await it.list())
    expect(Object.keys(one).sort()).toEqual(['ClientSecretCreateDate', 'ClientSecretId']);
});

test('an id contains client and time, and is never used twice', async () => {
  const it = await pool();
  const { ClientSecretId, ClientSecretCreateDate } = await it.add(own);
  expect(ClientSecretId).toMatch(/^c2--\d+$/);
  expect(ClientSecretCreateDate).toBe(it.clock.now / 1000);
  const ids = (await it.list()).map((one) => one.ClientSecretId);
  expect(new Set(ids).size).toBe(2);
});

test('a deleted secret is refused at once, and the last one cannot be deleted', async () => {
  const it = await pool();
  const [original] = await it.list();
  await it.add(own);
  await it.remove(original?.ClientSecretId);
  expect(await it.opens(it.made.ClientSecret as string)).toBe(false);
  expect(await it.opens(own)).toBe(true);
  await expect(it.remove(original?.ClientSecretId)).rejects.toMatchObject({
    type: 'ResourceNotFoundException',
  });
  const [last] = await it.list();
  await expect(it.remove(last?.ClientSecretId)).rejects.toMatchObject({ type: 'InvalidParameterException' });
  expect(await it.opens(own)).toBe(true);
});

test('the client is described with its original secret, and never with another in its place', async () => {
  const it = await pool();
  await it.add(own);
  expect(await it.shown()).toBe(it.made.ClientSecret);
  await it.remove((await it.list())[0]?.ClientSecretId);
  expect(await it.shown()).toBeUndefined();
  await it.update();
  expect(await it.shown()).toBeUndefined();
  expect(await it.opens(own)).toBe(true);
});

test('a public client gets no secret, and a client is created with one of the two kinds', async () => {
  const it = await pool({});
  expect(it.made).not.toHaveProperty('ClientSecret');
  await expect(it.add(own)).rejects.toMatchObject({ type: 'InvalidParameterException' });
  await expect(pool({ GenerateSecret: true, ClientSecret: own })).rejects.toMatchObject({
    type: 'InvalidParameterException',
  });
  expect((await pool({ ClientSecret: own })).made.ClientSecret).toBe(own);
});

test('custom secrets have 24 to 64 characters of letters, digits, underscores and plus signs', async () => {
  const takes = async (secret: string) => {
    const it = await pool();
    return it.add(secret).then(
      () => true,
      ({ type }) => type !== 'InvalidParameterException',
    );
  };
  const letters = fc.constantFrom(...'abzAZ019_+');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: letters, minLength: 24, maxLength: 64 }), async (secret) => {
      expect(await takes(secret)).toBe(true);
      expect(await takes(`${secret.slice(1)}-`)).toBe(false);
    }),
    { numRuns: 30 },
  );
  expect(await takes('a'.repeat(23))).toBe(false);
  expect(await takes('a'.repeat(65))).toBe(false);
});
