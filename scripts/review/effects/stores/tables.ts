import type { EffectRule } from '../../planned';
import { all, changed, compared, number, turnedOff, turnedOn } from '../compare';
import { goes } from '../goes';
import { blocks, sides, without } from '../values';
import { count, list } from '../words';

const recovery = 'point_in_time_recovery';

/** Another key, or DynamoDB's own in place of one whose use shows in CloudTrail. */
const encryption = all(
  turnedOff(
    'encryption-changed',
    'server_side_encryption.enabled',
    "it would be encrypted with DynamoDB's own key, whose use is not logged",
  ),
  changed(
    'encryption-changed',
    'server_side_encryption.kms_key_arn',
    (before, after) => `it would be encrypted with ${after || "AWS's key"}, now ${before || "AWS's key"}`,
  ),
);

/** Replicas declared in the table itself; ours are separate resources. */
const replicas: EffectRule = (change) => {
  const found = sides(change, 'replica');
  if (!found) return [];
  const regions = (value: typeof found.before) =>
    blocks(value)
      .map(({ region_name }) => String(region_name))
      .sort();
  const gone = without(regions(found.before), regions(found.after));
  return gone.length > 0
    ? [{ id: 'replica-removed', what: `its copy in ${list(gone)} would be removed`, path: 'replica' }]
    : [];
};

/** A DynamoDB table. */
export const table = all(
  turnedOff('protection-lowered', 'deletion_protection_enabled', 'deletion protection would be off, now on'),
  turnedOff('recovery-lowered', `${recovery}.enabled`, 'point-in-time recovery would be off, now on'),
  compared({
    id: 'recovery-lowered',
    path: `${recovery}.recovery_period_in_days`,
    of: number(35),
    worse: (before, after) => after < before,
    what: (before, after) =>
      `it could be restored to any time in the last ${count(after, 'day')}, now ${before}`,
  }),
  encryption,
  replicas,
  turnedOn('data-expires', 'ttl.enabled', 'items would be deleted when they expire'),
);

const copyRemoved: EffectRule = ({ action, before }, context) => {
  const arn = typeof before?.global_table_arn === 'string' ? before.global_table_arn : '';
  const gone = action === 'delete' && !goes(context, 'aws_dynamodb_table', 'arn', arn);
  return gone
    ? [{ id: 'replica-removed', what: `a copy of ${arn.split('/').at(-1) || 'the table'} would be removed` }]
    : [];
};

/** A table's replica in another region, which has its own protections. */
export const tableReplica = all(
  copyRemoved,
  turnedOff(
    'protection-lowered',
    'deletion_protection_enabled',
    'deletion protection of the copy would be off, now on',
  ),
  turnedOff('recovery-lowered', recovery, 'point-in-time recovery of the copy would be off, now on'),
  changed(
    'encryption-changed',
    'kms_key_arn',
    (before, after) =>
      `the copy would be encrypted with ${after || "AWS's key"}, now ${before || "AWS's key"}`,
  ),
);
