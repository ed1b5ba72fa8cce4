import { type Attributes, ancestorsOf, type SchemaModel, type Type } from './schema-model';

const shortName = (name: string) => name.split('::').at(-1) as string;

/** A type as a schema writes it, such as `Set<String>`. */
function typeText(type: Type): string {
  switch (type.kind) {
    case 'string':
      return 'String';
    case 'long':
      return 'Long';
    case 'boolean':
      return 'Bool';
    case 'extension':
      return type.name;
    case 'entity':
      return shortName(type.name);
    case 'set':
      return `Set<${typeText(type.element)}>`;
    case 'record':
      return `{ ${Object.entries(type.attributes)
        .map(([name, { type: own, required }]) => `${name}${required ? '' : '?'}: ${typeText(own)}`)
        .join(', ')} }`;
  }
}

type Attribute = Attributes[string];
const text = ({ type, required }: Attribute) => `${required ? '' : 'optional '}${typeText(type)}`;

function attributeChanges(of: string, before: Attributes, after: Attributes): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const [one, other] = [before[name], after[name]];
    const path = `${of}.${name}`;
    if (!one) return [`${path} added: ${text(other as Attribute)}`];
    if (!other) return [`${path} removed: ${text(one)}`];
    if (one.required === other.required && one.type.kind === 'record' && other.type.kind === 'record')
      return attributeChanges(path, one.type.attributes, other.type.attributes);
    return text(one) === text(other) ? [] : [`${path} changed: ${text(one)} → ${text(other)}`];
  });
}

const listChange = (what: string, before: readonly string[], after: readonly string[]) => {
  const words = (all: readonly string[]) => all.map(shortName).join(', ') || 'none';
  return words(before) === words(after) ? [] : [`${what} changed: ${words(before)} → ${words(after)}`];
};

/** Compares what both sides have, and lists what only one has. */
function byName<T>(
  what: string,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  changes: (name: string, one: T, other: T) => string[],
): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const [one, other] = [before.get(name), after.get(name)];
    if (!one || !other) return [`${what} ${shortName(name)} ${one ? 'removed' : 'added'}`];
    return changes(name, one, other);
  });
}

/** Differences between two schemas, one line each; empty if one side has no store. */
export function schemaChanges(before: SchemaModel | undefined, after: SchemaModel | undefined): string[] {
  if (!before || !after) return [];
  return [
    ...byName('entity type', before.entities, after.entities, (name, one, other) => [
      ...listChange(
        `parent types of ${shortName(name)}`,
        [...ancestorsOf(before, name)].sort(),
        [...ancestorsOf(after, name)].sort(),
      ),
      ...attributeChanges(shortName(name), one.attributes, other.attributes),
      ...listChange(`tags of ${shortName(name)}`, tagText(one.tags), tagText(other.tags)),
      ...listChange(`ids of ${shortName(name)}`, one.ids ?? [], other.ids ?? []),
    ]),
    ...byName('action', before.actions, after.actions, (name, one, other) => [
      ...listChange(`principals of ${name}`, one.principals, other.principals),
      ...listChange(`resources of ${name}`, one.resources, other.resources),
      ...listChange(`groups of ${name}`, one.groups, other.groups),
      ...attributeChanges(`${name} context`, one.context, other.context),
    ]),
  ];
}

const tagText = (type: Type | undefined) => (type ? [typeText(type)] : []);
