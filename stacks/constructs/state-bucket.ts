import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { stateBucket } from '../../environments/names';
import type { Scope } from '../permissions/scope';
import { bucketDocument } from '../permissions/state-bucket';

/** How long old states are kept, and the newest ones longer, in case a mistake is found late. */
const keepDays = 90;
const keepVersions = 20;

export interface StateBucketProps {
  /** ARN of the state key. */
  keyArn: string;
  preventDestroy: boolean;
}

/** The account's state bucket: versioned, encrypted with our key, closed to the public and to plain HTTP. */
export class StateBucket extends Construct {
  constructor(parent: Construct, id: string, scope: Scope, { keyArn, preventDestroy }: StateBucketProps) {
    super(parent, id);
    const { bucket } = new S3Bucket(this, 'bucket', {
      bucket: stateBucket(scope.environment, scope.account),
      lifecycle: { preventDestroy },
    });
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
          // One data key for many objects: otherwise each run's lock and state would each call KMS.
          bucketKeyEnabled: true,
        },
      ],
    });
    const closed = new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: bucketDocument(scope, keyArn),
      // S3 refuses concurrent changes to a bucket's access.
      dependsOn: [closed],
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket,
      rule: [
        {
          id: 'expire-old-versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays: keepDays, newerNoncurrentVersions: keepVersions }],
          // Every released lock leaves a delete marker behind.
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
      dependsOn: [versioning],
    });
  }
}
