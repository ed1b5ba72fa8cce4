import { loadChanged, type Tree } from './fixture';
import { fullTree } from './full';

// Neighbours of what is refused: these are valid.
const rows: [string, (tree: Tree) => void][] = [
  [
    'more pools than by default, if AWS has raised the quota',
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
  [
    'resource servers beyond the default, if AWS has raised the quota',
    ({ environments: { test } }) => {
      const [payments] = test.machine.resourceServers;
      test.machine.resourceServerQuota = 26;
      for (let i = 0; i < 25; i++)
        test.machine.resourceServers.push({ ...payments, identifier: `s${i}`, name: `S${i}` });
    },
  ],
  [
    'text messages as the only second factor outside production, beside the other one within',
    ({ environments: { test, live } }) => {
      test.customer.mfaMethods = ['sms'];
      live.customer.mfaMethods = ['authenticator', 'sms'];
    },
  ],
  [
    'a tenant without MFA in production, given up with a reason',
    ({ environments: { live }, tenants }) => {
      tenants['live/acme'].mfa = 'OFF';
      live.relaxations = [{ protection: 'mfa', reason: 'its own provider asks for a second factor' }];
    },
  ],
  [
    'an environment without the internal and the machine flow',
    ({ environments: { test }, services }) => {
      test.accounts.identity.flows = ['customer'];
      for (const flow of ['internal', 'machine']) delete test[flow];
      for (const id of ['billing', 'ledger']) delete services[`test/${id}`];
    },
  ],
  [
    'no databases if there is no customer flow',
    ({ environments: { test } }) => {
      test.accounts.identity.flows = ['internal', 'machine'];
      delete test.customer.databases;
    },
  ],
];

const options: [string, (tree: Tree) => void][] = [
  ['every option at once', () => {}],
  [
    'passkeys of a domain above the application, with MFA off',
    ({ environments: { test } }) => {
      test.customer.mfa = 'OFF';
      test.customer.passkeys.relyingPartyId = 'example.com';
    },
  ],
  [
    'an application at an Okta organisation that is reached by a domain of its own',
    ({ environments: { test } }) => {
      test.internal.okta.app.organization = 'other';
      test.internal.okta.oidc.issuer = 'https://login.example.com/oauth2/default';
      delete test.internal.okta.saml;
    },
  ],
  [
    'SAML alone',
    ({ environments: { test } }) => {
      delete test.internal.okta.oidc;
      delete test.internal.okta.app;
    },
  ],
  [
    'asking for decisions and calling a function, with credentials of an identity pool',
    ({ environments: { test } }) => {
      const [statement] = test.customer.identityPool.roles[0].statements;
      statement.actions = ['verifiedpermissions:IsAuthorizedWithToken', 'lambda:InvokeFunction'];
    },
  ],
  [
    'every resource, for a reason',
    ({ environments: { test } }) => {
      test.customer.identityPool.roles[0].statements = [
        {
          actions: ['s3:ListAllMyBuckets'],
          resources: ['*'],
          reason: 'AWS knows no resource for this action',
        },
      ];
    },
  ],
];

test.each(options)('%s', (_, change) => {
  const { environments, problems } = loadChanged(change, fullTree);
  expect(problems).toEqual([]);
  expect(environments).toHaveLength(2);
});

test.each(rows)('%s', (_, change) => {
  const { environments, problems } = loadChanged(change);
  expect(problems).toEqual([]);
  expect(environments).toHaveLength(2);
});
