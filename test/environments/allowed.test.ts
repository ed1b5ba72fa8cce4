import { loadChanged, type Tree } from './fixture';

// Neighbours of what is refused: these are right.
const rows: [string, (tree: Tree) => void][] = [
  [
    'more pools than by default, where AWS has raised the quota',
    ({ environments: { test } }) => {
      test.accounts.cells.userPoolQuota = 2000;
      test.cells['cell-01'].capacity = 1000;
      test.cells['cell-02'].capacity = 1000;
    },
  ],
  [
    'full quota, not one pool more',
    ({ environments: { test } }) => {
      test.cells['cell-01'].capacity = 999;
      test.cells['cell-02'].capacity = 1;
    },
  ],
  [
    'localhost outside production, shared by whoever develops there',
    ({ environments: { test }, tenants }) => {
      for (const owner of [test.customer, tenants['test/acme'], tenants['test/globex']])
        owner.callbackUrls.push('http://localhost:3000/in');
    },
  ],
  [
    'one callback URL for all regions of a tenant, and one sign-out page for all tenants',
    ({ tenants }) => {
      for (const id of ['acme', 'globex']) tenants[`test/${id}`].logoutUrls = ['https://www.example.com/'];
    },
  ],
  [
    'production without MFA, given up with a reason',
    ({ environments: { live } }) => {
      live.tenants.mfa = 'OFF';
      live.relaxations = [{ protection: 'mfa', reason: 'every tenant federates with MFA of its own' }];
    },
  ],
  [
    'no point-in-time recovery, given up with a reason outside production too',
    ({ environments: { test } }) => {
      test.relaxations = [{ protection: 'point-in-time-recovery', reason: 'rebuilt from fixtures nightly' }];
    },
  ],
  [
    'optional MFA in production',
    ({ environments: { live } }) => {
      live.customer.mfa = 'OPTIONAL';
    },
  ],
  [
    'tokens exactly as long as the refresh token',
    ({ environments: { test } }) => {
      test.tenants.tokens = { accessMinutes: 60, idMinutes: 60, refreshHours: 1 };
    },
  ],
  [
    'a suspended tenant in one region, with letters of the world in its name',
    ({ tenants }) => {
      Object.assign(tenants['test/acme'], { status: 'suspended', name: 'Ångström & Søn, 株式会社' });
      delete tenants['test/acme'].cells['eu-west-1'];
    },
  ],
];

test.each(rows)('%s', (_, change) => {
  const { environments, problems } = loadChanged(change);
  expect(problems).toEqual([]);
  expect(environments).toHaveLength(2);
});
