import { secretHolders, selectHolders } from '../../../../scripts/rotate/federation-secret/secret-holders';
import { realEnvironment } from '../../../invariants/fleet';
import { everyOption } from '../../../stacks/every-option';

/** The environment with every option, and two tenants with their own OpenID Connect provider. */
const [first] = everyOption.tenants;
const own = (id: string) => ({
  ...first,
  id,
  identityProvider: { type: 'oidc', secretName: `fleet/tenants/${id}`, domains: [], attributes: {} },
});
const loaded = { ...everyOption, tenants: [own('acme'), own('globex')] } as unknown as typeof everyOption;
const holders = secretHolders(loaded);

test('each provider with a secret is a holder, with the detail in which Cognito keeps it', () => {
  const social = ({ flow }: { flow: string }) => flow === 'customer';
  const [region] = loaded.environment.regions;
  const inOne = holders.filter((holder) => holder.region === region);
  expect(Object.fromEntries(inOne.filter(social).map(({ provider, detail }) => [provider, detail]))).toEqual({
    Google: 'client_secret',
    Facebook: 'client_secret',
    LoginWithAmazon: 'client_secret',
    // Apple has a key instead.
    SignInWithApple: 'private_key',
  });
  expect(
    inOne.filter(({ flow }) => flow === 'tenant').map(({ tenant, secretName }) => [tenant, secretName]),
  ).toEqual([
    ['acme', 'fleet/tenants/acme'],
    ['globex', 'fleet/tenants/globex'],
  ]);
});

test('a SAML provider has no secret', () => {
  expect(secretHolders(everyOption).filter(({ provider }) => provider.endsWith('saml'))).toEqual([]);
});

test('a selection covers exactly what it names', () => {
  const names = (selection: Parameters<typeof selectHolders>[1]) =>
    new Set(selectHolders(holders, selection).map(({ tenant, provider }) => `${tenant ?? ''} ${provider}`));
  expect(names({ tenant: ['globex'] })).toEqual(new Set(['globex tenant-oidc']));
  expect(names({ provider: ['SignInWithApple'] })).toEqual(new Set([' SignInWithApple']));
  expect(() => names({ tenant: ['nobody'] })).toThrow('--tenant nobody matches nothing');
  expect(() => names({ tenant: ['acme'], provider: ['Google'] })).toThrow('identity provider with a secret');
  for (const one of selectHolders(holders, { region: [loaded.environment.regions[1] as string] }))
    expect(one.region).toBe(loaded.environment.regions[1]);
});

test('the real environments have a place for every secret', () => {
  for (const { secretName, accountId, region } of secretHolders(realEnvironment('prod')))
    expect([secretName, accountId, region].every(Boolean)).toBe(true);
});
