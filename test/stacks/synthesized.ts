import { createHash } from 'node:crypto';
import { App, type TerraformStack, Testing } from 'cdktf';
import type { Environment, Tenant } from '../../environments/schema';
import type { BundledFunction } from '../../functions/catalogue';
import { CellStack } from '../../stacks/cell';
import { CustomerStack } from '../../stacks/customer';

const region = 'eu-central-1';

/** A small environment; everything that a test is about is given by the test. */
export const environment = (changes: Partial<Environment> = {}): Environment => ({
  name: 'test',
  production: false,
  organization: 'northpay',
  regions: [region, 'eu-west-1'],
  accounts: {
    identity: { id: '111111111111', flows: ['customer'] },
    'cells-a': { id: '222222222222', flows: [] },
  },
  bootstrapRole: 'OrganizationAccountAccessRole',
  pipeline: {
    issuer: 'https://token.actions.example',
    audience: 'sts.amazonaws.com',
    deploySubjects: ['repo:northpay/identity-fleet:environment:test'],
    planSubjects: ['repo:northpay/identity-fleet:pull_request'],
  },
  alarmTopic: 'platform-alarms',
  logRetentionDays: 14,
  customer: {
    ...poolSettings,
    callbackUrls: ['https://pay.northpay.example/signed-in'],
    logoutUrls: ['https://pay.northpay.example/'],
    mfaMethods: ['authenticator'],
    linkFederatedUsers: false,
  },
  tenants: poolSettings,
  cells: { 'cell-01': { account: 'cells-a', regions: [region], ring: 'canary', capacity: 10 } },
  tags: {},
  relaxations: [],
  ...changes,
});

export const poolSettings: Environment['tenants'] = {
  tier: 'ESSENTIALS',
  mfa: 'OPTIONAL',
  password: { minimumLength: 12, history: 3, temporaryValidityDays: 7 },
  tokens: { accessMinutes: 15, idMinutes: 20, refreshHours: 24 },
};

export const tenant = (id: string, changes: Partial<Tenant> = {}): Tenant => ({
  id,
  name: id,
  status: 'active',
  cells: { [region]: 'cell-01' },
  callbackUrls: [`https://${id}.northpay.example/signed-in`],
  logoutUrls: [`https://${id}.northpay.example/`],
  groups: ['admins', 'viewers'],
  ...changes,
});

/** Any file will do: the stacks copy a zip by the hash that they are told, and never look into it. */
export const zip = (name: string, zipPath = __filename): BundledFunction => ({
  name,
  zipPath,
  base64Sha256: createHash('sha256').update(name).digest('base64'),
});

type Block = Record<string, never>;

/** A synthesized stack: Terraform's JSON, resources by type and then by name. */
export interface Synthesized {
  resource: Record<string, Record<string, Block>>;
  output?: Record<string, Block>;
}

const synthesize = (make: (app: App) => TerraformStack): Synthesized =>
  JSON.parse(Testing.synth(make(Testing.stubVersion(new App({ stackTraces: false }))), true));

export const cell = (tenants: Tenant[], changes: Partial<Environment> = {}, hookZip = zip('tenant-hook')) =>
  synthesize(
    (app) =>
      new CellStack(app, 'cell-01', {
        target: { environment: environment(changes), account: 'cells-a', region },
        tenants,
        hookZip,
      }),
  );

export const customer = (changes: Partial<Environment> = {}) =>
  synthesize(
    (app) =>
      new CustomerStack(app, {
        target: { environment: environment(changes), account: 'identity', region },
        hookZip: zip('customer-hook'),
      }),
  );

/** One resource by its address; its values are whatever Terraform takes, so tests look at them freely. */
export function at({ resource }: Synthesized, address: string) {
  const [type, name] = address.split('.') as [string, string];
  const found = resource[type]?.[name];
  if (!found)
    throw new Error(`no ${address}; there are ${Object.keys(resource[type] ?? {}).join(', ') || 'none'}`);
  // biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has no types of its own.
  return found as any;
}
