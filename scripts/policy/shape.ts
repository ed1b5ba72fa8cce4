import type { NormalPolicy } from './normal';
import type { Attributes, RequestEnvironment, SchemaModel, Type } from './schema-model';

/**
 * How two schemas differ for one request environment: not at all, only by optional attributes that one side lacks, or
 * by more.
 */
export type ShapeChange = { kind: 'same' } | { kind: 'optional'; names: string[] } | { kind: 'other' };

/** Thrown internally to end the walk at the first difference of another kind. */
class Other extends Error {}

/** Compares the types in a request of the environment: context, principal, resource, and all that they refer to. */
export function shapeChange(
  before: SchemaModel,
  after: SchemaModel,
  { principal, action, resource }: RequestEnvironment,
): ShapeChange {
  const names = new Set<string>();
  const seen = new Set<string>();
  const must = (equal: boolean) => {
    if (!equal) throw new Other();
  };
  const equal = (a: unknown, b: unknown) => must(JSON.stringify(a) === JSON.stringify(b));

  function attributes(a: Attributes, b: Attributes) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const [one, other] = [a[name], b[name]];
      if (one && other) {
        must(one.required === other.required);
        type(one.type, other.type);
      } else {
        must((one ?? other)?.required === false);
        names.add(name);
      }
    }
  }
  function type(a: Type, b: Type) {
    if (a.kind === 'record' && b.kind === 'record') attributes(a.attributes, b.attributes);
    else if (a.kind === 'set' && b.kind === 'set') type(a.element, b.element);
    else {
      equal(a, b);
      if (a.kind === 'entity') entity(a.name);
    }
  }
  function entity(name: string) {
    if (seen.has(name)) return;
    seen.add(name);
    const [a, b] = [before.entities.get(name), after.entities.get(name)];
    if (!a || !b) throw new Other();
    equal([a.parents, a.ids ?? null], [b.parents, b.ids ?? null]);
    must(!a.tags === !b.tags);
    if (a.tags && b.tags) type(a.tags, b.tags);
    attributes(a.attributes, b.attributes);
    for (const parent of a.parents) entity(parent);
  }
  try {
    const [a, b] = [before.actions.get(action), after.actions.get(action)];
    if (!a || !b) throw new Other();
    equal(a.groups, b.groups);
    attributes(a.context, b.context);
    for (const name of [principal, resource]) entity(name);
  } catch (error) {
    if (error instanceof Other) return { kind: 'other' };
    throw error;
  }
  return names.size === 0 ? { kind: 'same' } : { kind: 'optional', names: [...names].sort() };
}

/** Attributes, anywhere in the schema, whose values contain records. */
function recordAttributes({ entities, actions }: SchemaModel): Set<string> {
  const found = new Set<string>();
  const holds = (type: Type): boolean =>
    type.kind === 'record' || (type.kind === 'set' && holds(type.element));
  const inside = (type: Type): void => {
    if (type.kind === 'record') walk(type.attributes);
    if (type.kind === 'set') inside(type.element);
  };
  const walk = (attributes: Attributes) => {
    for (const [name, { type }] of Object.entries(attributes)) {
      if (holds(type)) found.add(name);
      inside(type);
    }
  };
  for (const { attributes } of entities.values()) walk(attributes);
  for (const { context } of actions.values()) walk(context);
  return found;
}

// biome-ignore lint/suspicious/noExplicitAny: an expression in Cedar's JSON, walked regardless of its type.
type Json = any;

/**
 * Whether a policy certainly cannot distinguish a request with these attributes from one without: it names none of them,
 * and does not use a record as a whole, for example to compare it.
 */
export function isBlindTo(
  { json, form }: Pick<NormalPolicy, 'json' | 'form'>,
  names: readonly string[],
  models: readonly SchemaModel[],
): boolean {
  if (names.some((name) => form.includes(JSON.stringify(name)))) return false;
  const records = new Set(models.flatMap((model) => [...recordAttributes(model)]));
  const whole = (node: Json, accessed = false): boolean => {
    if (typeof node !== 'object' || node === null) return false;
    if (Array.isArray(node)) return node.some((item) => whole(item));
    return Object.entries<Json>(node).some(([key, body]) => {
      if (key === 'getTag') return true;
      if (key === 'Var') return body === 'context' && !accessed;
      if (key === 'has') return whole(body.left, true);
      if (key === '.') return (records.has(body.attr) && !accessed) || whole(body.left, true);
      return whole(body);
    });
  };
  return !whole(json.conditions);
}
