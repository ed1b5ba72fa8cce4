/** Requests of the API: members, lengths and patterns as in AWS's service model (2017-10-17). */
import { z } from 'zod';

const secretId = z.string().min(1).max(2048);
const versionId = z.string().min(32).max(64);
const label = z.string().min(1).max(256);
const tag = z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) });
const name = z
  .string()
  .min(1)
  .max(512)
  .regex(
    /^[A-Za-z0-9/_+=.@-]+$/,
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  );
const value = {
  SecretString: z.string().min(1).max(65_536).optional(),
  SecretBinary: z.string().min(1).max(87_384).optional(),
  ClientRequestToken: versionId.optional(),
};

/** Members of each operation. Any other would be ignored, so it is refused. */
export const inputs = {
  CreateSecret: z.strictObject({
    Name: name,
    ...value,
    Description: z.string().max(2048).optional(),
    KmsKeyId: z.string().max(2048).optional(),
    Tags: z.array(tag).max(50).default([]),
  }),
  DeleteSecret: z.strictObject({
    SecretId: secretId,
    RecoveryWindowInDays: z.int().min(7).max(30).optional(),
    ForceDeleteWithoutRecovery: z.boolean().optional(),
  }),
  DescribeSecret: z.strictObject({ SecretId: secretId }),
  GetResourcePolicy: z.strictObject({ SecretId: secretId }),
  GetSecretValue: z.strictObject({
    SecretId: secretId,
    VersionId: versionId.optional(),
    VersionStage: label.optional(),
  }),
  PutResourcePolicy: z.strictObject({ SecretId: secretId, ResourcePolicy: z.string().min(1).max(20_480) }),
  PutSecretValue: z.strictObject({
    SecretId: secretId,
    ...value,
    VersionStages: z.array(label).min(1).max(20).optional(),
  }),
  RestoreSecret: z.strictObject({ SecretId: secretId }),
  TagResource: z.strictObject({ SecretId: secretId, Tags: z.array(tag).max(50) }),
  UntagResource: z.strictObject({ SecretId: secretId, TagKeys: z.array(z.string().min(1)).max(50) }),
  UpdateSecretVersionStage: z.strictObject({
    SecretId: secretId,
    VersionStage: label,
    RemoveFromVersionId: versionId.optional(),
    MoveToVersionId: versionId.optional(),
  }),
} as const;

export type Inputs = { [Name in keyof typeof inputs]: z.infer<(typeof inputs)[Name]> };
