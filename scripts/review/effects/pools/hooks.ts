import type { Effect } from '../../model';
import type { Attributes, EffectRule, PlannedResource } from '../../planned';
import { all, changed, compared, text, weakerIn } from '../compare';
import { unknownAt, valueAt } from '../values';
import { functionNames } from '../words';

/** Keys in `lambda_config` with the ARN of a function that the pool calls. */
const triggers = [
  'create_auth_challenge',
  'custom_email_sender.lambda_arn',
  'custom_message',
  'custom_sms_sender.lambda_arn',
  'define_auth_challenge',
  'post_authentication',
  'post_confirmation',
  'pre_authentication',
  'pre_sign_up',
  'user_migration',
  'verify_auth_challenge_response',
];

const [older, newer] = ['lambda_config.pre_token_generation', 'lambda_config.pre_token_generation_config'];

interface Hook {
  name: string;
  path: string;
  arnOf: (pool: Attributes) => unknown;
  unknown: (change: PlannedResource) => boolean;
}

const triggerAt = (place: string): Hook => {
  const path = `lambda_config.${place}`;
  return {
    name: place.replace('.lambda_arn', ''),
    path,
    arnOf: (pool) => valueAt(pool, path),
    unknown: (change) => unknownAt(change, path),
  };
};

/**
 * The hook that adds claims. Cognito also returns its ARN in the older attribute, where the provider keeps what
 * it last read, so the newer one takes precedence.
 */
const tokenHook: Hook = {
  name: 'pre_token_generation',
  path: newer as string,
  arnOf: (pool) => valueAt(pool, `${newer}.lambda_arn`) ?? valueAt(pool, older as string),
  unknown: (change) =>
    unknownAt(change, newer as string) ||
    (valueAt(change.after, `${newer}.lambda_arn`) === undefined && unknownAt(change, older as string)),
};

/** The effect on one function that the pool calls. */
const judged =
  ({ name, path, arnOf, unknown }: Hook): EffectRule =>
  (change): Effect[] => {
    const { before, after } = change;
    if (!before || !after || unknown(change)) return [];
    const [old, next] = [arnOf(before), arnOf(after)];
    if (old === next) return [];
    const [was = '', willBe = ''] = functionNames(String(old ?? ''), String(next ?? ''));
    if (!next) return [{ id: 'hook-removed', what: `${name} would call nothing, now ${was}`, path }];
    if (!old) return [{ id: 'hook-added', what: `${name} would call ${willBe}, now nothing`, path }];
    return [{ id: 'hook-repointed', what: `${name} would call ${willBe}, now ${was}`, path }];
  };

/** V1_0 cannot change access tokens, and V2_0 not those of services. */
const olderEvent = compared({
  id: 'hook-removed',
  path: `${newer}.lambda_version`,
  of: text(),
  worse: weakerIn('V1_0', 'V2_0', 'V3_0'),
  what: (before, after) =>
    `pre_token_generation would get events ${after}, now ${before}: fewer tokens can have its claims`,
});

/** Custom senders get codes encrypted with this key: its holder can read them. */
const codesKey = changed(
  'encryption-changed',
  'lambda_config.kms_key_id',
  () => 'codes for senders would be encrypted with another key',
);

/** Functions that a pool calls: removed, repointed, added, or given less information. */
export const hooks = all(
  judged(tokenHook),
  ...triggers.map((place) => judged(triggerAt(place))),
  olderEvent,
  codesKey,
);
