import type { Configuration } from '@aws-sdk/client-verifiedpermissions';
import { account, failureOf, type Harness, newStore, start } from './harness';

let client: Harness['client'];
let harness: Harness;
beforeAll(async () => {
  harness = await start();
  client = harness.client;
});
afterAll(() => harness.close());

const userPoolArn = `arn:aws:cognito-idp:eu-central-1:${account}:userpool/eu-central-1_abc`;
const cognito = (more: object = {}): Configuration => ({
  cognitoUserPoolConfiguration: { userPoolArn, ...more },
});
const openId = (tokenSelection: object): Configuration => ({
  openIdConnectConfiguration: {
    issuer: 'https://idp.example.com',
    entityIdPrefix: 'idp',
    groupConfiguration: { groupClaim: 'groups', groupEntityType: 'Payments::Group' },
    tokenSelection: tokenSelection as never,
  },
});

it('keeps a user pool, and shows issuer and older details', async () => {
  const policyStoreId = await newStore(client);
  const { identitySourceId } = await client.createIdentitySource({
    policyStoreId,
    configuration: cognito({
      clientIds: ['web'],
      groupConfiguration: { groupEntityType: 'Payments::Group' },
    }),
    principalEntityType: 'Payments::User',
  });
  const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc';
  const shown = {
    policyStoreId,
    identitySourceId,
    principalEntityType: 'Payments::User',
    configuration: {
      cognitoUserPoolConfiguration: {
        userPoolArn,
        clientIds: ['web'],
        issuer,
        groupConfiguration: { groupEntityType: 'Payments::Group' },
      },
    },
    details: {
      clientIds: ['web'],
      userPoolArn,
      discoveryUrl: `${issuer}/.well-known/openid-configuration`,
      openIdIssuer: 'COGNITO',
    },
  };
  expect(await client.getIdentitySource({ policyStoreId, identitySourceId })).toMatchObject(shown);
  expect((await client.listIdentitySources({ policyStoreId })).identitySources).toMatchObject([shown]);
  const filters = [{ principalEntityType: 'Payments::Robot' }];
  expect((await client.listIdentitySources({ policyStoreId, filters })).identitySources).toEqual([]);
});

it("has AWS's defaults where nothing is set", async () => {
  const policyStoreId = await newStore(client);
  const { identitySourceId } = await client.createIdentitySource({ policyStoreId, configuration: cognito() });
  const { principalEntityType, configuration } = await client.getIdentitySource({
    policyStoreId,
    identitySourceId,
  });
  expect(principalEntityType).toBe('AWS::Cognito');
  expect(configuration?.cognitoUserPoolConfiguration).toMatchObject({ clientIds: [] });
  expect(configuration?.cognitoUserPoolConfiguration?.groupConfiguration).toBeUndefined();
});

it('is replaced by an update, from a user pool to OpenID Connect', async () => {
  const policyStoreId = await newStore(client);
  const { identitySourceId } = await client.createIdentitySource({
    policyStoreId,
    configuration: cognito(),
    principalEntityType: 'Payments::User',
  });
  const selection = { accessTokenOnly: { audiences: ['api'], principalIdClaim: 'email' } };
  await client.updateIdentitySource({
    policyStoreId,
    identitySourceId,
    updateConfiguration: openId(selection),
  });
  const shown = await client.getIdentitySource({ policyStoreId, identitySourceId });
  expect(shown.configuration).toEqual(openId(selection));
  expect(shown.principalEntityType).toBe('Payments::User');
  expect(shown.details).toBeUndefined();
});

it('can be created once per store, until it is deleted', async () => {
  const policyStoreId = await newStore(client);
  const create = () => client.createIdentitySource({ policyStoreId, configuration: cognito() });
  const { identitySourceId } = await create();
  expect(await failureOf(create())).toMatchObject({
    name: 'ServiceQuotaExceededException',
    resourceType: 'IDENTITY_SOURCE',
    resourceId: policyStoreId,
  });
  await client.deleteIdentitySource({ policyStoreId, identitySourceId });
  const gone = { name: 'ResourceNotFoundException', resourceType: 'IDENTITY_SOURCE' };
  expect(await failureOf(client.getIdentitySource({ policyStoreId, identitySourceId }))).toMatchObject(gone);
  expect(await failureOf(client.deleteIdentitySource({ policyStoreId, identitySourceId }))).toMatchObject(
    gone,
  );
  await create();
});

it.each<[string, Configuration, string]>([
  [
    'a pool of another account',
    cognito({ userPoolArn: userPoolArn.replace(account, '444455556666') }),
    'account',
  ],
  ['no ARN of a pool', cognito({ userPoolArn: 'arn:aws:s3:::bucket' }), 'userPoolArn'],
  ['two kinds at once', { ...cognito(), ...openId({ identityTokenOnly: {} }) } as never, 'exactly one'],
  [
    'an issuer without https',
    { openIdConnectConfiguration: { issuer: 'http://x', tokenSelection: { identityTokenOnly: {} } } },
    'issuer',
  ],
  ['no selected token', openId({}), 'tokenSelection'],
])('is refused with %s', async (_what, configuration, words) => {
  const policyStoreId = await newStore(client);
  // The SDK's serializer sends only the first member of a union, so the request is written by hand.
  const answer = await fetch(harness.url, {
    method: 'POST',
    headers: {
      'x-amz-target': 'VerifiedPermissions.CreateIdentitySource',
      authorization: `AWS4-HMAC-SHA256 Credential=KEY${account}/20260301/eu-central-1/verifiedpermissions/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ policyStoreId, configuration }),
  });
  expect(answer.status).toBe(400);
  const body = (await answer.json()) as { __type: string; message: string };
  expect(body.__type).toBe('ValidationException');
  expect(body.message).toContain(words);
});
