import type { EnvironmentInput } from './schema';

/** Where changes land first, and what `make demo` applies: small, and free to be torn down. */
export default {
  name: 'dev',
  production: false,
  organization: 'northpay',
  regions: ['eu-central-1', 'eu-west-1'],
  accounts: {
    identity: { id: '101010101010', flows: ['customer'] },
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
  tags: { 'cost-center': 'identity', owner: 'identity-platform' },
  relaxations: [],
} satisfies EnvironmentInput;
