import { clientHolders } from '../../../../scripts/rotate/client-secret/client-holders';
import { realEnvironment } from '../../../invariants/fleet';

const dev = realEnvironment('dev');
const tenants = dev.tenants.map((tenant) =>
  tenant.id === 'globex' ? { ...tenant, serverClient: true } : tenant,
);
const holders = clientHolders({ ...dev, tenants });

test("a tenant's server has a client with a secret in each of the tenant's regions, and no other tenant has one", () => {
  expect(holders.filter(({ flow }) => flow === 'tenant')).toMatchObject(
    ['eu-central-1', 'eu-west-1'].map((region) => ({
      tenant: 'globex',
      account: 'cells-a',
      region,
      pool: 'dev-tenant-globex',
      client: 'server',
      secretName: 'fleet/clients/dev/tenants/globex/server',
      host: `northpay-dev-globex.auth.${region}.amazoncognito.com`,
      grant: 'authorization_code',
      suspended: false,
    })),
  );
});

test('no two clients in an account and region have the same secret', () => {
  const names = holders.map(({ account, region, secretName }) => `${account} ${region} ${secretName}`);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(2);
});
