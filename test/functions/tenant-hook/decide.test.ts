import fc from 'fast-check';
import { Denied } from '../../../functions/shared/denied';
import { assertPreTokenEvent } from '../../../functions/shared/event';
import { hook } from '../../../functions/shared/hook';
import { claimantOf, decide, type Records } from '../../../functions/tenant-hook/decide';
import { at, context, set, tenantEvent } from '../events';
import { logOf } from '../log';

const claimant = { userId: 'u1', tenantId: 'acme', userPoolId: 'eu-central-1_A', region: 'eu-central-1' };
const mapping = { userId: 'u1', tenantId: 'acme' };
const registration = {
  tenantId: 'acme',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_A',
  status: 'active' as const,
};

const reasonOf = (run: () => unknown) => {
  try {
    return run();
  } catch (error) {
    return (error as Denied).reason;
  }
};

describe('the tenant decision', () => {
  it('grants tenant_id, and nothing else, when user, mapping and registry agree', () => {
    expect(decide(claimant, { mapping, registration })).toEqual({ tenant_id: 'acme' });
  });

  it.each<[string, Records]>([
    ['user-not-mapped', { registration }],
    ['user-of-another-tenant', { mapping: { ...mapping, tenantId: 'globex' }, registration }],
    ['tenant-unknown', { mapping }],
    ['tenant-suspended', { mapping, registration: { ...registration, status: 'suspended' } }],
    ['pool-not-registered', { mapping, registration: { ...registration, userPoolId: 'eu-central-1_B' } }],
    ['store-malformed', { mapping: { ...mapping, userId: 'u2' }, registration }],
    ['store-malformed', { mapping, registration: { ...registration, tenantId: 'globex' } }],
    ['store-malformed', { mapping, registration: { ...registration, region: 'eu-west-1' } }],
  ])('refuses: %s', (reason, records) => {
    expect(reasonOf(() => decide(claimant, records))).toBe(reason);
  });

  it.each([[{}], [{ 'custom:tenant_id': '' }]])(
    'refuses a user without custom:tenant_id (%j)',
    (attributes) => {
      const event = tenantEvent();
      event.request.userAttributes = { sub: 'u1', ...attributes } as Record<string, string>;
      assertPreTokenEvent(event);
      expect(reasonOf(() => claimantOf(event, 'eu-central-1'))).toBe('tenant-attribute-missing');
    },
  );
});

const region = 'eu-central-1';
const user = fc.constantFrom('u1', 'u2');
const tenant = fc.constantFrom('acme', 'globex', 'initech');
const pool = fc.constantFrom('pool-a', 'pool-b');
const accessClaims = 'response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride';
const paths = ['userPoolId', 'request', 'request.userAttributes', 'request.userAttributes.sub', 'response'];

/** A whole event; in one of four, one part is replaced by any JSON. */
const events = fc
  .record({
    sub: user,
    tenant: fc.option(tenant, { nil: undefined, freq: 8 }),
    pool,
    spoilt: fc.option(fc.tuple(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 })), { freq: 3 }),
  })
  .map(({ sub, tenant, pool, spoilt }) => {
    const event = tenantEvent();
    event.userPoolId = pool;
    event.request.userAttributes.sub = sub;
    if (tenant) event.request.userAttributes['custom:tenant_id'] = tenant;
    else delete event.request.userAttributes['custom:tenant_id'];
    if (spoilt) set(event, ...spoilt);
    return event;
  });

const stores = fc.record({
  users: fc.dictionary(user, tenant),
  registry: fc.dictionary(
    tenant,
    fc.record({ userPoolId: pool, status: fc.constantFrom('active' as const, 'suspended' as const) }),
  ),
});

describe('any event against any store', () => {
  it('yields a token exactly for the tenant that the store grants, or the one public error', async () => {
    let granted = 0;
    let refused = 0;
    const property = fc.asyncProperty(
      fc.oneof({ weight: 4, arbitrary: events }, { weight: 1, arbitrary: fc.jsonValue() }),
      stores,
      async (event, { users, registry }) => {
        const handler = hook('property', () => (asked) => {
          const claimant = claimantOf(asked, region);
          const tenantId = Object.hasOwn(users, claimant.userId) ? users[claimant.userId] : undefined;
          const entry = Object.hasOwn(registry, claimant.tenantId) ? registry[claimant.tenantId] : undefined;
          return decide(claimant, {
            mapping: tenantId ? { userId: claimant.userId, tenantId } : undefined,
            registration: entry && { tenantId: claimant.tenantId, region, ...entry },
          });
        });
        const outcome = await handler(event, context).catch((error: Error) => error.message);
        if (typeof outcome === 'string') {
          refused += 1;
          return outcome === 'access denied';
        }
        granted += 1;
        const claim = String(at(outcome, `${accessClaims}.tenant_id`));
        const entry = registry[claim];
        return (
          users[String(at(event, 'request.userAttributes.sub'))] === claim &&
          at(event, 'request.userAttributes.custom:tenant_id') === claim &&
          entry?.status === 'active' &&
          entry.userPoolId === at(event, 'userPoolId')
        );
      },
    );
    await logOf(() => fc.assert(property, { numRuns: 12_000 }));
    expect(granted).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(1000);
  }, 60_000);

  it('grants whenever the store grants: it never refuses a user who is in the right', () => {
    fc.assert(
      fc.property(user, tenant, pool, (userId, tenantId, userPoolId) => {
        const asked = { userId, tenantId, userPoolId, region };
        const records: Records = {
          mapping: { userId, tenantId },
          registration: { tenantId, region, userPoolId, status: 'active' },
        };
        return decide(asked, records).tenant_id === tenantId;
      }),
    );
  });

  it('knows only Denied: no record makes the decision throw anything else', () => {
    const text = fc.string();
    const records = fc.record(
      {
        mapping: fc.record({ userId: text, tenantId: text }),
        registration: fc.record({
          tenantId: text,
          region: text,
          userPoolId: text,
          status: fc.constantFrom('active' as const, 'suspended' as const),
        }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(records, (record) => {
        try {
          decide(claimant, record);
        } catch (error) {
          return error instanceof Denied;
        }
        return record.mapping?.tenantId === 'acme' && record.registration?.status === 'active';
      }),
      { numRuns: 10_000 },
    );
  });
});
