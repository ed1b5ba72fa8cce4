import {
  AdminDisableProviderForUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { newPool, newUser, permit, region, startLocal, uploadFunction } from '../cognito/harness';
import { type App, broughtBack, newDomain } from '../cognito/hosted';
import { ada, atProvider, newApp, newProvider, register, registerUser } from './harness';

const google = 'accounts.google.com';
const subject = '108204268033311374519';

let local: Awaited<ReturnType<typeof startLocal>>;
let app: App;

/** Creates a pool with passwords and Google, with `more` settings, and its app. */
async function newShop(prefix: string, more: Parameters<typeof newPool>[1] = {}): Promise<App> {
  const pool = await newPool(local, more);
  const host = await newDomain(local, pool, prefix);
  const redirectUris = [`https://${host}/oauth2/idpresponse`];
  const client = { clientId: `${prefix}.apps`, clientSecret: 'its-secret', redirectUris };
  await register(local, 'clients', { host: google, ...client });
  await newProvider(local, pool, {
    ProviderName: 'Google',
    ProviderType: 'Google',
    ProviderDetails: {
      client_id: client.clientId,
      client_secret: client.clientSecret,
      authorize_scopes: 'openid email profile',
    },
    AttributeMapping: { email: 'email', email_verified: 'email_verified' },
  });
  return newApp(local, { pool, host }, ['COGNITO', 'Google']);
}

beforeAll(async () => {
  local = await startLocal();
  await registerUser(local, ada, { host: google, id: subject });
  app = await newShop('shop');
});
afterAll(() => local.end());

async function byGoogle(by = app) {
  const browser = await by.browser();
  const page = await browser.get(by.authorizeUrl({ identity_provider: 'Google' }));
  return atProvider(browser, page);
}

const link = (ProviderAttributeValue: string) =>
  local.sdk.send(
    new AdminLinkProviderForUserCommand({
      UserPoolId: app.pool,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue },
      SourceUser: {
        ProviderName: 'Google',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: subject,
      },
    }),
  );

test('a linked Google account signs in as the native user, until it is unlinked', async () => {
  const sub = await newUser(local, app.pool, ada.username);
  await link(sub);
  await expect(link(sub)).rejects.toThrow('SourceUser is already linked to DestinationUser');

  const { id, access } = await app.tokens(await byGoogle());
  expect(id).toMatchObject({ sub, 'cognito:username': sub, 'custom:tenant_id': 'acme' });
  expect(id['cognito:groups']).toBeUndefined();
  expect(id.identities).toMatchObject([{ userId: subject, providerName: 'Google', primary: 'false' }]);
  expect(access.sub).toBe(sub);

  const User = {
    ProviderName: 'Google',
    ProviderAttributeName: 'Cognito_Subject',
    ProviderAttributeValue: subject,
  };
  await local.sdk.send(new AdminDisableProviderForUserCommand({ UserPoolId: app.pool, User }));
  const stranger = await app.tokens(await byGoogle());
  expect(stranger.id['cognito:username']).toBe(`google_${subject}`);
  expect(stranger.id.sub).not.toBe(sub);
  const found = await local.sdk.send(new AdminGetUserCommand({ UserPoolId: app.pool, Username: sub }));
  expect(found.UserStatus).toBe('CONFIRMED');

  // Cognito cannot merge a Google user that already exists.
  await expect(link(sub)).rejects.toThrow('Merging is not currently supported');
  expect(broughtBack(await byGoogle()).code).toBeDefined();
});

test('pre-sign-up may link an account to the native user with the same address, who is then signed in', async () => {
  const call = `const call = async (operation, input) => {
    const scope = process.env.AWS_ACCESS_KEY_ID + '/20260101/${region}/cognito-idp/aws4_request';
    const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
      method: 'POST',
      headers: {
        'x-amz-target': 'AWSCognitoIdentityProviderService.' + operation,
        'content-type': 'application/x-amz-json-1.1',
        authorization: 'AWS4-HMAC-SHA256 Credential=' + scope + ', SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify({ UserPoolId: event.userPoolId, ...input }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };`;
  const linking = `${call}
    if (event.triggerSource !== 'PreSignUp_ExternalProvider') return event;
    const { Users } = await call('ListUsers', { Filter: 'email = "' + event.request.userAttributes.email + '"' });
    await call('AdminLinkProviderForUser', {
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: Users[0].Username },
      SourceUser: { ProviderName: 'Google', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: event.userName.split('_')[1] },
    });
    return event;`;
  const PreSignUp = await uploadFunction(local, 'linking', linking, 4, [
    'cognito-idp:AdminLinkProviderForUser',
    'cognito-idp:ListUsers',
  ]);
  const shop = await newShop('linked', { LambdaConfig: { PreSignUp } });
  await permit(local, 'linking', shop.pool);
  const sub = await newUser(local, shop.pool, ada.username);
  for (const _ of ['first', 'second']) {
    const { id } = await shop.tokens(await byGoogle(shop));
    expect(id).toMatchObject({ sub, 'cognito:username': sub });
  }
  const { Users } = await local.sdk.send(new ListUsersCommand({ UserPoolId: shop.pool }));
  expect(Users?.map(({ Username }) => Username)).toEqual([sub]);
});
