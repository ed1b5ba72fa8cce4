import { createHash } from 'node:crypto';
import { App, type TerraformStack, Testing } from 'cdktf';
import type { EmailSender, Environment, Internal, Machine, Service, Tenant } from '../../environments/schema';
import { rolloutSchema } from '../../environments/schema/rollout';
import { rotationSchema } from '../../environments/schema/rotation';
import type { BundledFunction } from '../../functions/catalogue';
import { CellStack } from '../../stacks/cell';
import { CustomerStack } from '../../stacks/customer';
import { EmailStack } from '../../stacks/email';
import type { Target } from '../../stacks/fleet-stack';
import { FoundationStack } from '../../stacks/foundation';
import { InternalStack } from '../../stacks/internal';
import { MachineStack } from '../../stacks/machine';
import { OktaStack } from '../../stacks/okta';
import type { PolicyFile } from '../../stacks/policies/source';

const region = 'eu-central-1';

/** A small environment; a test sets everything that it is about. */
export const environment = (changes: Partial<Environment> = {}): Environment => ({
  rollout: rolloutSchema.parse({}),
  rotation: rotationSchema.parse({}),
  name: 'test',
  production: false,
  organization: 'northpay',
  regions: [region, 'eu-west-1'],
  accounts: {
    identity: { id: '111111111111', flows: ['customer', 'internal', 'machine'] },
    'cells-a': { id: '222222222222', flows: [] },
  },
  bootstrapRole: 'OrganizationAccountAccessRole',
  pipeline: {
    issuer: 'https://token.actions.example',
    audience: 'sts.amazonaws.com',
    deploySubjects: ['repo:northpay/identity-fleet:environment:test'],
    planSubjects: ['repo:northpay/identity-fleet:pull_request'],
    sessionHours: 6,
  },
  alarmTopic: 'platform-alarms',
  logRetentionDays: 14,
  customer: customerSettings(),
  internal: internalSettings(),
  machine: machineSettings,
  tenants: poolSettings,
  email: { [region]: emailSender(), 'eu-west-1': emailSender() },
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

/** A sender whose identity and configuration set are created here. */
export const emailSender = (changes: Partial<EmailSender> = {}): EmailSender => ({
  identity: { make: 'auth.northpay.example' },
  configurationSet: { make: 'test-identity' },
  from: 'no-reply@auth.northpay.example',
  fromName: 'NorthPay',
  replyTo: 'support@northpay.example',
  awaitingDns: [],
  ...changes,
});

/** Settings of the customer flow, with its database in one region and nothing optional. */
export const customerSettings = (
  changes: Partial<Environment['customer']> = {},
): Environment['customer'] => ({
  ...poolSettings,
  callbackUrls: ['https://pay.northpay.example/signed-in'],
  logoutUrls: ['https://pay.northpay.example/'],
  mfaMethods: ['authenticator'],
  linkFederatedUsers: false,
  databases: {
    [region]: {
      host: 'roles.proxy-t0q8k3z5m1xw.eu-central-1.rds.amazonaws.com',
      port: 5432,
      database: 'customers',
      user: 'identity_hook',
      proxyId: 'prx-0123456789abcdef0',
      subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      securityGroupIds: ['sg-0123456789abcdef0'],
    },
  },
  ...changes,
});

/** Settings of the internal flow: Okta by OpenID Connect. */
export const internalSettings = (changes: Partial<Internal> = {}): Internal => ({
  tier: 'ESSENTIALS',
  tokens: poolSettings.tokens,
  callbackUrls: ['https://staff.northpay.example/signed-in'],
  logoutUrls: ['https://staff.northpay.example/'],
  okta: {
    domains: ['staff.northpay.example'],
    attributes: { email: 'email', name: 'name', 'custom:groups': 'groups' },
    oidc: {
      issuer: 'https://northpay.okta.example',
      clientId: 'staff-client',
      secretName: 'fleet/internal/okta',
      scopes: ['openid', 'email', 'profile', 'groups'],
    },
  },
  ...changes,
});

const machineSettings: Machine = {
  tier: 'ESSENTIALS',
  accessMinutes: 15,
  resourceServers: [
    {
      identifier: 'payments',
      name: 'Payments',
      scopes: [
        { name: 'read', description: 'See payments' },
        { name: 'write', description: 'Create payments' },
      ],
    },
    { identifier: 'ledger', name: 'Ledger', scopes: [{ name: 'read', description: 'See entries' }] },
  ],
};

export const service = (id: string, changes: Partial<Service> = {}): Service => ({
  id,
  name: id,
  owner: 'payments',
  tier: 'silver',
  status: 'active',
  allowedOps: ['payments:view', 'ledger:view'],
  rateLimit: 50,
  scopes: ['payments/read', 'ledger/read'],
  policyStore: 'shared',
  ...changes,
});

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

/** Any file will do: the stacks copy a zip by its given hash, and never read it. */
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

/** Policies that individual tenants or services add, by id. */
type OverlaysOf = ReadonlyMap<string, PolicyFile[]>;

export const cell = (
  tenants: Tenant[],
  changes: Partial<Environment> = {},
  hookZip = zip('tenant-hook'),
  overlays: OverlaysOf = new Map(),
) =>
  synthesize(
    (app) =>
      new CellStack(app, 'cell-01', {
        target: { environment: environment(changes), account: 'cells-a', region },
        tenants,
        overlays,
        hookZip,
        postConfirmationZip: zip('tenant-post-confirmation'),
        providerZip: zip('identity-provider'),
      }),
  );

const identity = (changes: Partial<Environment>) => ({
  environment: environment(changes),
  account: 'identity',
  region,
});

export const customer = (changes: Partial<Environment> = {}) =>
  synthesize(
    (app) =>
      new CustomerStack(app, {
        target: identity(changes),
        hookZip: zip('customer-hook'),
        preSignUpZip: zip('customer-pre-sign-up'),
        providerZip: zip('identity-provider'),
      }),
  );

export const internal = (settings = internalSettings(), changes: Partial<Environment> = {}) =>
  synthesize(
    (app) =>
      new InternalStack(app, {
        target: identity(changes),
        settings,
        hookZip: zip('internal-hook'),
        providerZip: zip('identity-provider'),
      }),
  );

export const machine = (
  services = [service('billing')],
  changes: Partial<Environment> = {},
  overlays: OverlaysOf = new Map(),
) =>
  synthesize(
    (app) =>
      new MachineStack(app, {
        target: identity(changes),
        settings: machineSettings,
        services,
        overlays,
        hookZip: zip('machine-hook'),
      }),
  );

export const email = (changes: Partial<Environment> = {}, place: Partial<Target> = {}) =>
  synthesize((app) => new EmailStack(app, { target: { ...identity(changes), ...place } }));

export const okta = (settings: Internal, changes: Partial<Environment> = {}) =>
  synthesize((app) => new OktaStack(app, { target: identity(changes), settings }));

export const foundation = (account: string, changes: Partial<Environment> = {}) =>
  synthesize((app) => new FoundationStack(app, { target: { ...identity(changes), account } }));

/** One resource by its address; its values can be anything, so tests access them freely. */
export function at({ resource }: Synthesized, address: string) {
  const [type, name] = address.split('.') as [string, string];
  const found = resource[type]?.[name];
  if (!found)
    throw new Error(`no ${address}; there are ${Object.keys(resource[type] ?? {}).join(', ') || 'none'}`);
  // biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has no types of its own.
  return found as any;
}
