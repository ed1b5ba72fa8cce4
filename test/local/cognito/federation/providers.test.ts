import type { CreateIdentityProviderRequest } from '@aws-sdk/client-cognito-identity-provider';
import {
  createIdentityProvider,
  deleteIdentityProvider,
  describeIdentityProvider,
  getIdentityProviderByIdentifier,
  listIdentityProviders,
  updateIdentityProvider,
} from '../../../../local/cognito/federation/providers';
import { newPages } from '../oauth/harness';

const issuer = 'https://acme.okta.example';
/** With all endpoints, so that nothing is discovered. */
const details = {
  client_id: 'c1',
  client_secret: 's1',
  authorize_scopes: 'openid email',
  oidc_issuer: issuer,
  attributes_request_method: 'GET',
  authorize_url: `${issuer}/authorize`,
  token_url: `${issuer}/token`,
  attributes_url: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/keys`,
};

function pool() {
  const { cognito, pool, clock } = newPages();
  pool.settings.SchemaAttributes = [{ Name: 'email' }, { Name: 'custom:groups' }];
  const call = (input: object) =>
    ({
      input: { UserPoolId: pool.id, ...input },
      account: pool.account,
      region: pool.region,
    }) as never;
  const create = (ProviderName: string, more: Partial<CreateIdentityProviderRequest> = {}) =>
    createIdentityProvider(
      cognito,
      call({
        ProviderName,
        ProviderType: 'OIDC',
        ProviderDetails: details,
        AttributeMapping: { email: 'email' },
        IdpIdentifiers: ['acme.example'],
        ...more,
      }),
    );
  const update = (more: object) => updateIdentityProvider(cognito, call({ ProviderName: 'okta', ...more }));
  const shown = async (ProviderName = 'okta') =>
    ((await describeIdentityProvider(cognito, call({ ProviderName }))) as { IdentityProvider: object })
      .IdentityProvider;
  return { cognito, clock, call, create, update, shown };
}

test('an update replaces details, mapping and identifiers each as a whole, and keeps what it does not name', async () => {
  const { clock, create, update, shown } = pool();
  await create('okta');
  const before = await shown();
  expect(before).toMatchObject({
    AttributeMapping: { username: 'sub', email: 'email' },
    IdpIdentifiers: ['acme.example'],
  });
  clock.now += 60_000;

  await update({ AttributeMapping: { 'custom:groups': 'groups' } });
  expect(await shown()).toEqual({
    ...before,
    AttributeMapping: { username: 'sub', 'custom:groups': 'groups' },
    LastModifiedDate: clock.now / 1000,
  });
  await update({ IdpIdentifiers: ['acme.example', 'other.example'] });
  await update({ ProviderDetails: { ...details, client_id: 'c2' } });
  expect(await shown()).toMatchObject({
    AttributeMapping: { username: 'sub', 'custom:groups': 'groups' },
    IdpIdentifiers: ['acme.example', 'other.example'],
    ProviderDetails: expect.objectContaining({ client_id: 'c2' }),
  });
  await update({ IdpIdentifiers: [] });
  expect(await shown()).toMatchObject({ IdpIdentifiers: [] });
});

test('an update follows the same rules as a new provider', async () => {
  const { create, update, shown } = pool();
  await create('okta');
  await create('other', { IdpIdentifiers: ['other.example'] });
  const before = await shown();
  await expect(update({ IdpIdentifiers: ['other.example'] })).rejects.toThrow(
    'already exists in provider other',
  );
  await expect(update({ IdpIdentifiers: ['a/b'] })).rejects.toThrow('Invalid IdpIdentifier a/b');
  await expect(update({ IdpIdentifiers: Array.from({ length: 51 }, (_, i) => `d${i}`) })).rejects.toThrow(
    'at most 50',
  );
  await expect(update({ AttributeMapping: { 'custom:none': 'x' } })).rejects.toThrow(
    'no attribute custom:none',
  );
  await expect(update({ ProviderDetails: { ...details, strange: 'x' } })).rejects.toThrow(
    'strange is not a valid key',
  );
  expect(await shown()).toEqual(before);
  // Its own identifier does not clash with itself.
  await update({ IdpIdentifiers: ['acme.example'] });
});

test('a new provider needs a unique name and unique identifiers', async () => {
  const { create } = pool();
  await create('okta');
  await expect(create('okta', { IdpIdentifiers: [] })).rejects.toMatchObject({
    type: 'DuplicateProviderException',
  });
  await expect(create('second')).rejects.toThrow('already exists in provider okta');
  for (const name of ['ab', '_ab', 'ab_', 'a b', 'x'.repeat(33), 'COGNITO'])
    await expect(create(name, { IdpIdentifiers: [] })).rejects.toThrow('Invalid provider name');
  await create('x'.repeat(32), { IdpIdentifiers: [] });
  await expect(create('Mine', { ProviderType: 'Google', IdpIdentifiers: [] })).rejects.toThrow(
    'must be Google',
  );
});

test('providers are found by identifier, listed in pages, and gone when deleted', async () => {
  const { cognito, call, create, shown } = pool();
  await create('okta');
  await create('other', { IdpIdentifiers: [] });
  const byIdentifier = (IdpIdentifier: string) =>
    getIdentityProviderByIdentifier(cognito, call({ IdpIdentifier }));
  expect(await byIdentifier('acme.example')).toEqual({ IdentityProvider: await shown() });
  await expect(byIdentifier('other.example')).rejects.toThrow('has the identifier other.example');

  const page = (more: object) => listIdentityProviders(cognito, call(more)) as Promise<Record<string, never>>;
  const first = await page({ MaxResults: 1 });
  expect(first).toMatchObject({ Providers: [{ ProviderName: 'okta' }], NextToken: 'okta' });
  const second = await page({ MaxResults: 1, NextToken: first.NextToken });
  expect(second).toMatchObject({ Providers: [{ ProviderName: 'other' }] });
  expect(second).not.toHaveProperty('NextToken');

  await deleteIdentityProvider(cognito, call({ ProviderName: 'okta' }));
  await expect(shown()).rejects.toThrow('okta does not exist');
  await shown('other');
});
