import type { SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';

/** A Cedar type with common types resolved. */
export type Type =
  | { kind: 'string' | 'long' | 'boolean' }
  | { kind: 'extension'; name: string }
  | { kind: 'entity'; name: string }
  | { kind: 'set'; element: Type }
  | RecordType;

export type Attributes = Record<string, { type: Type; required: boolean }>;
export interface RecordType {
  kind: 'record';
  attributes: Attributes;
}

export interface EntityModel {
  attributes: Attributes;
  /** Types that it may be a direct member of. */
  parents: string[];
  tags?: Type;
  /** The only possible ids, for an enumerated type. */
  ids?: string[];
}

export interface ActionModel {
  context: Attributes;
  /** Actions that it is a direct or indirect member of. */
  groups: string[];
  principals: string[];
  resources: string[];
}

/** Principal, action and resource by type: what Cedar calls a request environment. Types are full names. */
export interface RequestEnvironment {
  principal: string;
  /** Id of the action. */
  action: string;
  resource: string;
}

/** A parsed schema. Names of entity types are fully qualified, such as `Payments::User`. */
export interface SchemaModel {
  namespace: string;
  entities: ReadonlyMap<string, EntityModel>;
  actions: ReadonlyMap<string, ActionModel>;
}

// biome-ignore lint/suspicious/noExplicitAny: Cedar's JSON schema is a union by name; `typeOf` parses it.
type Json = any;

const plain: Record<string, Type> = {
  String: { kind: 'string' },
  Long: { kind: 'long' },
  Bool: { kind: 'boolean' },
  Boolean: { kind: 'boolean' },
};
const extensions = ['ipaddr', 'decimal', 'datetime', 'duration'];

/**
 * @param json a schema of one namespace with resolved type names, as `StoreContent` has it
 * Throws on a type that neither Cedar nor the schema defines.
 */
export function schemaModel(json: SchemaJson<string>): SchemaModel {
  const [namespace = '', definition] = Object.entries(json)[0] ?? [];
  const full = (name: string) => (name.includes('::') || namespace === '' ? name : `${namespace}::${name}`);
  const common = new Map(
    Object.entries(definition?.commonTypes ?? {}).map(([name, type]) => [full(name), type]),
  );

  const attributesOf = (record: Json): Attributes =>
    Object.fromEntries(
      Object.entries<Json>(record?.attributes ?? {})
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, type]) => [name, { type: typeOf(type), required: type.required !== false }]),
    );
  function typeOf(json: Json): Type {
    const name = String(json.type).replace(/^__cedar::/, '');
    if (name === 'Set') return { kind: 'set', element: typeOf(json.element) };
    if (name === 'Record') return { kind: 'record', attributes: attributesOf(json) };
    if (name === 'Entity') return { kind: 'entity', name: full(json.name) };
    if (name === 'Extension') return { kind: 'extension', name: json.name };
    const own = common.get(full(name));
    if (own) return typeOf(own);
    if (plain[name]) return plain[name];
    if (extensions.includes(name)) return { kind: 'extension', name };
    throw new Error(`the schema has an unknown type: ${name}`);
  }
  const recordOf = (json: Json): Attributes => {
    const type = json ? typeOf(json) : undefined;
    return type?.kind === 'record' ? type.attributes : {};
  };

  const actionsJson: Record<string, Json> = definition?.actions ?? {};
  const groupsOf = (id: string): string[] =>
    (actionsJson[id]?.memberOf ?? []).flatMap((group: Json) => [group.id, ...groupsOf(group.id)]);
  const actions = Object.entries(actionsJson).map(([id, { appliesTo }]): [string, ActionModel] => [
    id,
    {
      context: recordOf(appliesTo?.context),
      groups: [...new Set(groupsOf(id))].sort(),
      principals: (appliesTo?.principalTypes ?? []).map(full).sort(),
      resources: (appliesTo?.resourceTypes ?? []).map(full).sort(),
    },
  ]);
  const entities = Object.entries<Json>(definition?.entityTypes ?? {}).map(
    ([name, { shape, memberOfTypes, tags, enum: ids }]): [string, EntityModel] => [
      full(name),
      {
        attributes: recordOf(shape),
        parents: (memberOfTypes ?? []).map(full).sort(),
        ...(tags && { tags: typeOf(tags) }),
        ...(ids && { ids }),
      },
    ],
  );
  return { namespace, entities: new Map(entities), actions: new Map(actions) };
}

/** Every request environment of a schema, by action, principal and resource. */
export const environmentsOf = ({ actions }: SchemaModel): RequestEnvironment[] =>
  [...actions].flatMap(([action, { principals, resources }]) =>
    principals.flatMap((principal) => resources.map((resource) => ({ principal, action, resource }))),
  );

export const sameEnvironment = (a: RequestEnvironment, b: RequestEnvironment) =>
  a.principal === b.principal && a.action === b.action && a.resource === b.resource;

/** Types that an entity of this type may be in, directly or through others. */
export function ancestorsOf({ entities }: SchemaModel, type: string): Set<string> {
  const found = new Set<string>();
  const add = (of: string) => {
    for (const parent of entities.get(of)?.parents ?? [])
      if (!found.has(parent)) {
        found.add(parent);
        add(parent);
      }
  };
  add(type);
  return found;
}
