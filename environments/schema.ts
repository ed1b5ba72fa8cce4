/**
 * The shape of everything written by hand: environments, tenants and services.
 * Unknown keys are refused everywhere, so a typo is an error and never a silent default.
 * Every message here is a remedy: what to write instead.
 */
import { z } from 'zod';
import { customerSchema } from './schema/customer';
import { edgeSchema } from './schema/edge';
import { emailSenderSchema } from './schema/email';
import { internalSchema } from './schema/internal';
import { machineSchema } from './schema/machine';
import { poolSettings } from './schema/pool';
import { rolloutSchema } from './schema/rollout';
import { rotationSchema } from './schema/rotation';
import type { Service } from './schema/service';
import type { Tenant } from './schema/tenant';
import { cellNameSchema, httpsUrl, regionSchema, slug } from './schema/values';

/** A string, because a number would lose its leading zeros. */
const accountIdSchema = z
  .string('write the account id as a quoted string: "012345678901"')
  .regex(/^\d{12}$/, 'write exactly 12 digits, quoted: "012345678901"');

const ringSchema = z.enum(['canary', 'early', 'general']);

const accountSchema = z.strictObject({
  id: accountIdSchema,
  /** Flows that have their stack in this account. Tenants are in cells, so `tenant` is not listed here. */
  flows: z.array(z.enum(['customer', 'internal', 'machine'])),
  /**
   * This account's quota of user pools per region: 1,000 unless AWS has raised it (at most 10,000).
   * Set it once AWS has granted more, so that cells cannot be planned beyond it.
   */
  userPoolQuota: z.int().min(1000).max(10_000).optional(),
  /** This account's quota of IAM roles: 1,000 unless raised (at most 5,000). Set it once AWS has granted more. */
  roleQuota: z.int().min(1000).max(5000).optional(),
  /**
   * Whether the foundation creates the CI system's OIDC provider (`create`, the default) or the account already has it.
   * IAM allows one per issuer and account: docs/accounts.md.
   */
  pipelineProvider: z.enum(['create', 'existing']).optional(),
});

const cellSchema = z.strictObject({
  account: slug(20),
  /** Regions of the cell; each must be one of the environment's. */
  regions: z.array(regionSchema).min(1, 'list at least one region'),
  ring: ringSchema,
  /** How many tenants the cell may hold in one region. */
  capacity: z.int().min(1).max(1000),
});

/** A protection that an environment gives up on purpose. */
const relaxationSchema = z.strictObject({
  protection: z.enum([
    'deletion-protection',
    'prevent-destroy',
    'mfa',
    'point-in-time-recovery',
    'email-sender',
    'callback-urls',
  ]),
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
  /**
   * Longest session of one of the three roles, in hours: what a job asks for when it signs in.
   * IAM allows 1 to 12; a job on GitHub's own runners ends after 6.
   */
  sessionHours: z.int().min(1).max(12).default(6),
});

/** Characters and lengths that every service accepts in a tag; IAM is the strictest. */
const tagsSchema = z.record(
  z
    .string()
    .regex(
      /^(?!aws:)[\p{L}\p{N} _.:/=+\-@]{1,128}$/iu,
      'use 1 to 128 letters, digits, blanks or _.:/=+-@ and do not start with "aws:"',
    ),
  z.string().regex(/^[\p{L}\p{N} _.:/=+\-@]{0,256}$/u, 'use at most 256 letters, digits, blanks or _.:/=+-@'),
);

