import fc from 'fast-check';
import { Denied } from '../../../functions/shared/denied';
import { claimantOf } from '../../../functions/shared/tenants/claimant';
import { decide, type Records } from '../../../functions/tenant-hook/decide';
import { identities, tenantEvent } from '../events';

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

  it('grants whenever the store grants: it never refuses a legitimate user', () => {
    const text = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(text, text, text, text, (userId, tenantId, userPoolId, region) => {
        const records: Records = {
          mapping: { userId, tenantId },
          registration: { tenantId, region, userPoolId, status: 'active' },
        };
        return decide({ userId, tenantId, userPoolId, region }, records).tenant_id === tenantId;
      }),
    );
  });

  it('throws only Denied: no record makes the decision throw anything else', () => {
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

describe('who a user is, by the pool that calls', () => {
  const called = { tenantId: 'acme', region: 'eu-central-1' };
  const asked = (attributes: Record<string, string>) => {
    const event = tenantEvent();
    event.request.userAttributes = { sub: 'u1', ...attributes };
    return reasonOf(() => claimantOf(event, called));
  };
  const whole = { ...called, userId: 'u1', userPoolId: 'eu-central-1_Acme01' };
  const federated = { identities: identities(['tenant-oidc', 'ada']) };

  it('a native user carries the tenant whose alias was called', () => {
    expect(asked({ 'custom:tenant_id': 'acme' })).toEqual(whole);
  });

  it('a federated user carries either no tenant, since no provider may write it, or exactly this one', () => {
    expect(asked(federated)).toEqual(whole);
    expect(asked({ ...federated, 'custom:tenant_id': 'acme' })).toEqual(whole);
  });

  it.each<[string, string, Record<string, string>]>([
    ['tenant-attribute-missing', 'a native user without tenant', {}],
    ['tenant-attribute-missing', 'a native user with an empty tenant', { 'custom:tenant_id': '' }],
    ['tenant-attribute-missing', 'a user whose last identity was taken away', { identities: '[]' }],
    ['user-of-another-tenant', 'a native user of another tenant', { 'custom:tenant_id': 'globex' }],
    [
      'user-of-another-tenant',
      'a federated user of another tenant',
      { ...federated, 'custom:tenant_id': 'globex' },
    ],
    ['malformed-event', 'identities that are no JSON', { identities: '[{' }],
    ['malformed-event', 'identities that are no list', { identities: '{"userId": "ada"}' }],
    ['malformed-event', 'an identity without provider', { identities: '[{"userId": "ada"}]' }],
    [
      'malformed-event',
      'an identity without id',
      { identities: '[{"userId": "", "providerName": "tenant-oidc"}]' },
    ],
    ['malformed-event', 'an identity that is nothing', { identities: '[null]' }],
  ])('refuses: %s, for %s', (reason, _title, attributes) => {
    expect(asked(attributes)).toBe(reason);
  });
});
