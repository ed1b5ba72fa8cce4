import { pickProvider, samlProviders } from '../../../../scripts/rotate/saml-metadata/provider';
import { everyOption } from '../../../stacks/every-option';

const withDocument = {
  ...everyOption,
  tenants: everyOption.tenants.map((tenant) => ({
    ...tenant,
    ...(tenant.identityProvider?.type === 'saml' && {
      identityProvider: { ...tenant.identityProvider, metadataUrl: undefined, metadataFile: 'every.xml' },
    }),
  })),
};
const { name } = everyOption.environment;
const providers = samlProviders(withDocument);

test("staff's provider and tenants' are found, with all their pools", () => {
  const [staff, tenant] = providers;
  expect(staff).toMatchObject({ of: 'staff', provider: 'okta-saml', file: undefined });
  expect(staff?.url).toMatch(/^https:/);
  expect(tenant).toMatchObject({
    provider: 'tenant-saml',
    url: undefined,
    file: `environments/${name}/saml/every.xml`,
  });
  for (const one of providers) expect(one.places.length).toBeGreaterThan(0);
  expect(new Set(tenant?.places.map((place) => place.tenant))).toEqual(new Set([tenant?.tenant]));
});

test('one of them can be named', () => {
  const [staff, tenant] = providers;
  expect(pickProvider(providers, name, { staff: true })).toBe(staff);
  expect(pickProvider(providers, name, { tenant: tenant?.tenant as string })).toBe(tenant);
});

test.each([
  [{}, 'belongs to one provider'],
  [{ staff: true, tenant: 'acme' }, 'belongs to one provider'],
  [{ tenant: 'nobody' }, `tenant nobody of ${name} has no SAML provider`],
])('anything else is bad usage: %j', (flags, why) => {
  expect(() => pickProvider(providers, name, flags)).toThrow(why);
});

test('without staff, there is no staff provider', () => {
  expect(() => pickProvider(providers.slice(1), name, { staff: true })).toThrow('staff of');
});
