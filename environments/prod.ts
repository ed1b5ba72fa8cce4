import type { EnvironmentInput } from './schema';

/** What customers use: every protection is on, and changes arrive ring by ring. */
export default {
  name: 'prod',
  production: true,
  organization: 'northpay',
  regions: ['eu-central-1', 'eu-west-1', 'us-east-1'],
  accounts: {
    identity: { id: '303030303030', flows: ['customer'] },
    'cells-a': { id: '303030303031', flows: [] },
    'cells-b': { id: '303030303032', flows: [] },
    'cells-c': { id: '303030303033', flows: [] },
  },
  bootstrapRole: 'OrganizationAccountAccessRole',
  pipeline: {
    issuer: 'https://token.actions.githubusercontent.com',
    audience: 'sts.amazonaws.com',
    deploySubjects: ['repo:northpay-example/identity-fleet:environment:prod'],
    planSubjects: ['repo:northpay-example/identity-fleet:pull_request'],
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
  },
  tenants: {
    tier: 'PLUS',
    mfa: 'ON',
    password: { minimumLength: 14, history: 24, temporaryValidityDays: 1 },
    tokens: { accessMinutes: 15, idMinutes: 15, refreshHours: 24 },
  },
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
  tags: { 'cost-center': 'identity', owner: 'identity-platform' },
  relaxations: [],
} satisfies EnvironmentInput;
