import type {
  EnvironmentInput,
  LoadedEnvironment,
  PolicyOverlay,
  Service,
  Tenant,
} from '../../environments/schema';
import { environmentSchema } from '../../environments/schema';

const regions = ['eu-central-1', 'eu-west-1'];
const identityAccount = '121212121212';
const cellsAccount = '131313131313';

/** Everything that a tenant file may contain beyond what it must. SAML, since OIDC is much the same at Okta. */
export const everyTenantOption: Partial<Tenant> = {
  identityProvider: {
    type: 'saml',
    domains: ['acme.example'],
    attributes: { email: 'email', given_name: 'given_name', family_name: 'family_name' },
    metadataUrl: 'https://acme.okta.example/app/every/sso/saml/metadata',
    signRequests: true,
    encryptAssertions: true,
    idpInitiated: true,
    signOut: true,
  },
  mfa: 'ON',
  tokens: { accessMinutes: 10, idMinutes: 11, refreshHours: 12 },
  branding: { primaryColor: '#0b5394', backgroundColor: '#f3f6f9' },
  customDomain: {
    domain: 'login.acme.example',
    certificateArn: `arn:aws:acm:us-east-1:${cellsAccount}:certificate/0d1e5f0a-1111-4c5b-9d7e-131313131313`,
  },
  selfSignUp: true,
  serverClient: true,
};

const database = (region: string) => ({
  host: `roles.proxy-e0q8k3z5m1xw.${region}.rds.amazonaws.com`,
  port: 5432,
  database: 'customers',
  user: 'identity_hook',
  proxyId: 'prx-0e0c0123456789abc',
  subnetIds: ['subnet-0ea00123456789abc', 'subnet-0eb00123456789abc'],
  securityGroupIds: ['sg-0e000123456789abc'],
});

const social = (name: string) => ({ clientId: `every-${name}`, secretName: `fleet/customer/${name}` });

/** Its identity is created here, and verified by whoever applies the environment. */
const sender = {
  identity: { make: 'auth.every.example' },
  configurationSet: { make: 'every-identity' },
  from: 'no-reply@auth.every.example',
  fromName: 'Every & Co',
  replyTo: 'support@every.example',
  awaitingDns: [],
};

