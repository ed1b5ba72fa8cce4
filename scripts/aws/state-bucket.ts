import { deployRole, planRole, roleArn, rotateRole, stateBucket, stateKey } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { exitCodes, FleetError, failure, messageOf } from '../cli/errors';
import { type Purpose, stateDigest } from '../terraform/work-folder';
import { assumeRole } from './credentials';
import { isMissing, type StateStore, stateStore } from './state-store';

/** The account's state bucket, opened with one of the account's roles. Follows redirects to another region. */
async function storeAs(environment: Environment, account: string, role: string) {
  const sdk = await import('@aws-sdk/client-s3');
  const config = await assumeRole(roleArn(environment, account, role), environment.regions[0] as string);
  const client = new sdk.S3Client({ ...config, followRegionRedirects: true });
  const Bucket = stateBucket(environment, account);
  return {
    store: stateStore(sdk, client, Bucket),
    head: () => client.send(new sdk.HeadBucketCommand({ Bucket })),
  };
}

/** The account's state bucket, opened with a role that may not check that it exists, and can access only part of it. */
export const bucketAs = async (
  environment: Environment,
  account: string,
  role: string,
): Promise<StateStore> => (await storeAs(environment, account, role)).store;

/** No role may check whether an account has a state bucket. */
export class BucketUnseen extends FleetError {}

/** What a bucket is opened for. The role that rotates secrets cannot read states, only its own ledgers and records. */
export type BucketUse = Purpose | 'rotate';

const roles = { change: deployRole, look: planRole, rotate: rotateRole } as const;

/**
 * Opens the account's state bucket as the first of these roles that may see it. Undefined if there is no bucket.
 * Throws if none has access, since nothing can be decided then.
 */
async function openAsOneOf(
  environment: Environment,
  account: string,
  roles: readonly string[],
): Promise<StateStore | undefined> {
  const refusals: string[] = [];
  for (const role of roles) {
    const { store, head } = await storeAs(environment, account, role);
    try {
      await head();
      return store;
    } catch (error) {
      store.close();
      if (isMissing(error)) return undefined;
      refusals.push(`as ${roleArn(environment, account, role)}: ${messageOf(error)}`);
    }
  }
  throw new BucketUnseen(
    `cannot see the state bucket ${stateBucket(environment, account)} of account ${account}: ${refusals.join('; ')}`,
    { exitCode: exitCodes.failed, remedy: 'use credentials that may assume one of these roles' },
  );
}

/**
 * Opens the account's state bucket as the role for the purpose or, until the foundation has created that role, as the
 * bootstrap role. Undefined if there is no bucket. Throws if neither has access.
 */
export const openBucket = (
  environment: Environment,
  account: string,
  use: BucketUse,
): Promise<StateStore | undefined> =>
  openAsOneOf(environment, account, [roles[use](environment), environment.bootstrapRole]);

/** The same, but only as the bootstrap role, which alone may write what belongs to the foundation. */
export const openBucketForFoundation = (
  environment: Environment,
  account: string,
): Promise<StateStore | undefined> => openAsOneOf(environment, account, [environment.bootstrapRole]);

/** Whether the account's state bucket exists. Throws if no role may check. */
export async function bucketExists(
  environment: Environment,
  account: string,
  purpose: Purpose,
): Promise<boolean> {
  const store = await openBucket(environment, account, purpose);
  store?.close();
  return store !== undefined;
}

/** Reads the account's state bucket; returns nothing if there is none. Throws if no role may read it. */
export async function readingStates<T>(
  environment: Environment,
  account: string,
  purpose: Purpose,
  look: (store: StateStore) => Promise<T[]>,
): Promise<T[]> {
  const store = await openBucket(environment, account, purpose);
  if (!store) return [];
  try {
    return await look(store);
  } finally {
    store.close();
  }
}

/** Digest of the foundation's state in its bucket; undefined if there is none. */
export async function foundationState(
  environment: Environment,
  account: string,
  purpose: Purpose,
): Promise<string | undefined> {
  // Only the bootstrap role changes a foundation; looking must also work before any other role exists.
  const store =
    purpose === 'look'
      ? await openBucket(environment, account, purpose)
      : (await storeAs(environment, account, environment.bootstrapRole)).store;
  if (!store) return undefined;
  const key = stateKey(environment.regions[0] as string, 'foundation');
  try {
    const state = await store.read(key);
    return state && stateDigest(state.text);
  } catch (error) {
    throw failure(
      `cannot read s3://${store.bucket}/${key}: ${messageOf(error)}`,
      `use credentials that may assume ${roleArn(environment, account, environment.bootstrapRole)}`,
      error,
    );
  } finally {
    store.close();
  }
}
