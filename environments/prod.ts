import { routes } from './routes';
import type { EnvironmentInput } from './schema';

/** The same in every region; SES verifies it in each account of each. */
const sender = {
  identity: { make: 'auth.northpay.example' },
  configurationSet: { make: 'prod-identity' },
  from: 'no-reply@auth.northpay.example',
  fromName: 'NorthPay',
  replyTo: 'support@northpay.example',
};

/** The environment customers use: every protection is on, and changes arrive ring by ring. */
export default {
  name: 'prod',
  production: true,
  organization: 'northpay',
  regions: ['eu-central-1', 'eu-west-1', 'us-east-1'],
  accounts: {
    identity: { id: '303030303030', flows: ['customer', 'internal', 'machine'] },
    'cells-a': { id: '303030303031', flows: [] },
    'cells-b': { id: '303030303032', flows: [] },
    'cells-c': { id: '303030303033', flows: [] },
  },
  bootstrapRole: 'OrganizationAccountAccessRole',
  pipeline: {
    issuer: 'https://token.actions.githubusercontent.com',
    audience: 'sts.amazonaws.com',
    deploySubjects: ['repo:northpay-example/identity-fleet:environment:prod'],
    planSubjects: ['repo:northpay-example/identity-fleet:environment:prod-plan'],
  },
  alarmTopic: 'platform-alarms',
  logRetentionDays: 400,
  customer: {
    tier: 'PLUS',
    mfa: 'ON',
    password: { minimumLength: 14, history: 24, temporaryValidityDays: 1 },
    tokens: { accessMinutes: 30, idMinutes: 30, refreshHours: 168 },
    callbackUrls: ['https://pay.northpay.example/signed-in'],
    logoutUrls: ['https://pay.northpay.example/'],
    mfaMethods: ['authenticator', 'sms'],
    socialProviders: {
      google: {
        clientId: 'northpay-prod.apps.googleusercontent.example',
        secretName: 'fleet/customer/google',
      },
    },
    linkFederatedUsers: true,
    databases: {
      'eu-central-1': {
        host: 'customer-roles.proxy-p0q8k3z5m1xw.eu-central-1.rds.amazonaws.com',
        port: 5432,
        database: 'customers',
        user: 'identity_hook',
        proxyId: 'prx-30c0123456789abcd',
        subnetIds: ['subnet-30aa0123456789abc', 'subnet-30ab0123456789abc', 'subnet-30ac0123456789abc'],
        securityGroupIds: ['sg-30b0123456789abcd'],
      },
      'eu-west-1': {
        host: 'customer-roles.proxy-p1q8k3z5m1xw.eu-west-1.rds.amazonaws.com',
        port: 5432,
        database: 'customers',
        user: 'identity_hook',
        proxyId: 'prx-31c0123456789abcd',
        subnetIds: ['subnet-31aa0123456789abc', 'subnet-31ab0123456789abc', 'subnet-31ac0123456789abc'],
        securityGroupIds: ['sg-31b0123456789abcd'],
      },
      'us-east-1': {
        host: 'customer-roles.proxy-p2q8k3z5m1xw.us-east-1.rds.amazonaws.com',
        port: 5432,
        database: 'customers',
        user: 'identity_hook',
        proxyId: 'prx-32c0123456789abcd',
        subnetIds: ['subnet-32aa0123456789abc', 'subnet-32ab0123456789abc', 'subnet-32ac0123456789abc'],
        securityGroupIds: ['sg-32b0123456789abcd'],
      },
    },
  },
  internal: {
    tier: 'PLUS',
    tokens: { accessMinutes: 15, idMinutes: 15, refreshHours: 10 },
    callbackUrls: ['https://staff.northpay.example/signed-in'],
    logoutUrls: ['https://staff.northpay.example/'],
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
        issuer: 'https://examplepay.okta.example',
        clientId: 'northpay-prod-staff',
        secretName: 'fleet/internal/okta',
        scopes: ['openid', 'email', 'profile', 'groups'],
      },
      saml: {
        metadataUrl: 'https://examplepay.okta.example/app/northpay-prod-staff/sso/saml/metadata',
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
              resources: ['arn:aws:s3:::northpay-prod-reports', 'arn:aws:s3:::northpay-prod-reports/*'],
            },
          ],
        },
        {
          group: 'support',
          statements: [
            {
              actions: ['s3:GetObject', 's3:PutObject'],
              // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM fills in the session tag.
              resources: ['arn:aws:s3:::northpay-prod-cases/${aws:PrincipalTag/department}/*'],
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
    tier: 'PLUS',
    mfa: 'ON',
    password: { minimumLength: 14, history: 24, temporaryValidityDays: 1 },
    tokens: { accessMinutes: 15, idMinutes: 15, refreshHours: 24 },
  },
  email: { 'eu-central-1': sender, 'eu-west-1': sender, 'us-east-1': sender },
  cells: {
    // Our own tenant and those who asked to be first.
    'cell-01': {
      account: 'cells-a',
      regions: ['eu-central-1', 'eu-west-1', 'us-east-1'],
      ring: 'canary',
      capacity: 10,
    },
    'cell-02': { account: 'cells-a', regions: ['eu-central-1', 'eu-west-1'], ring: 'early', capacity: 100 },
    'cell-03': { account: 'cells-b', regions: ['us-east-1'], ring: 'early', capacity: 100 },
    'cell-04': { account: 'cells-b', regions: ['eu-central-1', 'eu-west-1'], ring: 'general', capacity: 250 },
    'cell-05': { account: 'cells-c', regions: ['us-east-1'], ring: 'general', capacity: 250 },
  },
  edge: {
    throttling: { ratePerSecond: 1000, burst: 2000 },
    // How long a revoked right may remain in effect; a token lasts until it expires.
    decisions: { allowSeconds: 60, denySeconds: 5 },
    backends: {
      payments: { url: 'https://payments.internal.northpay.example' },
      reports: { url: 'https://reports.internal.northpay.example' },
    },
    routes,
  },
  tags: { 'cost-center': 'identity', owner: 'identity-platform' },
  relaxations: [],
  rollout: { limits: { overall: 10, region: 5 }, failureBudget: { wave: '10%', overall: '5%' } },
} satisfies EnvironmentInput;
