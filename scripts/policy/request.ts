import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { StoreContent } from '../../stacks/policies/cedar';
import { requestOf } from '../../stacks/policies/decide';
import type { Golden } from '../../stacks/policies/decisions';
import { poolPlaceholder } from '../../stacks/policies/source';
import { type Attributes, ancestorsOf, type SchemaModel, type Type } from './schema-model';

export interface Uid {
  type: string;
  id: string;
}

export type Values = Record<string, CedarValueJson>;

export interface EntityData {
  uid: Uid;
  attrs: Values;
  parents: Uid[];
  tags?: Values;
}

/** Principal, action, resource, and everything known about them. A placeholder replaces the pool's id. */
export interface Request {
  principal: Uid;
  action: Uid;
  resource: Uid;
  context: Values;
  entities: EntityData[];
}

/** A golden decision's request. Throws if the schema does not define the action. */
export const goldenRequest = ({ schema }: StoreContent, golden: Golden): Request =>
  requestOf(schema, golden, poolPlaceholder) as Request;

export const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !('__entity' in value) &&
  !('__extn' in value);

function declaredValue(type: Type, value: CedarValueJson): CedarValueJson {
  if (type.kind === 'record' && isRecord(value)) return declared(type.attributes, value);
  if (type.kind === 'set' && Array.isArray(value))
    return value.map((item) => declaredValue(type.element, item));
  return value;
}

const declared = (attributes: Attributes, values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const attribute = attributes[name];
      return attribute ? [[name, declaredValue(attribute.type, value)]] : [];
    }),
  );

/**
 * The request as a caller that uses this schema would make it: without the attributes, tags, entities and parents that
 * the schema does not define. Missing values and values of the wrong type are kept as they are, and refused.
 */
export function asKnownTo(model: SchemaModel, request: Request): Request {
  const context = model.actions.get(request.action.id)?.context ?? {};
  const entities = request.entities.flatMap(({ uid, attrs, parents, tags }) => {
    const entity = model.entities.get(uid.type);
    if (!entity) return [];
    const ancestors = ancestorsOf(model, uid.type);
    return [
      {
        uid,
        attrs: declared(entity.attributes, attrs),
        parents: parents.filter(({ type }) => ancestors.has(type)),
        ...(entity.tags && tags && { tags }),
      },
    ];
  });
  return { ...request, context: declared(context, request.context), entities };
}
