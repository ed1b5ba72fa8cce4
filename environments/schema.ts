/**
 * The shape of everything that a person writes: environments and tenants.
 * Unknown keys are refused everywhere, so that a typo is an error and never a silent default.
 * Every message here is a remedy: what to write instead.
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

/** A string, for a number would lose its leading zeros. */
const accountIdSchema = z
  .string('write the account id as a quoted string: "012345678901"')
  .regex(/^\d{12}$/, 'write exactly 12 digits, quoted: "012345678901"');

const regionSchema = z
  .string()
  .regex(
    /^(af|ap|ca|eu|il|me|mx|sa|us)-(north|south|east|west|central|northeast|southeast|northwest|southwest)-\d$/,
    'use an AWS region name, such as "eu-central-1"',
  );

const cellNameSchema = z.string().regex(/^cell-(?!00)\d{2}$/, 'name a cell "cell-01" to "cell-99"');

const httpsUrl = z.url({ protocol: /^https$/, error: 'use an absolute https:// URL' });

/**
 * Where the browser may be sent back to. Cognito's own rules: https anywhere, http on localhost only,
 * no fragment, at most 1,024 characters. A wildcard would be taken literally, credentials would leak.
 */
const callbackUrl = z
  .url({ error: 'use an absolute URL, such as "https://app.example.com/signed-in"', abort: true })
  .max(1024, 'use at most 1024 characters')
  .refine(
    (url) => url.startsWith('https://') || /^http:\/\/localhost(:\d+)?(\/|$)/.test(url),
    'use https:// (Cognito allows http:// for localhost only)',
  )
  .refine(
    (url) => !/[\s*#]|\/\/[^/]*@/.test(url),
    'write the exact URL without fragment (#), wildcard (*), blanks or credentials',
  );

/** At most 100 for one app client: Cognito's limit. */
const callbackUrls = z.array(callbackUrl).min(1, 'list at least one URL').max(100, 'list at most 100 URLs');

const ringSchema = z.enum(['canary', 'early', 'general']);

/** Cognito feature plan; access-token customisation and password history need Essentials or Plus. */
const tierSchema = z.enum(['ESSENTIALS', 'PLUS']);
const mfaSchema = z.enum(['OFF', 'OPTIONAL', 'ON']);

/** Token lifetimes. Cognito: access and ID tokens 5 min to 24 h, refresh tokens 1 h to 10 years. */
const tokensSchema = z.strictObject({
  accessMinutes: z.int().min(5).max(1440),
  idMinutes: z.int().min(5).max(1440),
  refreshHours: z.int().min(1).max(87_600),
});

const passwordSchema = z.strictObject({
  minimumLength: z.int().min(12, 'use at least 12 characters').max(99),
  /** How many earlier passwords may not be used again (0 to 24). */
  history: z.int().min(0).max(24),
  /** Days in which an invited user must replace the first password. */
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
  /**
   * User pools that AWS grants this account in each region: 1,000 unless raised (at most 10,000).
   * Written down once AWS has granted more, so that cells cannot be planned beyond it.
   */
  userPoolQuota: z.int().min(1000).max(10_000).optional(),
});

const cellSchema = z.strictObject({
  account: slug(20),
  /** Regions in which the cell stands; each must be one of the environment's. */
  regions: z.array(regionSchema).min(1, 'list at least one region'),
  ring: ringSchema,
  /** How many tenants the cell may hold in one region. */
  capacity: z.int().min(1).max(1000),
});

/** A protection that an environment gives up on purpose. */
const relaxationSchema = z.strictObject({
  protection: z.enum(['deletion-protection', 'prevent-destroy', 'mfa', 'point-in-time-recovery']),
  reason: z.string().min(20, 'say in at least 20 characters why this protection may be given up'),
});

/** An exact `sub` claim. A pattern would let any branch in; `$` would start an IAM policy variable. */
const subjectsSchema = z
  .array(z.string().regex(/^[^*?$\s]+$/, 'write the exact subject, without *, ?, $ or blanks'))
  .min(1, 'list at least one subject');

const pipelineSchema = z.strictObject({
  /** OIDC issuer of the CI system. */
  issuer: httpsUrl,
  audience: z.string().regex(/^[^*?$\s]+$/, 'write the exact audience, without *, ?, $ or blanks'),
  /** Exact `sub` claims that may deploy. */
  deploySubjects: subjectsSchema,
  /** Exact `sub` claims that may plan (read only). */
  planSubjects: subjectsSchema,
});

/** Characters and lengths that every service accepts in a tag, IAM's being the strictest. */
const tagsSchema = z.record(
  z
    .string()
    .regex(
      /^(?!aws:)[\p{L}\p{N} _.:/=+\-@]{1,128}$/iu,
      'use 1 to 128 letters, digits, blanks or _.:/=+-@ and do not start with "aws:"',
    ),
  z.string().regex(/^[\p{L}\p{N} _.:/=+\-@]{0,256}$/u, 'use at most 256 letters, digits, blanks or _.:/=+-@'),
);

/** CloudWatch Logs knows these retentions only. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

export const environmentSchema = z.strictObject({
  /** Equals the file's name. */
  name: slug(10),
  /** Turns on deletion protection and `prevent_destroy`, and asks for MFA. */
  production: z.boolean(),
  /** Stands in every globally unique name (state buckets, sign-in domains). */
  organization: slug(16),
  /** In roll-out order; the first is the home region (foundation and data stacks). */
  regions: z.array(regionSchema).min(1, 'list at least one region'),
  accounts: z.record(slug(20), accountSchema),
  /** Existing role in each account that may create the foundation. */
  bootstrapRole: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, 'write the name of an IAM role (no ARN, no path), at most 64 characters'),
  pipeline: pipelineSchema,
  /** Name of the SNS topic, in each target, that alarms notify. It belongs to the organisation, not to us. */
  alarmTopic: z.string().regex(/^[\w-]{1,256}$/, 'write the name of an SNS topic (no ARN)'),
  logRetentionDays: z.union(
    retentionDays.map((days) => z.literal(days)),
    `use a retention that CloudWatch Logs knows, in days: ${retentionDays.join(', ')}`,
  ),
  customer: z.strictObject({ ...poolSettings, callbackUrls, logoutUrls: callbackUrls }),
  /** What every tenant's pool gets. */
  tenants: z.strictObject(poolSettings),
  cells: z.record(cellNameSchema, cellSchema),
  /** On every resource, for cost and ownership. */
  tags: tagsSchema,
  relaxations: z.array(relaxationSchema),
});

