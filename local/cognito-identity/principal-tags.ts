import { z } from 'zod';
import type { Claims } from '../cognito/tokens/jwt';
import { type Operation, read } from './call';
import type { Pool, TagMap } from './state';

const target = { IdentityPoolId: z.string(), IdentityProviderName: z.string().min(1).max(128) };
const setSchema = z.object({
  ...target,
  UseDefaults: z.boolean().default(false),
  PrincipalTags: z.record(z.string().min(1).max(128), z.string().min(1).max(256)).default({}),
});

/**
 * AWS's default mapping:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/using-afac-with-cognito-identity-pools.html
 */
const DEFAULTS = { username: 'sub', client: 'aud' };
const NONE: TagMap = { UseDefaults: false, PrincipalTags: {} };

export const setPrincipalTagAttributeMap: Operation = async ({ state }, call) => {
  const { IdentityPoolId, IdentityProviderName, UseDefaults, PrincipalTags } = read(setSchema, call);
  const map = { UseDefaults, PrincipalTags: UseDefaults ? DEFAULTS : PrincipalTags };
  state.pool(IdentityPoolId, call).tagMaps.set(IdentityProviderName, map);
  return { IdentityPoolId, IdentityProviderName, ...map };
};

export const getPrincipalTagAttributeMap: Operation = async ({ state }, call) => {
  const { IdentityPoolId, IdentityProviderName } = read(z.object(target), call);
  const map = state.pool(IdentityPoolId, call).tagMaps.get(IdentityProviderName) ?? NONE;
  return { IdentityPoolId, IdentityProviderName, ...map };
};

/** What IAM accepts as a tag value. */
const tagValue = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/**
 * Session tags, from the claims of the ID token. A claim that is missing, not a plain value, or not a valid tag value
 * gives no tag, so a policy that requires the tag grants nothing.
 */
export function sessionTags(pool: Pool, provider: string, claims: Claims): Record<string, string> {
  const { PrincipalTags } = pool.tagMaps.get(provider) ?? NONE;
  const tags = Object.entries(PrincipalTags).flatMap(([tag, claim]) => {
    const value = claims[claim];
    const plain = ['string', 'number', 'boolean'].includes(typeof value);
    return plain && tagValue.test(String(value)) ? [[tag, String(value)] as const] : [];
  });
  return Object.fromEntries(tags);
}
