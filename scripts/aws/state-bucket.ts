import { deployRole, planRole, roleArn, stateBucket, stateKey } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { exitCodes, FleetError, failure, messageOf } from '../cli/errors';
import { type Purpose, stateDigest } from '../terraform/work-folder';
import { assumeRole } from './credentials';

const isMissing = (error: unknown) =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404;

/** An S3 client in the account's home region, with one of its roles. It follows redirects to a bucket in another region. */
async function s3As(environment: Environment, account: string, role: string) {
  const sdk = await import('@aws-sdk/client-s3');
  const config = await assumeRole(roleArn(environment, account, role), environment.regions[0] as string);
  return { sdk, client: new sdk.S3Client({ ...config, followRegionRedirects: true }) };
}

type S3 = Awaited<ReturnType<typeof s3As>>;

/** No role may tell whether an account has a state bucket. */
export class BucketUnseen extends FleetError {}

/** The role that reads states: to change something, or only to look. */
const readerOf = (environment: Environment, purpose: Purpose) =>
  purpose === 'look' ? planRole(environment) : deployRole(environment);

/**
 * Opens the account's state bucket as the role for the purpose or, as long as the foundation has not created that one,
 * as the bootstrap role. Undefined when there is no bucket. Throws when neither has access: nothing can be decided then.
 */
async function openBucket(
  environment: Environment,
  account: string,
  purpose: Purpose,
): Promise<S3 | undefined> {
  const Bucket = stateBucket(environment, account);
  const refusals: string[] = [];
  for (const role of [readerOf(environment, purpose), environment.bootstrapRole]) {
    const s3 = await s3As(environment, account, role);
    try {
      await s3.client.send(new s3.sdk.HeadBucketCommand({ Bucket }));
      return s3;
    } catch (error) {
      s3.client.destroy();
      if (isMissing(error)) return undefined;
      refusals.push(`as ${roleArn(environment, account, role)}: ${messageOf(error)}`);
    }
  }
  throw new BucketUnseen(
    `cannot see the state bucket ${Bucket} of account ${account}: ${refusals.join('; ')}`,
    { exitCode: exitCodes.failed, remedy: 'use credentials that may assume one of these roles' },
  );
}

/** Whether the account's state bucket exists. Throws when no role may ask. */
export async function bucketExists(
  environment: Environment,
  account: string,
  purpose: Purpose,
): Promise<boolean> {
  const s3 = await openBucket(environment, account, purpose);
  s3?.client.destroy();
  return s3 !== undefined;
}

/** An account's state bucket, to look into. */
export interface StateBucket {
  /** Keys of all its objects. */
  list(): Promise<string[]>;
  /** An object's text. */
  read(key: string): Promise<string>;
}

/** Reads the account's state bucket; gives nothing where there is none. Throws when no role may read it. */
export async function readingStates<T>(
  environment: Environment,
  account: string,
  purpose: Purpose,
  look: (bucket: StateBucket) => Promise<T[]>,
): Promise<T[]> {
  const s3 = await openBucket(environment, account, purpose);
  if (!s3) return [];
  const { sdk, client } = s3;
  const Bucket = stateBucket(environment, account);
  try {
    return await look({
      async list() {
        const keys: string[] = [];
        for await (const { Contents = [] } of sdk.paginateListObjectsV2({ client }, { Bucket }))
          keys.push(...Contents.map(({ Key = '' }) => Key));
        return keys;
      },
      async read(Key) {
        const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key }));
        return (await Body?.transformToString()) ?? '';
      },
    });
  } finally {
    client.destroy();
  }
}

/** Digest of the foundation's state in its bucket; undefined when the object is not there. */
export async function foundationState(
  environment: Environment,
  account: string,
  purpose: Purpose,
): Promise<string | undefined> {
  // Only the bootstrap role changes a foundation; looking has to do before there is any other role, too.
  const s3 =
    purpose === 'look'
      ? await openBucket(environment, account, purpose)
      : await s3As(environment, account, environment.bootstrapRole);
  if (!s3) return undefined;
  const { sdk, client } = s3;
  const where = {
    Bucket: stateBucket(environment, account),
    Key: stateKey(environment.regions[0] as string, 'foundation'),
  };
  try {
    const { Body } = await client.send(new sdk.GetObjectCommand(where));
    return stateDigest((await Body?.transformToString()) ?? '');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw failure(
      `cannot read s3://${where.Bucket}/${where.Key}: ${messageOf(error)}`,
      `use credentials that may assume ${roleArn(environment, account, environment.bootstrapRole)}`,
      error,
    );
  } finally {
    client.destroy();
  }
}
