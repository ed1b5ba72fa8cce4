import type { Loaded } from '../clients';
import { type Importable, one } from '../kind';

type S3 = Loaded<'s3'>;

/** The bucket's name contains account and environment. It is tagged only after creation, so tags prove nothing. */
const bucket: Importable = {
  by: 'name',
  found: 'HeadBucket, as a bucket of the account',
  unique: 'name',
  format: 'bucket name',
  importId: ({ bucket }) => String(bucket),
  async find(look) {
    const Bucket = await look.text('bucket');
    const { sdk, client } = await look.use('s3');
    const answer = await look.ask(
      's3:ListBucket',
      () => client.send(new sdk.HeadBucketCommand({ Bucket, ExpectedBucketOwner: look.accountId })),
      ['NotFound', 'NoSuchBucket'],
    );
    return one(answer && { id: Bucket, bucket: Bucket, arn: `arn:aws:s3:::${Bucket}` });
  },
};

/** A setting that a bucket has at most once. */
const setting = (
  found: string,
  action: string,
  missing: string,
  isSet: (s3: S3, where: { Bucket: string }) => Promise<boolean>,
): Importable => ({
  by: 'name',
  found,
  unique: 'its bucket, once it is set',
  format: 'bucket name',
  importId: ({ bucket }) => String(bucket),
  async find(look) {
    const Bucket = await look.text('bucket');
    const s3 = await look.use('s3');
    const set = await look.ask(action, () => isSet(s3, { Bucket }), ['NoSuchBucket', missing]);
    return one(set ? { bucket: Bucket } : undefined);
  },
});

export const buckets = {
  aws_s3_bucket: bucket,
  aws_s3_bucket_lifecycle_configuration: setting(
    'GetBucketLifecycleConfiguration',
    's3:GetLifecycleConfiguration',
    'NoSuchLifecycleConfiguration',
    async ({ sdk, client }, where) =>
      ((await client.send(new sdk.GetBucketLifecycleConfigurationCommand(where))).Rules ?? []).length > 0,
  ),
  aws_s3_bucket_ownership_controls: setting(
    'GetBucketOwnershipControls',
    's3:GetBucketOwnershipControls',
    'OwnershipControlsNotFoundError',
    async ({ sdk, client }, where) =>
      (await client.send(new sdk.GetBucketOwnershipControlsCommand(where))).OwnershipControls !== undefined,
  ),
  aws_s3_bucket_policy: setting(
    'GetBucketPolicy',
    's3:GetBucketPolicy',
    'NoSuchBucketPolicy',
    async ({ sdk, client }, where) =>
      Boolean((await client.send(new sdk.GetBucketPolicyCommand(where))).Policy),
  ),
  aws_s3_bucket_public_access_block: setting(
    'GetPublicAccessBlock',
    's3:GetBucketPublicAccessBlock',
    'NoSuchPublicAccessBlockConfiguration',
    async ({ sdk, client }, where) =>
      (await client.send(new sdk.GetPublicAccessBlockCommand(where))).PublicAccessBlockConfiguration !==
      undefined,
  ),
  aws_s3_bucket_server_side_encryption_configuration: setting(
    'GetBucketEncryption',
    's3:GetEncryptionConfiguration',
    'ServerSideEncryptionConfigurationNotFoundError',
    async ({ sdk, client }, where) =>
      (await client.send(new sdk.GetBucketEncryptionCommand(where))).ServerSideEncryptionConfiguration !==
      undefined,
  ),
  aws_s3_bucket_versioning: setting(
    'GetBucketVersioning',
    's3:GetBucketVersioning',
    'NoSuchBucket',
    async ({ sdk, client }, where) =>
      (await client.send(new sdk.GetBucketVersioningCommand(where))).Status !== undefined,
  ),
};