const input: EnvironmentInput = {
  name: 'every',
  production: false,
  organization: 'northpay',
  regions,
  accounts: {
    identity: { id: identityAccount, flows: ['customer', 'internal', 'machine'], userPoolQuota: 2000 },
    'cells-a': { id: cellsAccount, flows: [] },
  },
  bootstrapRole: 'OrganizationAccountAccessRole',
  pipeline: {
    issuer: 'https://token.actions.example',
    audience: 'sts.amazonaws.com',
    deploySubjects: ['repo:northpay/identity-fleet:environment:every'],
    planSubjects: ['repo:northpay/identity-fleet:pull_request'],
  },
  alarmTopic: 'platform-alarms',
  logRetentionDays: 14,
  customer: {
    tier: 'PLUS',
    mfa: 'OPTIONAL',
    password: { minimumLength: 14, history: 24, temporaryValidityDays: 1 },
    tokens: { accessMinutes: 30, idMinutes: 30, refreshHours: 168 },
    callbackUrls: ['https://pay.every.example/signed-in'],
    logoutUrls: ['https://pay.every.example/'],
    mfaMethods: ['authenticator', 'sms'],
    passkeys: { relyingPartyId: 'pay.every.example', userVerification: 'required' },
    socialProviders: {
      google: social('google'),
      facebook: social('facebook'),
      amazon: social('amazon'),
      apple: { ...social('apple'), teamId: 'TEAM012345', keyId: 'KEY0123456' },
    },
    linkFederatedUsers: true,
    databases: Object.fromEntries(regions.map((region) => [region, database(region)])),
    identityPool: {
      roles: [
        {
          group: 'premium',
          statements: [
            {
              actions: ['s3:GetObject'],
              // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM fills in the session tag.
              resources: ['arn:aws:s3:::northpay-every-statements/${aws:PrincipalTag/customer}/*'],
            },
          ],
        },
      ],
      sessionTags: { customer: 'sub' },
      unauthenticated: {
        reason: 'the sign-in page shows texts and pictures before anyone has signed in',
        statements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::northpay-every-public/*'] }],
      },
    },
  },
  internal: {
    tier: 'PLUS',
    tokens: { accessMinutes: 15, idMinutes: 15, refreshHours: 10 },
    callbackUrls: ['https://staff.every.example/signed-in'],
    logoutUrls: ['https://staff.every.example/'],
    okta: {
      domains: ['staff.every.example'],
      attributes: {
        email: 'email',
        given_name: 'given_name',
        family_name: 'family_name',
        'custom:department': 'department',
        'custom:groups': 'groups',
      },
      oidc: {
        issuer: 'https://every.okta.example',
        clientId: 'northpay-every-staff',
        secretName: 'fleet/internal/okta',
        scopes: ['openid', 'email', 'profile', 'groups'],
      },
      saml: {
        metadataUrl: 'https://every.okta.example/app/every-staff/sso/saml/metadata',
        signRequests: true,
        encryptAssertions: true,
        idpInitiated: true,
        signOut: true,
      },
    },
    identityPool: {
      roles: [
        {
          group: 'payments-operators',
          statements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::northpay-every-reports/*'] }],
        },
        {
          group: 'support',
          statements: [
            {
              actions: ['s3:GetObject', 's3:PutObject'],
              // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM fills in the session tag.
              resources: ['arn:aws:s3:::northpay-every-cases/${aws:PrincipalTag/department}/*'],
            },
          ],
        },
      ],
      sessionTags: { department: 'custom:department' },
    },
  },
  machine: {
    tier: 'PLUS',
    accessMinutes: 15,
    resourceServerQuota: 50,
    resourceServers: [
      {
        identifier: 'payments',
        name: 'Payments',
        scopes: [
          { name: 'read', description: 'See payments' },
          { name: 'write', description: 'Create and cancel payments' },
        ],
      },
      { identifier: 'ledger', name: 'Ledger', scopes: [{ name: 'post', description: 'Post entries' }] },
    ],
  },
  tenants: {
    tier: 'PLUS',
    mfa: 'OPTIONAL',
    password: { minimumLength: 14, history: 24, temporaryValidityDays: 1 },
    tokens: { accessMinutes: 15, idMinutes: 15, refreshHours: 24 },
  },
  email: {
    'eu-central-1': sender,
    'eu-west-1': {
      ...sender,
      identity: { existing: 'no-reply@auth.every.example' },
      configurationSet: { existing: 'shared' },
      awaitingDns: ['cells-a'],
    },
  },
  cells: { 'cell-01': { account: 'cells-a', regions, ring: 'canary', capacity: 10 } },
  edge: {
    throttling: { ratePerSecond: 50, burst: 100 },
    decisions: { allowSeconds: 60, denySeconds: 5 },
    backends: { payments: { url: 'https://payments.every.example:8443' }, sample: { sample: true } },
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
          attributes: { tenant_id: { path: 'tenant' }, amount: { query: 'amount', type: 'long' } },
        },
      },
      {
        flow: 'tenant',
        method: 'POST',
        path: '/tenants/{tenant}/exports',
        backend: 'sample',
        action: 'exportPayments',
        resource: {
          type: 'Tenant',
          id: { path: 'tenant' },
          attributes: { tenant_id: { path: 'tenant' } },
        },
      },
      {
        flow: 'customer',
        method: 'PUT',
        path: '/customers/{customer}/payments',
        backend: 'payments',
        action: 'createPayment',
        resource: {
          type: 'Account',
          id: { header: 'x-account' },
          attributes: { customer_id: { path: 'customer' } },
        },
        context: { amount: { header: 'x-payment-amount', type: 'long' } },
      },
      {
        flow: 'internal',
        method: 'DELETE',
        path: '/staff/payments/{payment}',
        backend: 'sample',
        action: 'refundPayment',
        resource: { type: 'Payment', id: { path: 'payment' } },
        context: { amount: { value: '1000', type: 'long' } },
      },
      {
        flow: 'internal',
        method: 'PATCH',
        path: '/staff/reports',
        backend: 'payments',
        action: 'exportReport',
        resource: {
          type: 'Report',
          id: { query: 'report' },
          attributes: { region: { value: 'eu-central-1', type: 'string' } },
        },
      },
      {
        flow: 'machine',
        method: 'GET',
        path: '/services/payments/{payment}',
        backend: 'payments',
        action: 'viewPayment',
        resource: { type: 'Payment', id: { path: 'payment' } },
      },
    ],
  },
  tags: { 'cost-center': 'identity', owner: 'identity-platform' },
  relaxations: [
    { protection: 'point-in-time-recovery', reason: 'nothing in this environment outlives its test' },
  ],
};

const tenants: Tenant[] = [
  {
    id: 'acme',
    name: 'Acme Corporation',
    status: 'active',
    // One region: a custom domain leads to one pool.
    cells: { 'eu-central-1': 'cell-01' },
    callbackUrls: ['https://acme.every.example/signed-in'],
    logoutUrls: ['https://acme.every.example/'],
    groups: ['admins', 'auditors', 'operators', 'viewers'],
    ...everyTenantOption,
  },
  {
    id: 'globex',
    name: 'Globex',
    status: 'suspended',
    cells: { 'eu-central-1': 'cell-01', 'eu-west-1': 'cell-01' },
    callbackUrls: ['https://globex.every.example/signed-in'],
    logoutUrls: ['https://globex.every.example/'],
    groups: ['admins', 'viewers'],
    identityProvider: {
      type: 'oidc',
      domains: ['globex.example'],
      attributes: { email: 'email', name: 'name' },
      issuer: 'https://globex.okta.example',
      clientId: 'northpay-every',
      secretName: 'fleet/tenants/globex',
      scopes: ['openid', 'email', 'profile'],
    },
    branding: { primaryColor: '#fde047' },
  },
];

const services: Service[] = [
  {
    id: 'billing',
    name: 'Billing',
    owner: 'billing',
    tier: 'gold',
    status: 'active',
    allowedOps: ['payments:view', 'payments:create', 'ledger:post'],
    rateLimit: 200,
    scopes: ['payments/read', 'payments/write', 'ledger/post'],
    policyStore: 'own',
  },
  {
    id: 'legacy-export',
    name: 'Legacy export',
    owner: 'data-platform',
    tier: 'bronze',
    status: 'suspended',
    allowedOps: ['payments:view'],
    rateLimit: 5,
    scopes: ['payments/read'],
    policyStore: 'shared',
  },
];

const permit = (principal: string, action: string, resource = 'resource') =>
  `permit (${principal}, action == Payments::Action::"${action}", ${resource});\n`;

const overlays = (of: PolicyOverlay['of'], id: string, files: Record<string, string>): PolicyOverlay => ({
  of,
  id,
  policies: Object.entries(files)
    .map(([file, text]) => ({ path: `environments/${input.name}/${of}s/${id}/${file}`, text }))
    .sort((a, b) => (a.path < b.path ? -1 : 1)),
});

/**
 * An environment with every option on except `internal.okta.app`, whose provider needs Okta itself: the local AWS
 * must accept it, and show no change afterwards. Its names are in domains that no one can own.
 */
export const everyOption: LoadedEnvironment = {
  environment: environmentSchema.parse(input),
  tenants,
  services,
  overlays: [
    overlays('tenant', 'acme', {
      'lend-account.template.cedar': permit(
        'principal == ?principal',
        'createPayment',
        'resource == ?resource',
      ),
      'operators-export.cedar': permit(
        'principal in Payments::Group::"{user_pool_id}|operators"',
        'exportPayments',
        'resource == Payments::Tenant::"sandbox"',
      ),
    }),
    overlays('service', 'billing', {
      'sandbox.cedar': permit('principal', 'exportPayments', 'resource == Payments::Account::"sandbox"'),
    }),
  ],
};

const home = regions[0] as 'eu-central-1';

/** The same in its home region only: half the time for whoever applies it. */
export const everyOptionAtHome: LoadedEnvironment = {
  ...everyOption,
  environment: environmentSchema.parse({
    ...input,
    regions: [home],
    customer: { ...input.customer, databases: { [home]: database(home) } },
    email: { [home]: sender },
    cells: { 'cell-01': { ...input.cells['cell-01'], regions: [home] } },
  }),
  tenants: tenants.map((tenant) => ({ ...tenant, cells: { [home]: 'cell-01' } })),
};

/** The same with our application at Okta as Terraform. */
export const withOktaApp: LoadedEnvironment = {
  ...everyOption,
  environment: environmentSchema.parse({
    ...input,
    internal: {
      ...input.internal,
      okta: {
        ...input.internal?.okta,
        app: {
          organization: 'every',
          baseUrl: 'oktapreview.com',
          groupIds: ['00g0123456789ABCDEFG', '00g0123456789ABCDEFH'],
        },
      },
    },
  }),
};
