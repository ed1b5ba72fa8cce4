import * as fc from 'fast-check';
import type { LoadedEnvironment, Service, Tenant } from '../../environments/schema';
import { everyTenantOption } from '../stacks/every-option';
import { realEnvironment, realEnvironments, synthesize } from './fleet';

/** What was written for an identical environment: real ones are changed many times here, often alike. */
const written = new Map<string, ReturnType<typeof synthesize>>();

function synthesizeOnce(loaded: LoadedEnvironment) {
  const key = JSON.stringify(loaded);
  const stacks = written.get(key) ?? synthesize(loaded);
  written.set(key, stacks);
  return stacks;
}

/** Ids of the stacks that differ between two syntheses, including added and removed ones. */
function changed(before: LoadedEnvironment, after: LoadedEnvironment): string[] {
  const old = synthesizeOnce(before);
  const fresh = synthesizeOnce(after);
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((id) => old.get(id)?.text !== fresh.get(id)?.text)
    .sort();
}

/** The one stack in each of the tenant's regions. */
const stacksOf = ({ environment }: LoadedEnvironment, tenant: Tenant) =>
  Object.entries(tenant.cells)
    .map(
      ([region, cell]) =>
        `${environment.name}-${environment.cells[cell as string]?.account}-${region}-${cell}`,
    )
    .sort();

const withTenants = (loaded: LoadedEnvironment, tenants: Tenant[]): LoadedEnvironment => ({
  ...loaded,
  tenants: [...tenants].sort((a, b) => (a.id < b.id ? -1 : 1)),
});

const anyTenant = fc
  .constantFrom(...realEnvironments)
  .chain((loaded) => fc.record({ loaded: fc.constant(loaded), tenant: fc.constantFrom(...loaded.tenants) }));

/** Early and late in the alphabet, and on either side of existing ids. */
const newId = fc.constantFrom('aaa', 'acme-2', 'hhh', 'm', 'zzz-last');

const options = { numRuns: 12 };

test('adding a tenant changes one stack in each of its regions, and no other', () => {
  fc.assert(
    fc.property(anyTenant, newId, ({ loaded, tenant }, id) => {
      const added = { ...tenant, id, name: id };
      expect(changed(loaded, withTenants(loaded, [...loaded.tenants, added]))).toEqual(
        stacksOf(loaded, tenant),
      );
    }),
    options,
  );
});

test('removing a tenant changes one stack in each of its regions, and no other', () => {
  fc.assert(
    fc.property(anyTenant, ({ loaded, tenant }) => {
      const rest = loaded.tenants.filter(({ id }) => id !== tenant.id);
      expect(changed(loaded, withTenants(loaded, rest))).toEqual(stacksOf(loaded, tenant));
    }),
    options,
  );
});

const changes: Partial<Tenant>[] = [
  { status: 'suspended' },
  { callbackUrls: ['https://moved.northpay.example/signed-in'] },
  { logoutUrls: ['https://moved.northpay.example/'] },
  { groups: ['auditors'] },
  // Each option by itself, and all of them.
  ...Object.entries(everyTenantOption).map(([option, value]) => ({ [option]: value })),
  everyTenantOption,
];

/** The tenant with no option on, so that each option that a change turns on really is a change. */
const without = (options: string[], tenant: Tenant) =>
  Object.fromEntries(Object.entries(tenant).filter(([key]) => !options.includes(key))) as Tenant;

test('changing a tenant changes one stack in each of its regions, and no other', () => {
  fc.assert(
    fc.property(anyTenant, fc.constantFrom(...changes), ({ loaded, tenant }, change) => {
      // What the environment already says is not a change.
      fc.pre(
        Object.keys(change).some((key) => key !== 'mfa' || change.mfa !== loaded.environment.tenants.mfa),
      );
      const original = without(Object.keys(everyTenantOption), { ...tenant, status: 'active' });
      const others = loaded.tenants.filter(({ id }) => id !== tenant.id);
      expect(
        changed(
          withTenants(loaded, [...others, original]),
          withTenants(loaded, [...others, { ...original, ...change }]),
        ),
      ).toEqual(stacksOf(loaded, tenant));
    }),
    options,
  );
});

/** Policies beside the tenant's file, and no others there. */
const withPolicies = (loaded: LoadedEnvironment, id: string, texts: Record<string, string>) => ({
  ...loaded,
  overlays: [
    ...loaded.overlays.filter((overlay) => overlay.of !== 'tenant' || overlay.id !== id),
    ...(Object.keys(texts).length > 0
      ? [
          {
            of: 'tenant' as const,
            id,
            policies: Object.entries(texts).map(([file, text]) => ({ path: `${id}/${file}`, text })),
          },
        ]
      : []),
  ],
});

const forbid = 'forbid (principal, action == Payments::Action::"exportPayments", resource);';
const share = 'permit (principal == ?principal, action == Payments::Action::"viewPayment", resource);';
const beside = fc.constantFrom<Record<string, string>>(
  {},
  { 'no-exports.cedar': forbid },
  { 'no-exports.cedar': `// Nobody.\n${forbid}` },
  { 'share-all.template.cedar': share },
  { 'no-exports.cedar': forbid, 'share-all.template.cedar': share },
);

test('adding, removing or changing policies beside a tenant changes one stack in each of its regions, and no other', () => {
  fc.assert(
    fc.property(anyTenant, beside, beside, ({ loaded, tenant }, before, after) => {
      fc.pre(before !== after);
      expect(
        changed(withPolicies(loaded, tenant.id, before), withPolicies(loaded, tenant.id, after)),
      ).toEqual(stacksOf(loaded, tenant));
    }),
    { numRuns: 6 },
  );
});

test('a tenant is in exactly the cells that its file names, whatever else exists', () => {
  fc.assert(
    fc.property(anyTenant, fc.nat(), ({ loaded, tenant }, seed) => {
      const others = loaded.tenants.filter(({ id }, index) => id !== tenant.id && (seed >> index) % 2 === 0);
      const stacks = [...synthesizeOnce(withTenants(loaded, [...others, tenant])).values()];
      const standing = stacks.filter(
        ({ json }) => json.resource.aws_cognito_user_pool?.[`${tenant.id}_pool`],
      );
      expect(standing.map(({ id }) => id).sort()).toEqual(stacksOf(loaded, tenant));
    }),
    options,
  );
});

const machineStacks = ({ environment }: LoadedEnvironment) =>
  environment.regions.map((region) => `${environment.name}-identity-${region}-machine`).sort();

test('a policy store of a service’s own changes the machine stack in each region, and no other', () => {
  const loaded = realEnvironment('dev');
  const own = loaded.services.find(({ policyStore }) => policyStore === 'own') as Service;
  const others = loaded.services.filter((service) => service !== own);
  const sharing = { ...loaded, services: [...others, { ...own, policyStore: 'shared' as const }] };
  const without = { ...loaded, overlays: loaded.overlays.filter(({ of }) => of !== 'service') };
  for (const before of [sharing, without]) expect(changed(before, loaded)).toEqual(machineStacks(loaded));
});

test('adding a service changes the machine stack in each region, and no other', () => {
  for (const loaded of realEnvironments) {
    const { services } = loaded;
    const [service] = services as [Service];
    for (const id of ['aaa', 'm', 'zzz']) {
      const all = [...services, { ...service, id }].sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(changed(loaded, { ...loaded, services: all })).toEqual(machineStacks(loaded));
    }
  }
});
