import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as sdk from '@aws-sdk/client-verifiedpermissions';
import type { LocalAws } from '../../../local/aws';
import { assumed, type Config, organizationRole, pipeline } from './clients';
import { startLocal } from './shared';

const account = '101010101060';
/** Commands that the client has sent. */
const ran = new Set<string>();
let aws: LocalAws;
let config: Config;
let client: sdk.VerifiedPermissions;
beforeAll(async () => {
  aws = await startLocal();
  config = await assumed(pipeline(aws.endpoint), organizationRole(account));
  client = new sdk.VerifiedPermissions(config);
  client.middlewareStack.add(
    (next, context) => (args) => {
      ran.add(context.commandName ?? '');
      return next(args);
    },
    { step: 'initialize' },
  );
});
afterAll(async () => {
  client.destroy();
});

/** A pool with one user in the group `admins`, and both tokens of a sign-in. */
async function signedIn() {
  const cognito = new CognitoIdentityProviderClient(config);
  const pool = (await cognito.send(new CreateUserPoolCommand({ PoolName: 'users' }))).UserPool;
  const UserPoolId = pool?.Id as string;
  const ExplicitAuthFlows = ['ALLOW_ADMIN_USER_PASSWORD_AUTH' as const, 'ALLOW_REFRESH_TOKEN_AUTH' as const];
  const web = await cognito.send(
    new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'web', ExplicitAuthFlows }),
  );
  const clientId = web.UserPoolClient?.ClientId as string;
  const user = { UserPoolId, Username: 'ann' };
  const Password = 'Correct-horse-7-battery';
  await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'admins' }));
  await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'admins' }));
  const answer = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId: clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ann', PASSWORD: Password },
    }),
  );
  cognito.destroy();
  const { IdToken: identityToken, AccessToken: accessToken } = answer.AuthenticationResult ?? {};
  return { userPoolId: UserPoolId, userPoolArn: pool?.Arn as string, clientId, identityToken, accessToken };
}

const schema = JSON.stringify({
  Payments: {
    entityTypes: {
      Group: {},
      User: { memberOfTypes: ['Group'] },
      Payment: { shape: { type: 'Record', attributes: { amount: { type: 'Long', required: false } } } },
    },
    actions: {
      view: {
        appliesTo: {
          principalTypes: ['User'],
          resourceTypes: ['Payment'],
          context: {
            type: 'Record',
            attributes: {
              time: { type: 'Extension', name: 'datetime', required: false },
              age: { type: 'Extension', name: 'duration', required: false },
              token: {
                type: 'Record',
                required: false,
                attributes: {
                  client_id: { type: 'String' },
                  scope: { type: 'Set', element: { type: 'String' } },
                },
              },
            },
          },
        },
      },
    },
  },
});
const action = { actionType: 'Payments::Action', actionId: 'view' };
const payment = (entityId: string) => ({ entityType: 'Payments::Payment', entityId });
const named = (name: string) => expect.objectContaining({ name });

