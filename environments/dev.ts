import { routes } from './routes';
import type { EnvironmentInput } from './schema';

/** Where changes land first, and what `make demo` applies: small, and free to be torn down. */
export default {
  name: 'dev',
  production: false,
  organization: 'northpay',
  regions: ['eu-central-1', 'eu-west-1'],
  accounts: {
    identity: { id: '101010101010', flows: ['customer', 'internal', 'machine'] },
    'cells-a': { id: '101010101011', flows: [] },
  },
  bootstrapRole: 'OrganizationAccountAccessRole',
  pipeline: {
    issuer: 'https://token.actions.githubusercontent.com',
    audience: 'sts.amazonaws.com',
    deploySubjects: ['repo:northpay-example/identity-fleet:environment:dev'],
    planSubjects: ['repo:northpay-example/identity-fleet:pull_request'],
  },
  alarmTopic: 'platform-alarms',
  logRetentionDays: 14,
  customer: {
    tier: 'ESSENTIALS',
    mfa: 'OPTIONAL',
    password: { minimumLength: 12, history: 3, temporaryValidityDays: 7 },
    tokens: { accessMinutes: 60, idMinutes: 60, refreshHours: 720 },
    callbackUrls: ['https://pay.dev.northpay.example/signed-in', 'http://localhost:3000/signed-in'],
    logoutUrls: ['https://pay.dev.northpay.example/', 'http://localhost:3000/'],
    mfaMethods: ['authenticator', 'sms'],
    passkeys: { relyingPartyId: 'pay.dev.northpay.example', userVerification: 'required' },
    socialProviders: {
      google: {
        clientId: 'northpay-dev.apps.googleusercontent.example',
        secretName: 'fleet/customer/google',
      },
    },
    linkFederatedUsers: true,
    databases: {
      'eu-central-1': {
        host: 'customer-roles.proxy-d0q8k3z5m1xw.eu-central-1.rds.amazonaws.com',
        port: 5432,
        database: 'customers',
        user: 'identity_hook',
        proxyId: 'prx-10c0123456789abcd',
        subnetIds: ['subnet-10aa0123456789abc', 'subnet-10ab0123456789abc'],
        securityGroupIds: ['sg-10b0123456789abcd'],
      },
      'eu-west-1': {
        host: 'customer-roles.proxy-d1q8k3z5m1xw.eu-west-1.rds.amazonaws.com',
        port: 5432,
        database: 'customers',
        user: 'identity_hook',
        proxyId: 'prx-11c0123456789abcd',
        subnetIds: ['subnet-11aa0123456789abc', 'subnet-11ab0123456789abc'],
        securityGroupIds: ['sg-11b0123456789abcd'],
      },
    },
    identityPool: {
      roles: [
        {
          group: 'premium',
          statements: [
            {
              actions: ['s3:GetObject'],
              // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM fills in the session tag.
              resources: ['arn:aws:s3:::northpay-dev-statements/${aws:PrincipalTag/customer}/*'],
            },
          ],
        },
      ],
      sessionTags: { customer: 'sub' },
      unauthenticated: {
        reason: 'the sign-in page shows texts and pictures before anyone has signed in',
        statements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::northpay-dev-public/*'] }],
      },
    },
  },
  internal: {
    tier: 'ESSENTIALS',
    tokens: { accessMinutes: 30, idMinutes: 30, refreshHours: 12 },
    callbackUrls: ['https://staff.dev.northpay.example/signed-in', 'http://localhost:3100/signed-in'],
    logoutUrls: ['https://staff.dev.northpay.example/', 'http://localhost:3100/'],
    okta: {
      domains: ['staff.northpay.example'],
      // A `custom:` name declares that pool attribute permanently.
      attributes: {
        email: 'email',
        given_name: 'given_name',
        family_name: 'family_name',
        'custom:department': 'department',
        'custom:groups': 'groups',
      },
      oidc: {
        issuer: 'https://dev-examplepay.okta.example',
        clientId: 'northpay-dev-staff',
        secretName: 'fleet/internal/okta',
        scopes: ['openid', 'email', 'profile', 'groups'],
      },
    },
    identityPool: {
      roles: [
        {
          group: 'payments-operators',
          statements: [
            {
              actions: ['s3:GetObject', 's3:ListBucket'],
              resources: ['arn:aws:s3:::northpay-dev-reports', 'arn:aws:s3:::northpay-dev-reports/*'],
            },
          ],
        },
        {
          group: 'support',
          statements: [
            {
              actions: ['s3:GetObject', 's3:PutObject'],
              // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM fills in the session tag.
              resources: ['arn:aws:s3:::northpay-dev-cases/${aws:PrincipalTag/department}/*'],
            },
          ],
        },
      ],
      sessionTags: { department: 'custom:department' },
    },
  },
  machine: {
    tier: 'ESSENTIALS',
    accessMinutes: 30,
    resourceServers: [
      {
        identifier: 'payments',
        name: 'Payments',
        scopes: [
          { name: 'read', description: 'See payments' },
          { name: 'write', description: 'Create and cancel payments' },
        ],
      },
      {
        identifier: 'ledger',
        name: 'Ledger',
        scopes: [
          { name: 'read', description: 'See entries' },
          { name: 'post', description: 'Post entries' },
        ],
      },
    ],
  },
  tenants: {
    tier: 'ESSENTIALS',
    mfa: 'OPTIONAL',
    password: { minimumLength: 12, history: 3, temporaryValidityDays: 7 },
    tokens: { accessMinutes: 60, idMinutes: 60, refreshHours: 168 },
  },
  cells: {
    'cell-01': {
      account: 'cells-a',
      regions: ['eu-central-1', 'eu-west-1'],
      ring: 'canary',
      capacity: 10,
    },
  },
  edge: {
    throttling: { ratePerSecond: 50, burst: 100 },
    // How long a revoked right may remain in effect; a token lasts until it expires.
    decisions: { allowSeconds: 60, denySeconds: 5 },
    backends: { payments: { sample: true }, reports: { sample: true } },
    routes,
  },
  tags: { 'cost-center': 'identity', owner: 'identity-platform' },
  relaxations: [],
  // Anything that fails should fail here, early, before anyone waits for it.
  rollout: { failureBudget: { wave: 1, mode: 'soft' }, wavesOverlap: true },
} satisfies EnvironmentInput;
