import * as fc from 'fast-check';
import * as names from '../../environments/names';
import { environmentSchema } from '../../environments/schema';
import { validTree } from './fixture';

// The schema's limits keep every AWS name short enough. Here they are used to the full.
const longest = (max: number) => 'x'.repeat(max);
const environment = environmentSchema.parse({
  ...validTree().environments.test,
  name: longest(10),
  organization: longest(16),
  accounts: { [longest(20)]: { id: '012345678901', flows: ['customer'] } },
});
const tenant = longest(30);

/** Limits of AWS: S3 bucket, Cognito domain prefix, Lambda function, IAM role, DynamoDB table, Cognito pool. */
const limits: [string, string, number][] = [
  ['state bucket', names.stateBucket(environment, longest(20)), 63],
  ['customer domain', names.domainPrefix(environment, 'customer'), 63],
  ['tenant domain', names.domainPrefix(environment, tenant), 63],
  ['cell hook', names.hookName(environment, 'cell-9999'), 64],
  ['customer hook', names.hookName(environment, 'customer'), 64],
  ...names.fleetRoles(environment).map((name): [string, string, number] => [`role ${name}`, name, 64]),
  ['client secret', names.clientSecret(environment, tenant, longest(128)), 512],
  ['boundary', names.boundary(environment), 128],
  ['tenant registry', names.tables(environment).tenantRegistry, 255],
  ['flow registry', names.tables(environment).flowRegistry, 255],
  ['tenant users', names.tables(environment).tenantUsers, 255],
  ['customer pool', names.customerPool(environment), 128],
  ['tenant pool', names.tenantPool(environment, tenant), 128],
  ['key alias', names.stateKeyAlias(environment), 256],
];

test.each(limits)('the longest %s that the schema allows fits into AWS', (_, name, limit) => {
  expect(name.length).toBeLessThanOrEqual(limit);
});

describe('the role of a group in an identity pool', () => {
  const role = (group: string, region = 'ap-southeast-1') =>
    names.identityRole(environment, 'customer', group, region);
  const short = `${environment.name}-customer-ap-southeast-1-`;

  test('has its full name up to the 64 characters that IAM allows', () => {
    expect(role('admins')).toBe(`${short}admins`);
    const fits = 'g'.repeat(64 - short.length);
    expect(role(fits)).toBe(`${short}${fits}`);
  });

  test('is exactly 64 characters long beyond that, and ends in a hash of what was cut off', () => {
    const cut = 'g'.repeat(65 - short.length);
    expect(role(cut)).toMatch(new RegExp(`^${short}g+-[0-9a-f]{8}$`));
    for (const group of [cut, 'g'.repeat(128), `${cut}-readonly`]) expect(role(group)).toHaveLength(64);
    // The address of something deployed: another name is another role.
    expect(role('payments-operators-of-the-whole-organization')).toBe(
      'xxxxxxxxxx-customer-ap-southeast-1-payments-operators-o-7ece3173',
    );
  });

  test('differs for groups and regions that begin or end alike', () => {
    const groups = ['a', 'b', 'ab'].map((end) => `${'g'.repeat(60)}${end}`);
    const all = groups.flatMap((group) => ['ap-southeast-1', 'ap-southeast-2'].map((at) => role(group, at)));
    expect(new Set(all).size).toBe(all.length);
  });
});

test('the schema refuses one more character', () => {
  const refused = { name: longest(11), organization: longest(17), accounts: { [longest(21)]: {} } };
  for (const [key, value] of Object.entries(refused))
    expect(environmentSchema.safeParse({ ...environment, [key]: value }).success).toBe(false);
});

test('every slug can be part of a bucket name and of a domain', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab9-A_. ') }), (name) => {
      const { success } = environmentSchema.shape.organization.safeParse(name);
      expect(success).toBe(name.length <= 16 && /^[a-z]([a-z0-9]|-(?=[a-z0-9]))*$/.test(name));
    }),
  );
});
