import * as fc from 'fast-check';
import * as names from '../../environments/names';
import { environmentSchema } from '../../environments/schema';
import { validTree } from './fixture';

// The schema's limits are what keeps every AWS name short enough. Here they are taken to the end.
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
  ['cell hook', names.hookName(environment, 'cell-99'), 64],
  ['customer hook', names.hookName(environment, 'customer'), 64],
  ['deploy role', names.deployRole(environment), 64],
  ['plan role', names.planRole(environment), 64],
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

test('one character more is refused by the schema', () => {
  const refused = { name: longest(11), organization: longest(17), accounts: { [longest(21)]: {} } };
  for (const [key, value] of Object.entries(refused))
    expect(environmentSchema.safeParse({ ...environment, [key]: value }).success).toBe(false);
});

test('every slug is a possible part of a bucket and a domain', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab9-A_. ') }), (name) => {
      const { success } = environmentSchema.shape.organization.safeParse(name);
      expect(success).toBe(name.length <= 16 && /^[a-z]([a-z0-9]|-(?=[a-z0-9]))*$/.test(name));
    }),
  );
});
