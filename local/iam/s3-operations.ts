import type { AwsRequest } from '../service';

/** Bucket settings by their query parameter, with their name in S3's actions. */
const parts: Readonly<Record<string, string>> = {
  accelerate: 'AccelerateConfiguration',
  acl: 'BucketAcl',
  cors: 'BucketCORS',
  encryption: 'EncryptionConfiguration',
  lifecycle: 'LifecycleConfiguration',
  location: 'BucketLocation',
  logging: 'BucketLogging',
  notification: 'BucketNotification',
  'object-lock': 'BucketObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  policyStatus: 'BucketPolicyStatus',
  publicAccessBlock: 'BucketPublicAccessBlock',
  replication: 'ReplicationConfiguration',
  requestPayment: 'BucketRequestPayment',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
  website: 'BucketWebsite',
};

/** Settings with their own action for removal; removing others requires permission to put them. */
const removable = ['policy', 'website'];

function bucketAction(method: string, query: URLSearchParams): string | undefined {
  const part = [...query.keys()].find((key) => Object.hasOwn(parts, key));
  if (part) {
    if (method === 'DELETE') return `${removable.includes(part) ? 'Delete' : 'Put'}${parts[part]}`;
    return { GET: 'Get', PUT: 'Put' }[method]?.concat(parts[part] as string);
  }
  if (method === 'GET') return query.has('versions') ? 'ListBucketVersions' : 'ListBucket';
  return { HEAD: 'ListBucket', PUT: 'CreateBucket', DELETE: 'DeleteBucket' }[method];
}

function objectAction(method: string, query: URLSearchParams): string | undefined {
  const version = query.has('versionId') ? 'Version' : '';
  if (query.has('acl')) return { GET: `GetObject${version}Acl`, PUT: `PutObject${version}Acl` }[method];
  if (query.has('tagging'))
    return {
      GET: `GetObject${version}Tagging`,
      PUT: `PutObject${version}Tagging`,
      DELETE: `DeleteObject${version}Tagging`,
    }[method];
  return {
    GET: `GetObject${version}`,
    HEAD: `GetObject${version}`,
    PUT: 'PutObject',
    POST: 'PutObject',
    DELETE: `DeleteObject${version}`,
  }[method];
}

/** S3's action of a path-style request: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
export function s3Call({ method, path }: Pick<AwsRequest, 'method' | 'path'>) {
  const [pathname = '', search = ''] = path.split('?');
  const query = new URLSearchParams(search);
  const [, BucketName = '', ObjectName = ''] = /^\/([^/]*)\/?(.*)$/.exec(pathname) ?? [];
  if (!BucketName) return method === 'GET' ? { operation: 'ListAllMyBuckets', input: {} } : undefined;
  const operation = ObjectName ? objectAction(method, query) : bucketAction(method, query);
  const prefix = query.get('prefix');
  const input = {
    BucketName,
    ...(ObjectName && { ObjectName: decodeURIComponent(ObjectName) }),
    ...(prefix !== null && { prefix }),
  };
  return operation ? { operation, input } : undefined;
}
