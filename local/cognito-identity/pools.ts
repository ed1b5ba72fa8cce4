import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { withoutTags, withTags } from '../tags';
import { type Operation, read } from './call';
import { invalid } from './errors';
import type { Pool } from './state';

const name = z
  .string()
  .max(128)
  .regex(/^[\w\s+=,.@-]+$/, 'Member must satisfy regular expression pattern: [\\w\\s+=,.@-]+');
const tags = z.record(z.string().min(1).max(128), z.string().max(256));

const providerSchema = z.object({
  ProviderName: z.string().regex(/^[\w._:/-]{1,128}$/, 'must name a user pool'),
  ClientId: z.string().regex(/^\w{1,128}$/, 'must be the id of an app client'),
  ServerSideTokenCheck: z.boolean().default(false),
});

/** Settings of both Create and Update; an update replaces all of them. */
const settings = {
  IdentityPoolName: name,
  AllowUnauthenticatedIdentities: z.boolean(),
  AllowClassicFlow: z.boolean().optional(),
  SupportedLoginProviders: z.record(z.string(), z.string()).optional(),
  DeveloperProviderName: z.string().optional(),
  OpenIdConnectProviderARNs: z.array(z.string()).optional(),
  CognitoIdentityProviders: z.array(providerSchema).optional(),
  SamlProviderARNs: z.array(z.string()).optional(),
};
const createSchema = z.object({ ...settings, IdentityPoolTags: tags.optional() });
const updateSchema = z.object({ ...settings, IdentityPoolId: z.string(), IdentityPoolTags: tags.optional() });
export const poolIdSchema = z.object({ IdentityPoolId: z.string() });
const listSchema = z.object({
  MaxResults: z.int().min(1).max(60),
  NextToken: z.string().regex(/^\d+$/, 'is not one of ours').optional(),
});
const resource = z.object({ ResourceArn: z.string() });

export const createIdentityPool: Operation = async ({ state }, call) => {
  const given = read(createSchema, call);
  const { account, region } = call;
  const id = `${region}:${randomUUID()}`;
  const described = { IdentityPoolTags: {}, ...given, IdentityPoolId: id };
  const pool: Pool = {
    id,
    account,
    region,
    settings: described,
    roles: {},
    mappings: {},
    tagMaps: new Map(),
    identities: new Map(),
  };
  state.pools.set(id, pool);
  return pool.settings;
};

export const describeIdentityPool: Operation = async ({ state }, call) =>
  state.pool(read(poolIdSchema, call).IdentityPoolId, call).settings;

export const updateIdentityPool: Operation = async ({ state }, call) => {
  const given = read(updateSchema, call);
  const pool = state.pool(given.IdentityPoolId, call);
  const { IdentityPoolTags } = pool.settings;
  pool.settings = { IdentityPoolTags, ...given };
  return pool.settings;
};

export const deleteIdentityPool: Operation = async ({ state }, call) => {
  state.pools.delete(state.pool(read(poolIdSchema, call).IdentityPoolId, call).id);
  return {};
};

export const listIdentityPools: Operation = async ({ state }, call) => {
  const { MaxResults, NextToken = '0' } = read(listSchema, call);
  const own = [...state.pools.values()].filter(
    ({ account, region }) => account === call.account && region === call.region,
  );
  const end = Number(NextToken) + MaxResults;
  return {
    IdentityPools: own.slice(Number(NextToken), end).map(({ id, settings: { IdentityPoolName } }) => ({
      IdentityPoolId: id,
      IdentityPoolName,
    })),
    ...(end < own.length && { NextToken: String(end) }),
  };
};

/** `arn:aws:cognito-identity:<region>:<account>:identitypool/<id>` */
function byArn(tools: Parameters<Operation>[0], call: Parameters<Operation>[1]): Pool {
  const { ResourceArn } = read(resource, call);
  const start = `arn:aws:cognito-identity:${call.region}:${call.account}:identitypool/`;
  if (!ResourceArn.startsWith(start)) throw invalid(`Invalid ARN ${ResourceArn}`);
  return tools.state.pool(ResourceArn.slice(start.length), call);
}

export const tagResource: Operation = async (tools, call) => {
  const pool = byArn(tools, call);
  const { Tags } = read(z.object({ Tags: tags }), call);
  pool.settings.IdentityPoolTags = withTags(pool.settings.IdentityPoolTags, Tags);
  return {};
};

export const untagResource: Operation = async (tools, call) => {
  const pool = byArn(tools, call);
  const { TagKeys } = read(z.object({ TagKeys: z.array(z.string()) }), call);
  pool.settings.IdentityPoolTags = withoutTags(pool.settings.IdentityPoolTags, TagKeys);
  return {};
};

export const listTagsForResource: Operation = async (tools, call) => ({
  Tags: byArn(tools, call).settings.IdentityPoolTags ?? {},
});