/** The only retentions that CloudWatch Logs accepts. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

export const environmentSchema = z.strictObject({
  /** Must equal the file's name. */
  name: slug(10),
  /** Turns on deletion protection and `prevent_destroy`, and requires MFA. */
  production: z.boolean(),
  /** Part of every globally unique name (state buckets, sign-in domains). */
  organization: slug(16),
  /** In roll-out order; the first is the home region (foundation and data stacks). */
  regions: z.array(regionSchema).min(1, 'list at least one region'),
  accounts: z.record(slug(20), accountSchema),
  /** Role that already exists in each account and may create the foundation. */
  bootstrapRole: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, 'write the name of an IAM role (no ARN, no path), at most 64 characters'),
  pipeline: pipelineSchema,
  /** Name of the SNS topic, in each target, that alarms notify. It belongs to the organisation, not to this project. */
  alarmTopic: z.string().regex(/^[\w-]{1,256}$/, 'write the name of an SNS topic (no ARN)'),
  logRetentionDays: z.union(
    retentionDays.map((days) => z.literal(days)),
    `use a retention that CloudWatch Logs accepts, in days: ${retentionDays.join(', ')}`,
  ),
  customer: customerSchema,
  /** Required if an account has the flow `internal`. */
  internal: internalSchema.optional(),
  /** Required if an account has the flow `machine`. */
  machine: machineSchema.optional(),
  /** Settings of every tenant's pool. */
  tenants: z.strictObject(poolSettings),
  /** By region: the SES identity that customers' and tenants' pools send from. Without it Cognito itself sends. */
  email: z.partialRecord(regionSchema, emailSenderSchema).optional(),
  cells: z.record(cellNameSchema, cellSchema),
  /** An HTTP API in front of backends, in each account and region that has one of its routes' flows. */
  edge: edgeSchema.optional(),
  /** On every resource, for cost and ownership. */
  tags: tagsSchema,
  relaxations: z.array(relaxationSchema),
  rollout: rolloutSchema.prefault({}),
  /** How often secrets are rotated, and how. */
  rotation: rotationSchema.prefault({}),
});

/** An environment as its file has it: keys with a default may be omitted. */
export type EnvironmentInput = z.input<typeof environmentSchema>;
/** An environment after loading. */
export type Environment = z.infer<typeof environmentSchema>;
export type Ring = z.infer<typeof ringSchema>;
export type Tokens = Environment['tenants']['tokens'];
export type PoolSettings = Environment['tenants'];
export type Internal = NonNullable<Environment['internal']>;
export type Machine = NonNullable<Environment['machine']>;
export type Database = NonNullable<NonNullable<Environment['customer']['databases']>[string]>;
export type EmailSender = z.infer<typeof emailSenderSchema>;
export type Edge = NonNullable<Environment['edge']>;
export type Rollout = Environment['rollout'];
export type Rotation = Environment['rotation'];
export type Route = Edge['routes'][number];
export type IdentityPool = NonNullable<Environment['customer']['identityPool']>;
export { type Approval, approvalFileSchema } from './schema/approval';
export { type Service, serviceFileSchema } from './schema/service';
export { type Tenant, tenantFileSchema } from './schema/tenant';
export { type Tombstone, tombstoneFileSchema } from './schema/tombstone';

/** A file that is not parsed here: Cedar policies, golden decisions. */
export interface TextFile {
  /** Relative to the root, with forward slashes. */
  path: string;
  text: string;
}

/** The folder beside a tenant's or service's file: additional policies for its store. */
export interface PolicyOverlay {
  /** Owner of the store: a tenant, or a service with its own. */
  of: 'tenant' | 'service';
  /** The folder's name: the id of that tenant or service. */
  id: string;
  /** `*.cedar` and `*.template.cedar`, sorted by name; not parsed yet. */
  policies: TextFile[];
  /** `decisions.json`: golden decisions for that store. */
  decisions?: TextFile;
}

/** One environment with its tenants and services: what stacks are generated from. */
export interface LoadedEnvironment {
  environment: Environment;
  /** Sorted by id. */
  tenants: Tenant[];
  /** Sorted by id. */
  services: Service[];
  /** Those of tenants first, then sorted by id; most tenants and services have none. */
  overlays: PolicyOverlay[];
  /** Metadata documents of SAML providers, sorted by name. Not parsed here. */
  samlDocuments?: TextFile[];
}
