import type { CedarValueJson, Context, EntityJson, EntityUidJson } from '@cedar-policy/cedar-wasm/nodejs';
import { invalid } from './errors';
import { type ContextDefinition, type EntitiesDefinition, entityIdentifier } from './inputs';
import type { Entity } from './state';

const refuse = (path: string, message: string) => invalid({ path, message });

/** Keys with a special meaning in Cedar's JSON: in a record, they would forge an entity or extension value. */
const escapes = ['__entity', '__extn', '__expr'];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const extension = (fn: string) => (value: unknown, path: string) => {
  if (typeof value !== 'string') throw refuse(path, 'must be a string');
  return { __extn: { fn, arg: value } };
};

/** Cedar's Long has 64 bits, JSON numbers here 53: a number that would be rounded is refused, never decided on. */
function long(value: unknown, path: string): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw refuse(path, `must be an integer between -${Number.MAX_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}`);
}

function entity(value: unknown, path: string) {
  const read = entityIdentifier.safeParse(value);
  if (!read.success) throw refuse(path, 'must be an entity with entityType and entityId');
  return { __entity: { type: read.data.entityType, id: read.data.entityId } };
}

function checked<Type>(type: string, is: (value: unknown) => value is Type) {
  return (value: unknown, path: string): Type => {
    if (is(value)) return value;
    throw refuse(path, `must be a ${type}`);
  };
}

/** One parser for each member of AWS's AttributeValue union. */
const readers: Record<string, (value: unknown, path: string) => CedarValueJson> = {
  boolean: checked('boolean', (value) => typeof value === 'boolean'),
  string: checked('string', (value) => typeof value === 'string'),
  long,
  entityIdentifier: entity,
  ipaddr: extension('ip'),
  decimal: extension('decimal'),
  datetime: extension('datetime'),
  duration: extension('duration'),
  set: (value, path) => {
    if (!Array.isArray(value)) throw refuse(path, 'must be a list');
    return value.map((item, index) => toCedarValue(item, `${path}.${index}`));
  },
  record: (value, path) => toCedarRecord(value, path),
};

/** Converts an AttributeValue to Cedar JSON. Throws ValidationException naming the path. */
function toCedarValue(value: unknown, path: string): CedarValueJson {
  const members = isObject(value) ? Object.entries(value).filter(([, member]) => member !== undefined) : [];
  const [[kind, member] = ['', undefined], ...more] = members;
  const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (!read || more.length) throw refuse(path, `must have exactly one of ${Object.keys(readers).join(', ')}`);
  return read(member, `${path}.${kind}`);
}

/** Converts a map of AttributeValues to Cedar JSON. Throws ValidationException naming the path. */
function toCedarRecord(value: unknown, path: string): Record<string, CedarValueJson> {
  if (!isObject(value)) throw refuse(path, 'must be a map');
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (escapes.includes(key)) throw refuse(`${path}.${key}`, 'this name is reserved by Cedar');
      return [key, toCedarValue(member, `${path}.${key}`)];
    }),
  );
}

/** Whether all numbers in a JSON value were parsed exactly: see `long`. */
const exact = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isSafeInteger(value)
    : typeof value !== 'object' || value === null || Object.values(value).every(exact);

function parse(text: string, path: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(path, `not JSON: ${(error as Error).message}`);
  }
  if (!exact(value)) throw refuse(path, 'has a number that is not an integer of at most 53 bits');
  return value;
}

/** A request's context as Cedar JSON; empty if it has none. */
export function toCedarContext(context: ContextDefinition, path: string): Context {
  if (context?.contextMap) return toCedarRecord(context.contextMap, `${path}.contextMap`);
  if (context?.cedarJson === undefined) return {};
  const value = parse(context.cedarJson, `${path}.cedarJson`);
  if (!isObject(value) || escapes.some((key) => key in value))
    throw refuse(`${path}.cedarJson`, 'must be a record');
  return value as Context;
}

/** An entity's type and id, spelled as in Cedar's JSON. */
export const uidOf = ({ entityType, entityId }: Entity) => ({ type: entityType, id: entityId });

/** Type and id of an entity in either of Cedar's two notations. */
export const plainUid = (uid: EntityUidJson) => ('__entity' in uid ? uid.__entity : uid);

function fromCedarJson(text: string): EntityJson[] {
  const path = 'entities.cedarJson';
  const value = parse(text, path);
  const good = (item: unknown) => {
    if (!isObject(item) || !isObject(item.uid)) return false;
    const uid = isObject(item.uid.__entity) ? item.uid.__entity : item.uid;
    return typeof uid.type === 'string' && typeof uid.id === 'string';
  };
  if (!Array.isArray(value) || !value.every(good))
    throw refuse(path, 'must be a list of entities, each with a uid');
  return value as EntityJson[];
}

/**
 * A request's entities as Cedar JSON. If an entity list has several with the same identifier, the last one counts, as
 * in AWS.
 */
export function toCedarEntities(entities: EntitiesDefinition): EntityJson[] {
  if (entities?.cedarJson !== undefined) return fromCedarJson(entities.cedarJson);
  const byUid = new Map<string, EntityJson>();
  for (const [index, item] of entities?.entityList?.entries() ?? []) {
    const path = `entities.entityList.${index}`;
    const uid = uidOf(item.identifier);
    byUid.set(JSON.stringify(uid), {
      uid,
      attrs: toCedarRecord(item.attributes ?? {}, `${path}.attributes`),
      parents: (item.parents ?? []).map(uidOf),
      ...(item.tags && { tags: toCedarRecord(item.tags, `${path}.tags`) }),
    });
  }
  return [...byUid.values()];
}

/** An external value, such as a token's claim, as Cedar JSON by its JSON type; undefined if Cedar has no such type. */
export function fromPlain(value: unknown): CedarValueJson | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value))
    return value as string | boolean | number;
  if (Array.isArray(value)) return value.flatMap((item) => fromPlain(item) ?? []);
  if (!isObject(value) || escapes.some((key) => key in value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const read = fromPlain(member);
      return read === undefined ? [] : [[key, read]];
    }),
  );
}
