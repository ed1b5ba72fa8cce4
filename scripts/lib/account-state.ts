import { deployRole, roleArn, stateBucket, stateKey } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { assumeRole } from './aws';
import { failure, messageOf } from './errors';
import { stateDigest } from './work-folder';

const isMissing = (error: unknown) =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404;

/** An S3 client in the account's home region, with one of its roles. */
async function s3As(environment: Environment, account: string, role: string) {
  const sdk = await import('@aws-sdk/client-s3');
  const config = await assumeRole(roleArn(environment, account, role), environment.regions[0] as string);
  return { sdk, client: new sdk.S3Client(config) };
}

/**
 * Whether the account's state bucket stands. Asks as the deploy role or, as long as the foundation has not
 * created that one, as the bootstrap role. Throws when neither may look: nothing can be decided then.
 */
export async function bucketExists(environment: Environment, account: string): Promise<boolean> {
  const Bucket = stateBucket(environment, account);
  const refusals: string[] = [];
  for (const role of [deployRole(environment), environment.bootstrapRole]) {
    const { sdk, client } = await s3As(environment, account, role);
    try {
      await client.send(new sdk.HeadBucketCommand({ Bucket }));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      refusals.push(`as ${roleArn(environment, account, role)}: ${messageOf(error)}`);
    } finally {
      client.destroy();
    }
  }
  throw failure(
    `cannot see the state bucket ${Bucket} of account ${account}: ${refusals.join('; ')}`,
    'use credentials that may assume one of these roles',
  );
}

/** Digest of the foundation's state in its bucket, read as the bootstrap role; undefined when the object is not there. */
export async function foundationState(
  environment: Environment,
  account: string,
): Promise<string | undefined> {
  const { sdk, client } = await s3As(environment, account, environment.bootstrapRole);
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