test('every operation of the SDK client works, from an empty account to an empty account', async () => {
  const { userPoolId, userPoolArn, clientId, identityToken, accessToken } = await signedIn();

  // The store, its tags and its alias.
  const validationSettings = { mode: 'STRICT' as const };
  const created = await client.createPolicyStore({
    validationSettings,
    deletionProtection: 'ENABLED',
    tags: { env: 'dev' },
  });
  const { policyStoreId, arn: resourceArn } = created;
  await client.updatePolicyStore({ policyStoreId, validationSettings, description: 'payments' });
  expect(await client.getPolicyStore({ policyStoreId, tags: true })).toMatchObject({
    description: 'payments',
    deletionProtection: 'ENABLED',
    tags: { env: 'dev' },
    arn: `arn:aws:verifiedpermissions::${account}:policy-store/${policyStoreId}`,
  });
  await client.tagResource({ resourceArn, tags: { team: 'edge' } });
  await client.untagResource({ resourceArn, tagKeys: ['env'] });
  expect((await client.listTagsForResource({ resourceArn })).tags).toEqual({ team: 'edge' });
  const aliasName = 'policy-store-alias/payments';
  await client.createPolicyStoreAlias({ aliasName, policyStoreId });
  expect(await client.getPolicyStoreAlias({ aliasName })).toMatchObject({ policyStoreId, state: 'Active' });
  expect((await client.listPolicyStoreAliases({})).policyStoreAliases).toHaveLength(1);

  // Schema, template, policies.
  const statement = `permit(principal in Payments::Group::"${userPoolId}|admins", action, resource)
    when { resource has amount && resource.amount < 100 && context has token && context.token.client_id == "${clientId}" };`;
  const definition = { static: { statement } };
  // In a STRICT store without a schema, no policy passes validation.
  await expect(client.createPolicy({ policyStoreId, definition })).rejects.toEqual(
    named('ValidationException'),
  );
  await client.putSchema({ policyStoreId, definition: { cedarJson: schema } });
  expect(JSON.parse((await client.getSchema({ policyStoreId })).schema ?? '')).toEqual(JSON.parse(schema));
  const { policyId } = await client.createPolicy({ policyStoreId, definition, name: 'name/admins' });
  const taken = client.createPolicy({ policyStoreId, definition, name: 'name/admins' });
  await expect(taken).rejects.toMatchObject({
    name: 'ConflictException',
    resources: [{ resourceType: 'POLICY', resourceId: policyId }],
  });
  const share = 'permit(principal == ?principal, action == Payments::Action::"view", resource == ?resource);';
  const { policyTemplateId } = await client.createPolicyTemplate({ policyStoreId, statement: share });
  const within = `${share.slice(0, -1)} when { context has age && context.age < duration("1h") };`;
  await client.updatePolicyTemplate({ policyStoreId, policyTemplateId, statement: within });
  expect(await client.getPolicyTemplate({ policyStoreId, policyTemplateId })).toMatchObject({
    statement: within,
  });
  const principal = { entityType: 'Payments::User', entityId: 'bob' };
  const templateLinked = { policyTemplateId, principal, resource: payment('7') };
  const linked = await client.createPolicy({ policyStoreId, definition: { templateLinked } });
  await client.updatePolicy({
    policyStoreId,
    policyId,
    definition: { static: { statement, description: 'new' } },
  });
  expect((await client.getPolicy({ policyStoreId, policyId })).definition?.static?.description).toBe('new');

  // Listing by pages, and batch reading.
  const pages: (string | undefined)[][] = [];
  for await (const { policies } of sdk.paginateListPolicies({ client, pageSize: 1 }, { policyStoreId }))
    pages.push((policies ?? []).map((policy) => policy.policyId));
  expect(pages).toEqual([[policyId], [linked.policyId]]);
  expect((await client.listPolicyTemplates({ policyStoreId })).policyTemplates).toHaveLength(1);
  const batch = await client.batchGetPolicy({
    requests: [policyId, 'unheard-of'].map((id) => ({ policyStoreId, policyId: id })),
  });
  expect([batch.results?.length, batch.errors?.[0]?.code]).toEqual([1, 'POLICY_NOT_FOUND']);

  // The principal comes from the request, or from Cognito's tokens.
  const context = {
    contextMap: { age: { duration: '10m' }, time: { datetime: '2026-11-24T18:03:00Z' } },
  };
  const request = { principal, action, resource: payment('7'), context };
  expect(await client.isAuthorized({ policyStoreId, ...request })).toMatchObject({
    decision: 'ALLOW',
    determiningPolicies: [{ policyId: linked.policyId }],
  });
  const both = [request, { ...request, resource: payment('8') }];
  const answers = await client.batchIsAuthorized({ policyStoreId, requests: both });
  expect(answers.results?.map(({ decision }) => decision)).toEqual(['ALLOW', 'DENY']);
  const cognito = {
    userPoolArn,
    clientIds: ['other'],
    groupConfiguration: { groupEntityType: 'Payments::Group' },
  };
  const source = await client.createIdentitySource({
    policyStoreId,
    principalEntityType: 'Payments::User',
    configuration: { cognitoUserPoolConfiguration: cognito },
  });
  const { identitySourceId } = source;
  const entities = {
    entityList: ['1', '2'].map((id) => ({
      identifier: payment(id),
      attributes: { amount: { long: id === '1' ? 5 : 500 } },
    })),
  };
  const asked = { policyStoreId, accessToken, identityToken, action, resource: payment('1'), entities };
  // A token for a client that the identity source does not list is invalid.
  await expect(client.isAuthorizedWithToken(asked)).rejects.toEqual(named('ValidationException'));
  await client.updateIdentitySource({
    policyStoreId,
    identitySourceId,
    updateConfiguration: { cognitoUserPoolConfiguration: { ...cognito, clientIds: [clientId] } },
  });
  expect((await client.getIdentitySource({ policyStoreId, identitySourceId })).details?.clientIds).toEqual([
    clientId,
  ]);
  expect((await client.listIdentitySources({ policyStoreId })).identitySources).toHaveLength(1);
  expect(await client.isAuthorizedWithToken(asked)).toMatchObject({
    decision: 'ALLOW',
    determiningPolicies: [{ policyId }],
    principal: { entityType: 'Payments::User', entityId: expect.stringMatching(`^${userPoolId}\\|`) },
  });
  const requests = ['1', '2'].map((id) => ({ action, resource: payment(id) }));
  const withToken = await client.batchIsAuthorizedWithToken({
    policyStoreId,
    accessToken,
    entities,
    requests,
  });
  expect(withToken.results?.map(({ decision }) => decision)).toEqual(['ALLOW', 'DENY']);

  // Deleting everything.
  await client.deleteIdentitySource({ policyStoreId, identitySourceId });
  const again = client.deleteIdentitySource({ policyStoreId, identitySourceId });
  await expect(again).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    resourceType: 'IDENTITY_SOURCE',
    resourceId: identitySourceId,
  });
  await client.deletePolicy({ policyStoreId, policyId });
  // Deleting a template deletes its linked policies.
  await client.deletePolicyTemplate({ policyStoreId, policyTemplateId });
  expect((await client.listPolicies({ policyStoreId })).policies).toEqual([]);
  await client.deletePolicyStoreAlias({ aliasName });
  await expect(client.deletePolicyStore({ policyStoreId })).rejects.toEqual(named('InvalidStateException'));
  await client.updatePolicyStore({ policyStoreId, validationSettings, deletionProtection: 'DISABLED' });
  await client.deletePolicyStore({ policyStoreId });
  expect((await client.listPolicyStores({})).policyStores).toEqual([]);

  const commands = Object.keys(sdk).filter((name) => /^\w+Command$/.test(name));
  expect([...ran].sort()).toEqual(commands.sort());
});
