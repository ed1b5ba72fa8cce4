import type { CedarValueJson, EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { JWTPayload } from 'jose';
import { groupNames, toAttributes } from './claims';
import { invalid } from './errors';
import { poolOf } from './identity-sources';
import { contextShape, entityShape, shapeOf } from './schema-shape';
import type { Entity, IdentitySource, PolicyStore } from './state';
import type { VerifiedTokens } from './tokens';
import { uidOf } from './values';

/** Type of a user pool's groups if the identity source names none. */
const defaultGroupType = 'AWS::CognitoGroup';

/** How a source turns claims into entity ids. */
interface Mapping {
  principalClaim: string;
  groupClaim?: string;
  groupType?: string;
  /** Prefix of the ids of principals and groups, followed by `|`. */
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

/** Whether the store can have groups of that type: any without a schema, otherwise only declared ones. */
const knows = ({ schema }: PolicyStore, type: string) =>
  schema === undefined || entityShape(schema.json, type) !== undefined;

/** Entity types that can only come from tokens. */
export function tokenTypes(source: IdentitySource): string[] {
  const { groupType } = mappingOf(source);
  return groupType ? [source.principalEntityType, groupType] : [source.principalEntityType];
}

function groupsOf(store: PolicyStore, mapping: Mapping, tokens: VerifiedTokens): Entity[] {
  const { groupClaim, groupType, prefix } = mapping;
  // Without a group configuration, AWS's default type is undeclared, and Cedar would refuse it.
  if (!groupClaim || !groupType || (groupType === defaultGroupType && !knows(store, groupType))) return [];
  const names = [tokens.identity, tokens.access].flatMap((claims) => groupNames(claims?.[groupClaim]));
  return [...new Set(names)].map((name) => ({ entityType: groupType, entityId: prefixed(prefix, name) }));
}

/** The principal as AWS maps it: the ID token's claims are its attributes, its groups its parents. */
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
 * The access token's claims, as `context.token`: those that the action's context declares there, or all if the store
 * has no schema. Groups are never among them: they are the principal's parents (user guide, "Mapping access tokens":
 * "claims other than the groups claim").
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
