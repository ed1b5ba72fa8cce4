import type { Effect } from '../../model';
import type { EffectContext, PlannedResource } from '../../planned';
import { isForeign } from './creation';
import { growthText } from './describe';
import { type Growth, grows } from './grows';
import { documentAt, isUnknown } from './sides';
import { singles } from './statements';

/** Where a type has a resource policy, and how it names the resource, which may be of another type. */
interface PolicyPlace {
  attribute: string;
  /** Attribute that names the resource, and the type and attribute that it refers to in a plan. */
  of?: { by: string; type: string; name: string };
}

const places: Readonly<Record<string, PolicyPlace>> = {
  aws_s3_bucket_policy: { attribute: 'policy', of: { by: 'bucket', type: 'aws_s3_bucket', name: 'bucket' } },
  aws_kms_key: { attribute: 'policy' },
  aws_kms_key_policy: { attribute: 'policy', of: { by: 'key_id', type: 'aws_kms_key', name: 'key_id' } },
  aws_sns_topic_policy: { attribute: 'policy', of: { by: 'arn', type: 'aws_sns_topic', name: 'arn' } },
  aws_sqs_queue_policy: { attribute: 'policy', of: { by: 'queue_url', type: 'aws_sqs_queue', name: 'url' } },
  aws_secretsmanager_secret_policy: {
    attribute: 'policy',
    of: { by: 'secret_arn', type: 'aws_secretsmanager_secret', name: 'arn' },
  },
  aws_dynamodb_resource_policy: {
    attribute: 'policy',
    of: { by: 'resource_arn', type: 'aws_dynamodb_table', name: 'arn' },
  },
  aws_cloudwatch_log_resource_policy: { attribute: 'policy_document' },
};

/** Names of resource-policy attributes in the provider's schemas. */
const attributes = ['policy', 'policy_document', 'resource_policy', 'access_policy'];

/**
 * Where a change has a policy. In unlisted types, any attribute that looks like one. AWS also returns a bucket's
 * policy on the bucket itself, so drift there is redundant.
 */
function placeOf(change: PlannedResource): PolicyPlace | undefined {
  const { type, section, before, after } = change;
  if (type.startsWith('aws_iam_')) return undefined;
  const listed = places[type];
  if (listed || section === 'drift') return listed;
  const attribute = attributes.find(
    (name) =>
      [before?.[name], after?.[name]].some((text) => /"Statement"/.test(String(text))) ||
      (type.endsWith('_policy') && isUnknown(change, [name])),
  );
  return attribute ? { attribute } : undefined;
}

/** The resource that a policy belongs to, if it is in the plan. */
const ownerOf = (change: PlannedResource, { of }: PolicyPlace, { resources }: EffectContext) => {
  if (!of) return change;
  const name = change.after?.[of.by] ?? change.before?.[of.by];
  return resources.find(
    ({ type, before, after }) =>
      type === of.type && (name === undefined || [before?.[of.name], after?.[of.name]].includes(name)),
  );
};

function policyGrowth(change: PlannedResource, place: PolicyPlace, context: EffectContext): string {
  const path = [place.attribute];
  const owner = ownerOf(change, place, context);
  // Deleting the resource deletes everything in it.
  if (owner && owner.after === undefined && owner.action === 'delete') return '';
  const [before, after] = [documentAt(change, 'before', path), documentAt(change, 'after', path)];
  const isNew = owner?.before === undefined && owner?.after !== undefined;
  const growths = isNew
    ? after.statements
        .flatMap(singles)
        .filter((statement) => isForeign(statement, { accountId: context.stack.accountId, trust: false }))
        .map((statement): Growth => ({ kind: 'allowed', statement }))
    : // Role policies may allow what it does not mention.
      grows(before.statements, after.statements, { others: true });
  return [growthText(growths), after.opaque ?? ''].filter((text) => text !== '').join('; ');
}

/** Effects of a change to the policy of a bucket, key or other resource. */
export function resourcePolicyEffects(change: PlannedResource, context: EffectContext): Effect[] {
  const { action, before, after } = change;
  if (action === 'none' || action === 'forget') return [];
  const place = placeOf(change);
  if (!place || (before && after && before[place.attribute] === after[place.attribute])) return [];
  const what = policyGrowth(change, place, context);
  return what === '' ? [] : [{ id: 'resource-policy-grows', what, path: place.attribute }];
}
