/**
 * The shape of everything that a person writes: environments and tenants.
 * Unknown keys are refused everywhere, so that a typo is an error and never a silent default.
 */
import { z } from 'zod';

/** Lower-case words joined by hyphens; short enough to stand inside AWS names. */
const slug = (max: number) =>
  z
    .string()
    .regex(
      /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
      'use lower-case letters, digits and single hyphens, starting with a letter',
    )
    .max(max, `use at most ${max} characters`);

export const accountIdSchema = z
  .string('write the account id as a quoted string: "012345678901"')
  .regex(/^\d{12}$/, 'an account id is exactly 12 digits, quoted');

export const regionSchema = z
  .string()
  .regex(
    /^(af|ap|ca|eu|il|me|mx|sa|us)-(north|south|east|west|central|northeast|southeast|northwest|southwest)-\d$/,
    'this is no AWS region name, such as "eu-central-1"',
  );

const httpsUrl = z.url({ protocol: /^https$/, error: 'use an absolute https:// URL' });

/** Where the browser may be sent back to: https anywhere, http on localhost only (Cognito's own rule). */
const callbackUrl = z
  .url({ error: 'use an absolute URL' })
  .refine(
    (url) => url.startsWith('https://') || /^http:\/\/localhost(:\d+)?(\/|$)/.test(url),
    'use https:// (Cognito allows http:// for localhost only)',
  );

export const flowSchema = z.enum(['customer', 'internal', 'machine', 'tenant']);
export const ringSchema = z.enum(['canary', 'early', 'general']);

/** Cognito feature plan; access-token customisation needs Essentials or Plus. */
const tierSchema = z.enum(['ESSENTIALS', 'PLUS']);
const mfaSchema = z.enum(['OFF', 'OPTIONAL', 'ON']);

/** Token lifetimes. Cognito: access and ID tokens 5 min to 24 h, refresh tokens 1 h to 10 years. */
export const tokensSchema = z.strictObject({
  accessMinutes: z.int().min(5).max(1440),
  idMinutes: z.int().min(5).max(1440),
  refreshHours: z.int().min(1).max(87_600),
});

export const passwordSchema = z.strictObject({
  minimumLength: z.int().min(12, 'use at least 12 characters').max(99),
  /** How many earlier passwords may not be used again (0 to 24). */
  history: z.int().min(0).max(24),
  temporaryValidityDays: z.int().min(1).max(365),
});

const poolSettings = {
  tier: tierSchema,
  mfa: mfaSchema,
  password: passwordSchema,
  tokens: tokensSchema,
};

const accountSchema = z.strictObject({
  id: accountIdSchema,
  /** Flows whose own stack stands in this account. Tenants stand in cells, so `tenant` is not listed here. */
  flows: z.array(z.enum(['customer'])),
});

const cellSchema = z.strictObject({
  account: slug(20),
  /** Regions in which the cell stands; each must be one of the environment's. */
  regions: z.array(regionSchema).min(1),
  ring: ringSchema,
  /** How many tenants the cell may hold in one region. */
  capacity: z.int().min(1).max(1000),
});

/** A protection that an environment gives up on purpose. */
const relaxationSchema = z.strictObject({
  protection: z.enum(['deletion-protection', 'prevent-destroy', 'mfa', 'point-in-time-recovery']),
  reason: z.string().min(20, 'say in at least 20 characters why this protection may be given up'),
});

const pipelineSchema = z.strictObject({
  /** OIDC issuer of the CI system. */
  issuer: httpsUrl,
  audience: z.string().min(1),
  /** Exact `sub` claims that may deploy. No wildcards: a pattern would let any branch in. */
  deploySubjects: z.array(z.string().regex(/^[^*?]+$/, 'write the exact subject, without * or ?')).min(1),
  /** Exact `sub` claims that may plan (read only). */
  planSubjects: z.array(z.string().regex(/^[^*?]+$/, 'write the exact subject, without * or ?')).min(1),
});

export const environmentSchema = z.strictObject({
  name: slug(10),
  /** Turns on deletion protection and `prevent_destroy`, and asks for MFA. */
  production: z.boolean(),
  /** Stands in every globally unique name (state buckets, sign-in domains). */
  organization: slug(16),
  /** In roll-out order; the first is the home region (foundation and data stacks). */
  regions: z.array(regionSchema).min(1),
  accounts: z.record(slug(20), accountSchema),
  /** Existing role in each account that may create the foundation. */
  bootstrapRole: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'this is no IAM role name'),
  pipeline: pipelineSchema,
  /** Name of the SNS topic, in each target, that alarms notify. It belongs to the organisation, not to us. */
  alarmTopic: z.string().regex(/^[\w-]{1,256}$/, 'this is no SNS topic name'),
  logRetentionDays: z.union(
    [
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ].map((d) => z.literal(d)),
    'use a retention that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days',
  ),
  customer: z.strictObject({
    ...poolSettings,
    callbackUrls: z.array(callbackUrl).min(1),
    logoutUrls: z.array(callbackUrl).min(1),
  }),
  /** What every tenant's pool gets. */
  tenants: z.strictObject(poolSettings),
  cells: z.record(z.string().regex(/^cell-\d{2}$/, 'name a cell "cell-01" to "cell-99"'), cellSchema),
  tags: z.record(
    z
      .string()
      .regex(/^(?!aws:).{1,128}$/, 'a tag key has 1 to 128 characters and does not start with "aws:"'),
    z.string().max(256),
  ),
  relaxations: z.array(relaxationSchema),
});

export const tenantSchema = z.strictObject({
  $schema: z.string().optional(),
  /** Equals the file's name; never changes, since it is in the pool's immutable `custom:tenant_id`. */
  id: slug(30),
  name: z.string().min(1).max(100),
  /** `suspended`: the hook gives no token to this tenant's users. */
  status: z.enum(['active', 'suspended']),
  /** Region → cell. Written here and nowhere computed, so that a tenant never moves by itself. */
  cells: z.partialRecord(regionSchema, z.string().regex(/^cell-\d{2}$/)),
  callbackUrls: z.array(callbackUrl).min(1).max(100),
  logoutUrls: z.array(callbackUrl).min(1).max(100),
  /** Groups of the tenant's pool; they become Cedar groups in its policy store. */
  groups: z.array(slug(40)).min(1).max(25),
});

export type Environment = z.infer<typeof environmentSchema>;
export type Tenant = z.infer<typeof tenantSchema>;
export type Flow = z.infer<typeof flowSchema>;
export type Ring = z.infer<typeof ringSchema>;
export type Tokens = z.infer<typeof tokensSchema>;
export type PoolSettings = Pick<Environment['customer'], 'tier' | 'mfa' | 'password' | 'tokens'>;

/** One environment with its tenants: what stacks are generated from. */
export interface LoadedEnvironment {
  environment: Environment;
  /** Sorted by id. */
  tenants: Tenant[];
}
