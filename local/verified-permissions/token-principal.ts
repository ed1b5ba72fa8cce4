import type { CedarValueJson, EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { JWTPayload } from 'jose';
import { groupNames, toAttributes } from './claims';
import { invalid } from './errors';
import { poolOf } from './identity-sources';
import { contextShape, entityShape, shapeOf } from './schema-shape';
import type { Entity, IdentitySource, PolicyStore } from './state';
import type { VerifiedTokens } from './tokens';
import { uidOf } from './values';

/** Group type of a user pool's groups when the identity source names none. */
const defaultGroupType = 'AWS::CognitoGroup';

/** How a source turns claims into entity ids. */
interface Mapping {
  principalClaim: string;
  groupClaim?: string;
  groupType?: string;
  /** Stands before ids of principals and groups, with `|`. */
  prefix?: string;
}

function mappingOf({ configuration }: IdentitySource): Mapping {
  const { cognitoUserPoolConfiguration: cognito, openIdConnectConfiguration: openId } = configuration;
  if (cognito) {
    const groupType = cognito.groupConfiguration?.groupEntityType ?? defaultGroupType;
    return {
      principalClaim: 'sub',
      groupClaim: 'cognito:groups',
      groupType,
      prefix: poolOf(cognito.userPoolArn).id,
    };
  }
  const { accessTokenOnly, identityTokenOnly } = openId?.tokenSelection ?? {};
  return {
    principalClaim: (accessTokenOnly ?? identityTokenOnly)?.principalIdClaim ?? 'sub',
    groupClaim: openId?.groupConfiguration?.groupClaim,
    groupType: openId?.groupConfiguration?.groupEntityType,
    prefix: openId?.entityIdPrefix,
  };
}

const prefixed = (prefix: string | undefined, id: string) => (prefix ? `${prefix}|${id}` : id);

/** Whether the store can hold groups of that type: without a schema any, else only those that it declares. */
const knows = ({ schema }: PolicyStore, type: string) =>
  schema === undefined || entityShape(schema.json, type) !== undefined;

/** Entity types that only tokens may bring in. */
export function tokenTypes(source: IdentitySource): string[] {
  const { groupType } = mappingOf(source);
  return groupType ? [source.principalEntityType, groupType] : [source.principalEntityType];
}

function groupsOf(store: PolicyStore, mapping: Mapping, tokens: VerifiedTokens): Entity[] {
  const { groupClaim, groupType, prefix } = mapping;
  // Without a group configuration nobody has declared AWS's default type, and Cedar would refuse it.
  if (!groupClaim || !groupType || (groupType === defaultGroupType && !knows(store, groupType))) return [];
  const names = [tokens.identity, tokens.access].flatMap((claims) => groupNames(claims?.[groupClaim]));
  return [...new Set(names)].map((name) => ({ entityType: groupType, entityId: prefixed(prefix, name) }));
}

/** Who asks, as AWS maps it: what the ID token says are the principal's attributes, its groups its parents. */
export function principalOf(store: PolicyStore, source: IdentitySource, tokens: VerifiedTokens) {
  const mapping = mappingOf(source);
  const claims = (tokens.identity ?? tokens.access) as JWTPayload;
  const id = claims[mapping.principalClaim];
  if (typeof id !== 'string' || !id)
    throw invalid({
      path: tokens.identity ? 'identityToken' : 'accessToken',
      message: `the token has no claim ${mapping.principalClaim}, which names the principal`,
    });
  const principal: Entity = {
    entityType: source.principalEntityType,
    entityId: prefixed(mapping.prefix, id),
  };
  const schema = store.schema?.json;
  const shape = schema && (entityShape(schema, principal.entityType) ?? { namespace: '', attributes: {} });
  const entity: EntityJson = {
    uid: uidOf(principal),
    attrs: tokens.identity ? toAttributes(tokens.identity, schema, shape) : {},
    parents: groupsOf(store, mapping, tokens).map(uidOf),
  };
  return { principal, entity };
}

/**
 * What the access token says is `context.token`: the claims that the action's context declares there, or all where
 * the store has no schema. The groups are never among them: they are the principal's parents (user guide, "Mapping
 * access tokens": "claims other than the groups claim").
 */
export function tokenContext(
  store: PolicyStore,
  source: IdentitySource,
  action: { actionType: string; actionId: string },
  access: JWTPayload | undefined,
): Record<string, CedarValueJson> {
  if (!access) return {};
  const { [mappingOf(source).groupClaim ?? '']: _groups, ...claims } = access;
  const schema = store.schema?.json;
  if (!schema) return { token: toAttributes(claims) };
  const context = contextShape(schema, action);
  const token = context && shapeOf(schema, context.namespace, context.attributes.token);
  return token ? { token: toAttributes(claims, schema, token) } : {};
}
