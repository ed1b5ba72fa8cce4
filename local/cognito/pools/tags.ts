import type {
  ListTagsForResourceRequest,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { withoutTags, withTags } from '../../tags';
import type { Call, Cognito, Operation } from '../call';
import { missing } from '../errors';
import type { Pool } from '../model';

function byArn({ state }: Cognito, call: Call<{ ResourceArn?: string | undefined }>): Pool {
  const arn = call.input.ResourceArn ?? '';
  const pool = state.pool(arn.slice(arn.lastIndexOf('/') + 1), call);
  if (pool.arn !== arn) throw missing(`Resource ${arn} does not exist.`);
  return pool;
}

const setTags = (pool: Pool, tags: Record<string, string>) => {
  pool.settings = { ...pool.settings, UserPoolTags: tags };
};

/** TagResource: adds to the pool's tags. */
export const tagResource: Operation<TagResourceRequest> = async (cognito, call) => {
  const pool = byArn(cognito, call);
  setTags(pool, withTags(pool.settings.UserPoolTags, call.input.Tags));
  return {};
};

/** UntagResource. */
export const untagResource: Operation<UntagResourceRequest> = async (cognito, call) => {
  const pool = byArn(cognito, call);
  setTags(pool, withoutTags(pool.settings.UserPoolTags, call.input.TagKeys));
  return {};
};

/** ListTagsForResource. */
export const listTagsForResource: Operation<ListTagsForResourceRequest> = async (cognito, call) => ({
  Tags: byArn(cognito, call).settings.UserPoolTags ?? {},
});
