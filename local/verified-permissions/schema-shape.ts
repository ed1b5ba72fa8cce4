import type { EntityJson, SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';

type Json = SchemaJson<string>;
type Namespace = Json[string];
type AnyType = { type: string; name?: string; attributes?: Record<string, AnyType> };

/** The attributes of a record type, and the namespace in which their type names are resolved. */
export interface Shape {
  namespace: string;
  attributes: Record<string, AnyType>;
}

const split = (name: string): [namespace: string, base: string] => {
  const at = name.lastIndexOf('::');
  return at < 0 ? ['', name] : [name.slice(0, at), name.slice(at + 2)];
};

/** Resolves a name as Cedar does: unqualified names in the current namespace, then in the empty one. */
function find<Found>(
  schema: Json,
  namespace: string,
  name: string,
  of: (space: Namespace) => Record<string, Found> | undefined,
) {
  const [own, base] = split(name);
  for (const space of name.includes('::') ? [own] : [namespace, '']) {
    const found = schema[space] && of(schema[space]);
    if (found && Object.hasOwn(found, base)) return { namespace: space, found: found[base] as Found };
  }
  return undefined;
}

/** The attributes of a type that is a record, directly or through a common type. */
export function shapeOf(schema: Json, namespace: string, type: AnyType | undefined): Shape | undefined {
  if (!type) return undefined;
  if (type.type === 'Record') return { namespace, attributes: type.attributes ?? {} };
  const name = type.type === 'EntityOrCommon' ? (type.name ?? '') : type.type;
  const common = find(
    schema,
    namespace,
    name,
    (space) => space.commonTypes as Record<string, AnyType> | undefined,
  );
  return common && shapeOf(schema, common.namespace, common.found);
}

/** The attributes of an entity type; undefined if the schema has no such type. */
export function entityShape(schema: Json, type: string): Shape | undefined {
  const found = find(schema, '', type, (space) => space.entityTypes);
  if (!found) return undefined;
  const shape = (found.found as { shape?: AnyType }).shape;
  return shapeOf(schema, found.namespace, shape) ?? { namespace: found.namespace, attributes: {} };
}

/** The attributes of an action's context; undefined if the schema has no such action. */
export function contextShape(
  schema: Json,
  action: { actionType: string; actionId: string },
): Shape | undefined {
  const [namespace] = split(action.actionType);
  const actions = schema[namespace]?.actions ?? {};
  if (!Object.hasOwn(actions, action.actionId)) return undefined;
  const context = actions[action.actionId]?.appliesTo?.context as AnyType | undefined;
  return shapeOf(schema, namespace, context) ?? { namespace, attributes: {} };
}

/** The schema's actions with their groups, as entities: what Cedar itself adds when given the schema. */
export const actionEntities = (schema: Json): EntityJson[] =>
  Object.entries(schema).flatMap(([namespace, { actions }]) => {
    const actionType = namespace ? `${namespace}::Action` : 'Action';
    return Object.entries(actions).map(([id, { memberOf = [] }]) => ({
      uid: { type: actionType, id },
      attrs: {},
      parents: memberOf.map((group) => ({ type: group.type ?? actionType, id: group.id })),
    }));
  });
