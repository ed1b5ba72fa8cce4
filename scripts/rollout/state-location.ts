import { type FleetError, failure } from '../cli/errors';

/** What exists in the possible places of a foundation's state. States are compared by their digests. */
export interface StateFacts {
  bucketExists: boolean;
  /** State object of the account's foundation in that bucket. */
  remote: string | undefined;
  /** State that an incomplete bootstrap left in this work folder. */
  local: string | undefined;
  /** A first rollout on this machine broke off: it created the bucket, which is adopted. */
  begunHere: boolean;
}

/** Where a foundation keeps its state in this run. */
export type StateLocation =
  /** In its bucket, like every stack. */
  | { kind: 'bucket'; forgetLocal: boolean }
  /** In a local file until the bucket exists; then it moves there. */
  | { kind: 'bootstrap' };

/**
 * Decides where the foundation's state is, at whatever point an earlier run was interrupted.
 * Returns an error if continuing would create everything twice or overwrite a newer state.
 */
export function locateFoundationState(
  { bucketExists, remote, local, begunHere }: StateFacts,
  { bucket, folder }: { bucket: string; folder: string },
): StateLocation | FleetError {
  if (!bucketExists) return { kind: 'bootstrap' };
  if (!remote && (local || begunHere)) return { kind: 'bootstrap' };
  if (!remote)
    return failure(
      `bucket ${bucket} exists, but has no state of its foundation, and neither does ${folder}`,
      'if another machine was interrupted while it created this foundation, run the rollout there; ' +
        'if the state object was deleted, restore its last version (the bucket is versioned); ' +
        `otherwise adopt what exists: cd ${folder} && terraform init -reconfigure && ` +
        `terraform import aws_s3_bucket.state_bucket ${bucket}, and so on for the rest`,
    );
  if (local && local !== remote)
    return failure(
      `the foundation has two different states: one in ${bucket}, another in ${folder}/bootstrap.tfstate`,
      'if it was rolled out since then, the one in the bucket is right: remove the local file; ' +
        'otherwise compare both with "terraform state list -state=<file>" and keep the one that describes what exists',
    );
  return { kind: 'bucket', forgetLocal: local !== undefined };
}
