import { type Tree, validTree } from './fixture';

const statement = (resource: string) => ({
  actions: ['s3:GetObject'],
  resources: [`arn:aws:s3:::${resource}/*`],
});

const saml = (host: string) => ({
  metadataUrl: `https://${host}/metadata`,
  signRequests: true,
  encryptAssertions: true,
  idpInitiated: false,
  signOut: true,
});

const oidc = (host: string, secretName: string) => ({
  issuer: `https://${host}`,
  clientId: 'fleet',
  secretName,
  scopes: ['openid', 'email'],
});

/** The valid tree with every option of the environment `test` and of its tenants in use; nothing is wrong with it. */
export function fullTree(): Tree {
  const tree = validTree();
  const { test } = tree.environments;
  Object.assign(test.customer, {
    mfa: 'OPTIONAL',
    mfaMethods: ['authenticator', 'sms'],
    passkeys: { relyingPartyId: 'pay.test.example.com', userVerification: 'required' },
    socialProviders: {
      google: { clientId: 'google', secretName: 'fleet/google' },
      facebook: { clientId: 'facebook', secretName: 'fleet/facebook' },
      amazon: { clientId: 'amazon', secretName: 'fleet/amazon' },
      apple: { clientId: 'apple', teamId: 'TEAM000001', keyId: 'KEY0000001', secretName: 'fleet/apple' },
    },
    linkFederatedUsers: true,
    identityPool: {
      roles: [{ group: 'premium', statements: [statement('statements')] }],
      sessionTags: { customer: 'sub' },
      unauthenticated: {
        reason: 'pictures of the sign-in page are open to all',
        statements: [statement('public')],
      },
    },
  });
  Object.assign(test.internal.okta, {
    attributes: { email: 'email', 'custom:groups': 'groups', 'custom:department': 'department' },
    oidc: oidc('example.okta.com', 'fleet/okta'),
    saml: saml('example.okta.com'),
    app: { organization: 'example', baseUrl: 'okta.com', groupIds: ['00g00000000000000001'] },
  });
  test.internal.identityPool = {
    roles: [
      { group: 'operators', statements: [statement('reports')] },
      { group: 'support', statements: [statement('cases')] },
    ],
    sessionTags: { department: 'custom:department' },
  };
  Object.assign(test.machine, { resourceServerQuota: 30 });
  Object.assign(test.email['eu-central-1'], {
    configurationSet: { make: 'test-identity' },
    fromName: 'Example & Sons',
    replyTo: 'support@example.com',
    awaitingDns: ['cells'],
  });
  test.edge = {
    throttling: { ratePerSecond: 50, burst: 100 },
    decisions: { allowSeconds: 30, denySeconds: 5 },
    backends: { payments: { url: 'https://payments.example.com' }, sample: { sample: true } },
    routes: [
      {
        flow: 'tenant',
        method: 'GET',
        path: '/tenants/{tenant}/payments/{payment}',
        backend: 'payments',
        action: 'viewPayment',
        resource: {
          type: 'Payment',
          id: { path: 'payment' },
          attributes: { tenant_id: { path: 'tenant' } },
        },
        context: {},
      },
      {
        flow: 'machine',
        method: 'POST',
        path: '/services/accounts/{account}/payments',
        backend: 'sample',
        action: 'createPayment',
        resource: { type: 'Account', id: { path: 'account' }, attributes: {} },
        context: { amount: { header: 'x-payment-amount', type: 'long' } },
      },
    ],
  };
  test.relaxations = [{ protection: 'point-in-time-recovery', reason: 'rebuilt from fixtures every night' }];
  Object.assign(tree.tenants['test/acme'], {
    identityProvider: {
      type: 'saml',
      domains: ['acme.example.com'],
      attributes: { email: 'email' },
      ...saml('idp.acme.example'),
    },
    mfa: 'ON',
    tokens: { accessMinutes: 15, idMinutes: 15, refreshHours: 8 },
    branding: { primaryColor: '#0b5394', backgroundColor: '#ffffff' },
    selfSignUp: true,
  });
  Object.assign(tree.tenants['test/globex'], {
    cells: { 'eu-central-1': 'cell-02' },
    identityProvider: {
      type: 'oidc',
      domains: ['globex.example.com'],
      attributes: { email: 'email', name: 'name' },
      ...oidc('idp.globex.example', 'fleet/tenants/globex'),
    },
    customDomain: {
      domain: 'login.globex.example',
      certificateArn: 'arn:aws:acm:us-east-1:111111111110:certificate/00000000-0000-0000-0000-000000000000',
    },
  });
  tree.services['test/billing'].policyStore = 'own';
  return tree;
}
