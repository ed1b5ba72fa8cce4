import type { EnvironmentInput } from './schema';

/** The rehearsal for production: the same rings and protections of sign-in, but free to be torn down. */
export default {
  name: 'staging',
  production: false,
  organization: 'northpay',
  regions: ['eu-central-1', 'eu-west-1'],
  accounts: {
    identity: { id: '202020202020', flows: ['customer'] },
    'cells-a': { id: '202020202021', flows: [] },
    'cells-b': { id: '202020202022', flows: [] },
  },
  bootstrapRole: 'OrganizationAccountAccessRole',
  pipeline: {
    issuer: 'https://token.actions.githubusercontent.com',
    audience: 'sts.amazonaws.com',
    deploySubjects: ['repo:northpay-example/identity-fleet:environment:staging'],
    planSubjects: ['repo:northpay-example/identity-fleet:pull_request'],
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
  },
  tenants: {
    tier: 'ESSENTIALS',
    mfa: 'ON',
    password: { minimumLength: 12, history: 12, temporaryValidityDays: 3 },
    tokens: { accessMinutes: 15, idMinutes: 15, refreshHours: 24 },
  },
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
  tags: { 'cost-center': 'identity', owner: 'identity-platform' },
  relaxations: [],
} satisfies EnvironmentInput;
