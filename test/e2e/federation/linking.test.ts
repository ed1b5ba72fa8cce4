import {
  AdminDisableProviderForUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { newPool, newUser, startLocal } from '../cognito/harness';
import { type App, broughtBack, newDomain } from '../cognito/hosted';
import { ada, atProvider, newApp, newProvider, register, registerUser } from './harness';

jest.setTimeout(120_000);

const google = 'accounts.google.com';
const subject = '108204268033311374519';

let local: Awaited<ReturnType<typeof startLocal>>;
let pool: string;
let app: App;

beforeAll(async () => {
  local = await startLocal();
  pool = await newPool(local);
  const host = await newDomain(local, pool, 'shop');
  await registerUser(local, ada, { host: google, id: subject });
  const redirectUris = [`https://${host}/oauth2/idpresponse`];
  const client = { clientId: 'shop.apps', clientSecret: 'its-secret', redirectUris };
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
  app = await newApp(local, { pool, host }, ['COGNITO', 'Google']);
});
afterAll(() => local.stop());

async function byGoogle() {
  const browser = await app.browser();
  const page = await browser.get(app.authorizeUrl({ identity_provider: 'Google' }));
  return atProvider(browser, page);
}

const link = (ProviderAttributeValue: string) =>
  local.sdk.send(
    new AdminLinkProviderForUserCommand({
      UserPoolId: pool,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue },
      SourceUser: {
        ProviderName: 'Google',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: subject,
      },
    }),
  );

test('a linked Google account is the native user, until the link is undone', async () => {
  const sub = await newUser(local, pool, ada.username);
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
  await local.sdk.send(new AdminDisableProviderForUserCommand({ UserPoolId: pool, User }));
  const stranger = await app.tokens(await byGoogle());
  expect(stranger.id['cognito:username']).toBe(`google_${subject}`);
  expect(stranger.id.sub).not.toBe(sub);
  const found = await local.sdk.send(new AdminGetUserCommand({ UserPoolId: pool, Username: sub }));
  expect(found.UserStatus).toBe('CONFIRMED');

  // Once the Google user is somebody, Cognito merges no more.
  await expect(link(sub)).rejects.toThrow('Merging is not currently supported');
  expect(broughtBack(await byGoogle()).code).toBeDefined();
});
