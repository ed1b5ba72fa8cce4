import type { Json } from '../../model';
import type { Attributes, EffectRule } from '../../planned';
import type { EffectId } from '../catalogue';
import { all, changed, compared, text, turnedOff, turnedOn, weakerIn } from '../compare';
import { goes } from '../goes';
import { blocks, sides, valueAt } from '../values';
import { count } from '../words';

/** Each bucket setting is a separate resource; removing it turns the setting off. */
const removed =
  (id: EffectId, what: string): EffectRule =>
  ({ action, before }, context) =>
    action === 'delete' && !goes(context, 'aws_s3_bucket', 'bucket', before?.bucket) ? [{ id, what }] : [];

/** The bucket itself. */
export const bucket = turnedOn(
  'protection-lowered',
  'force_destroy',
  'it could be deleted with everything in it',
);

const noVersions = 'a state that is overwritten or deleted would be lost';

export const versioning = all(
  removed('history-lowered', noVersions),
  compared({
    id: 'history-lowered',
    path: 'versioning_configuration.status',
    of: text('Disabled'),
    worse: weakerIn('Disabled', 'Suspended', 'Enabled'),
    what: () => noVersions,
  }),
);

const blocked = {
  block_public_acls: 'ACLs that open it to everyone would be accepted',
  block_public_policy: 'a policy that opens it to everyone would be accepted',
  ignore_public_acls: 'ACLs that open it to everyone would take effect',
  restrict_public_buckets: 'a policy that opens it to everyone would take effect',
};

export const publicAccess = all(
  removed('resource-policy-grows', 'it could be opened to everyone'),
  ...Object.entries(blocked).map(([attribute, what]) => turnedOff('resource-policy-grows', attribute, what)),
);

export const ownership = all(
  removed('resource-policy-grows', 'object ACLs would take effect'),
  compared({
    id: 'resource-policy-grows',
    path: 'rule.object_ownership',
    of: text('BucketOwnerEnforced'),
    worse: (before, after) => before === 'BucketOwnerEnforced' && after !== before,
    what: () => 'object ACLs would take effect, now they are disabled',
  }),
);

const rule = 'rule.apply_server_side_encryption_by_default';
const own = "S3's own key";

export const encryption = all(
  removed('encryption-changed', `new states would be encrypted with ${own}`),
  changed(
    'encryption-changed',
    `${rule}.kms_master_key_id`,
    (before, after) => `new states would be encrypted with ${after || own}, now ${before || own}`,
  ),
  compared({
    id: 'encryption-changed',
    path: `${rule}.sse_algorithm`,
    of: text('AES256'),
    worse: weakerIn('AES256', 'aws:kms', 'aws:kms:dsse'),
    what: (before, after) => `new states would be encrypted with ${after}, now ${before}`,
  }),
);

const enabled = (rules: Json | undefined) => blocks(rules).filter(({ status }) => status === 'Enabled');

/** Days after which a rule acts; undefined if it does not. */
const daysAt = (path: string) => (rule: Attributes) => {
  const days = valueAt(rule, path);
  return typeof days === 'number' && days > 0 ? days : undefined;
};
const oldVersionDays = daysAt('noncurrent_version_expiration.noncurrent_days');

/** How long S3 keeps things: the shortest of all rules, so that rules need not be matched up. */
const kept = [
  {
    of: daysAt('expiration.days'),
    what: (days: number) => `current objects would be kept for ${count(days, 'day')}`,
  },
  {
    of: oldVersionDays,
    what: (days: number) => `old versions would be kept for ${count(days, 'day')}`,
  },
  {
    // Where old versions expire, this many of an object are kept all the same; without a number, none:
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html
    of: (rule: Attributes) =>
      oldVersionDays(rule) &&
      Number(valueAt(rule, 'noncurrent_version_expiration.newer_noncurrent_versions') ?? 0),
    // If none expired before, the days already say it.
    onlyIfLimited: true,
    what: (versions: number) => `${count(versions, 'old version')} would be kept regardless of age`,
  },
];

/** What S3 deletes automatically. Removing a rule keeps more. */
export const lifecycle: EffectRule = (change) => {
  const found = sides(change, 'rule');
  if (!found) return [];
  return kept.flatMap(({ of, what, onlyIfLimited }) => {
    const least = (rules: Json | undefined) =>
      Math.min(
        ...enabled(rules).map((rule) => of(rule) ?? Number.POSITIVE_INFINITY),
        Number.POSITIVE_INFINITY,
      );
    const [old, next] = [least(found.before), least(found.after)];
    const unlimited = old === Number.POSITIVE_INFINITY;
    if (next >= old || (onlyIfLimited && unlimited)) return [];
    const now = unlimited ? 'for ever' : `${old}`;
    return [{ id: 'history-lowered' as const, what: `${what(next)}, now ${now}`, path: 'rule' }];
  });
};