/** What a tenant file's `$schema` says: the editor's schema, as seen from the file's folder. */
const schemaReference = z
  .literal('../../tenant.schema.json')
  .describe('Lets the editor check and complete this file.');

const tenantSchema = z.strictObject({
  $schema: schemaReference.optional(),
  id: slug(30).describe(
    "Equals the file's name. Never changes: it is in the user pool's immutable custom:tenant_id.",
  ),
  name: z
    .string()
    .min(1, 'write the name of the organisation')
    .max(100, 'use at most 100 characters')
    .regex(/^(?!\s)[^\p{Cc}]*(?<!\s)$/u, 'write it on one line, without blanks around it')
    .describe('The organisation, as people call it.'),
  status: z
    .enum(['active', 'suspended'])
    .describe("suspended: the hook gives no token to this tenant's users."),
  cells: z
    .partialRecord(regionSchema, cellNameSchema)
    .describe('Region → cell. Written here and nowhere computed, so that a tenant never moves by itself.'),
  callbackUrls: callbackUrls.describe('Where the browser may be sent after sign-in. Not shared with others.'),
  logoutUrls: callbackUrls.describe('Where the browser may be sent after sign-out.'),
  groups: z
    .array(slug(40))
    .min(1, 'list at least one group')
    .max(25, 'list at most 25 groups')
    .describe("Groups of the tenant's pool; they become Cedar groups in its policy store."),
});

/** A tenant as it stands in its file, where the editor's `$schema` is not optional. */
export const tenantFileSchema = tenantSchema.extend({ $schema: schemaReference });

export type Environment = z.infer<typeof environmentSchema>;
export type Tenant = z.infer<typeof tenantSchema>;
export type Ring = z.infer<typeof ringSchema>;
export type Tokens = z.infer<typeof tokensSchema>;
export type PoolSettings = Pick<Environment['customer'], 'tier' | 'mfa' | 'password' | 'tokens'>;

/** One environment with its tenants: what stacks are generated from. */
export interface LoadedEnvironment {
  environment: Environment;
  /** Sorted by id. */
  tenants: Tenant[];
}
