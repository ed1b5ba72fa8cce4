import { routes } from './routes';
import type { EnvironmentInput } from './schema';

/** The same in every region; SES verifies it in each account of each. */
const sender = {
  identity: { make: 'auth.staging.northpay.example' },
  configurationSet: { make: 'staging-identity' },
  from: 'no-reply@auth.staging.northpay.example',
  fromName: 'NorthPay staging',
  replyTo: 'support@northpay.example',
};

/** The rehearsal for production: the same rings and sign-in protections, but it may be torn down. */
export default {
  name: 'staging',
  production: false,
  organization: 'northpay',
  regions: ['eu-central-1', 'eu-west-1'],
  accounts: {
    identity: { id: '202020202020', flows: ['customer', 'internal', 'machine'] },
    'cells-a': { id: '202020202021', flows: [] },
    'cells-b': { id: '202020202022', flows: [] },
  },
  bootstrapRole: 'OrganizationAccountAccessRole',
  pipeline: {
    issuer: 'https://token.actions.githubusercontent.com',
    audience: 'sts.amazonaws.com',
    deploySubjects: ['repo:northpay-example/identity-fleet:environment:staging'],
    planSubjects: ['repo:northpay-example/identity-fleet:environment:staging-plan'],
  },
  alarmTopic: 'platform-alarms',
  logRetentionDays: 30,
  customer: {
    tier: 'ESSENTIALS',
    mfa: 'ON',
    password: { minimumLength: 12, history: 12, temporaryValidityDays: 3 },
    tokens: { accessMinutes: 30, idMinutes: 30, refreshHours: 168 },
    callbackUrls: ['https://pay.staging.northpay.example/signed-in'],
    logoutUrls: ['https://pay.staging.northpay.example/'],
    mfaMethods: ['authenticator', 'sms'],
    socialProviders: {
      google: {
        clientId: 'northpay-staging.apps.googleusercontent.example',
        secretName: 'fleet/customer/google',
      },
    },
    linkFederatedUsers: true,
    databases: {
      'eu-central-1': {
        host: 'customer-roles.proxy-s0q8k3z5m1xw.eu-central-1.rds.amazonaws.com',
        port: 5432,
        database: 'customers',
        user: 'identity_hook',
        proxyId: 'prx-20c0123456789abcd',
        subnetIds: ['subnet-20aa0123456789abc', 'subnet-20ab0123456789abc'],
        securityGroupIds: ['sg-20b0123456789abcd'],
      },
      'eu-west-1': {
        host: 'customer-roles.proxy-s1q8k3z5m1xw.eu-west-1.rds.amazonaws.com',
        port: 5432,
        database: 'customers',
        user: 'identity_hook',
        proxyId: 'prx-21c0123456789abcd',
        subnetIds: ['subnet-21aa0123456789abc', 'subnet-21ab0123456789abc'],
        securityGroupIds: ['sg-21b0123456789abcd'],
      },
    },
  },
  internal: {
    tier: 'ESSENTIALS',
    tokens: { accessMinutes: 15, idMinutes: 15, refreshHours: 10 },
    callbackUrls: ['https://staff.staging.northpay.example/signed-in'],
    logoutUrls: ['https://staff.staging.northpay.example/'],
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
        issuer: 'https://staging-examplepay.okta.example',
        clientId: 'northpay-staging-staff',
        secretName: 'fleet/internal/okta',
        scopes: ['openid', 'email', 'profile', 'groups'],
      },
      saml: {
        metadataUrl: 'https://staging-examplepay.okta.example/app/northpay-staging-staff/sso/saml/metadata',
        signRequests: true,
        encryptAssertions: true,
        idpInitiated: false,
        signOut: true,
      },
    },
    identityPool: {
      roles: [
        {
          group: 'payments-operators',
          statements: [
            {
              actions: ['s3:GetObject', 's3:ListBucket'],
              resources: ['arn:aws:s3:::northpay-staging-reports', 'arn:aws:s3:::northpay-staging-reports/*'],
            },
          ],
        },
        {
          group: 'support',
          statements: [
            {
              actions: ['s3:GetObject', 's3:PutObject'],
              // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM fills in the session tag.
              resources: ['arn:aws:s3:::northpay-staging-cases/${aws:PrincipalTag/department}/*'],
            },
          ],
        },
      ],
      sessionTags: { department: 'custom:department' },
    },
  },
  machine: {
    tier: 'ESSENTIALS',
    accessMinutes: 15,
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
      {
        identifier: 'notifications',
        name: 'Notifications',
        scopes: [{ name: 'send', description: 'Send messages to customers' }],
      },
    ],
  },
  tenants: {
    tier: 'ESSENTIALS',
    mfa: 'ON',
    password: { minimumLength: 12, history: 12, temporaryValidityDays: 3 },
    tokens: { accessMinutes: 15, idMinutes: 15, refreshHours: 24 },
  },
  email: { 'eu-central-1': sender, 'eu-west-1': sender },
  cells: {
    'cell-01': {
      account: 'cells-a',
      regions: ['eu-central-1', 'eu-west-1'],
      ring: 'canary',
      capacity: 10,
    },
    'cell-02': {
      account: 'cells-b',
      regions: ['eu-central-1', 'eu-west-1'],
      ring: 'early',
      capacity: 50,
    },
    'cell-03': { account: 'cells-b', regions: ['eu-central-1'], ring: 'general', capacity: 50 },
  },
  edge: {
    throttling: { ratePerSecond: 200, burst: 400 },
    // How long a revoked right may remain in effect; a token lasts until it expires.
    decisions: { allowSeconds: 60, denySeconds: 5 },
    backends: {
      payments: { url: 'https://payments.internal.staging.northpay.example' },
      reports: { url: 'https://reports.internal.staging.northpay.example' },
    },
    routes,
  },
  tags: { 'cost-center': 'identity', owner: 'identity-platform' },
  relaxations: [],
  rollout: { failureBudget: { mode: 'soft' } },
} satisfies EnvironmentInput;
