import { cedarEngine } from '../policies/cedar-engine';

/** A Cedar type as written in a JSON schema. */
interface Type {
  type: string;
  /** Of a record or an attribute. */
  attributes?: Record<string, Attribute>;
}

export type Attribute = Type & { required?: boolean };
export type Attributes = Readonly<Record<string, Attribute>>;

interface Namespace {
  commonTypes?: Record<string, Type>;
  entityTypes: Record<string, { shape?: Type }>;
  actions: Record<string, { appliesTo?: { resourceTypes: string[]; context?: Type } }>;
}

/** What a schema says about requests; names are without their namespace. */
export interface KindSchema {
  /** Attributes of each entity type. */
  entities: ReadonlyMap<string, Attributes>;
  /** The resource types that each action applies to, and what its context may contain. */
  actions: ReadonlyMap<string, { resources: readonly string[]; context: Attributes }>;
}

const local = (name: string) => name.slice(name.lastIndexOf(':') + 1);

/** Reads a schema in Cedar's own notation; undefined if it is invalid, which the policies' check reports. */
export function kindSchema(text: string): KindSchema | undefined {
  const answer = cedarEngine().schemaToJsonWithResolvedTypes(text);
  if (answer.type === 'failure') return undefined;
  const [namespace] = Object.values(answer.json) as unknown as Namespace[];
  if (!namespace) return undefined;

  /** Resolves the name of a common type. Cedar refuses cycles. */
  const resolve = <T extends Type>(type: T): T => {
    const common = namespace.commonTypes?.[local(type.type)];
    return common && type.type.includes('::') ? resolve({ ...type, ...common }) : type;
  };
  const attributesOf = (record: Type | undefined): Attributes =>
    Object.fromEntries(
      Object.entries((record && resolve(record).attributes) ?? {}).map(([name, attribute]) => [
        name,
        resolve(attribute),
      ]),
    );
  return {
    entities: new Map(
      Object.entries(namespace.entityTypes).map(([name, { shape }]) => [name, attributesOf(shape)]),
    ),
    actions: new Map(
      Object.entries(namespace.actions).map(([name, { appliesTo }]) => [
        name,
        {
          resources: (appliesTo?.resourceTypes ?? []).map(local),
          context: attributesOf(appliesTo?.context),
        },
      ]),
    ),
  };
}
