import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import { allTexts, extensionValues, numbers, texts } from './candidates';
import type { Literals } from './literals';
import type { Random } from './random';
import type { EntityData, Request, Uid, Values } from './request';
import {
  type Attributes,
  ancestorsOf,
  type EntityModel,
  type RequestEnvironment,
  type SchemaModel,
  type Type,
} from './schema-model';

/** Texts and ids that no policy names: two, so that they are often equal, and often not. */
const others = ['alpha', 'beta'];

/** Probability that an optional value is present. */
const present = 0.85;

/**
 * Makes requests of one environment that fit the schema, with the policies' literals and values close to them,
 * with or without each optional attribute, and with groups, owners and other entities that are often the same.
 */
export function requestMaker(
  model: SchemaModel,
  { principal, action, resource }: RequestEnvironment,
  literals: Literals,
  random: Random,
): () => Request {
  const context = model.actions.get(action)?.context ?? {};

  function text(attribute: string): string {
    const own = texts(attribute, literals);
    if (own.length > 0 && random.chance(0.7)) return random.pick(own) as string;
    const any = random.chance(0.1) ? random.pick(allTexts(literals)) : undefined;
    return any ?? (random.pick(others) as string);
  }

  function uidOf(type: string): Uid {
    const { ids } = model.entities.get(type) ?? {};
    const named = random.chance(0.3) ? random.pick(literals.ids(type)) : undefined;
    return { type, id: (ids ? random.pick(ids) : (named ?? random.pick(others))) as string };
  }

  return () => {
    const made = new Map<string, EntityData>();

    function value(type: Type, attribute: string): CedarValueJson {
      switch (type.kind) {
        case 'string':
          return text(attribute);
        case 'long':
          return random.pick(numbers(attribute, literals)) as number;
        case 'boolean':
          return random.chance(0.5);
        case 'extension':
          return random.pick(extensionValues(type.name, attribute, literals)) as CedarValueJson;
        case 'entity':
          return { __entity: { ...entity(uidOf(type.name)).uid } };
        case 'set':
          return set(type.element, attribute);
        case 'record':
          return record(type.attributes);
      }
    }

    /** With some of the values that policies look for, and with others. */
    function set(element: Type, attribute: string): CedarValueJson[] {
      const named = element.kind === 'string' ? random.some(texts(attribute, literals), 0.5) : [];
      const more = random.some([1, 2], 0.3).map(() => value(element, attribute));
      const members = [...named, ...more].map((member) => [JSON.stringify(member), member] as const);
      return [...new Map(members).values()];
    }

    const record = (attributes: Attributes): Values =>
      Object.fromEntries(
        Object.entries(attributes)
          .filter(([, { required }]) => required || random.chance(present))
          .map(([name, { type }]) => [name, value(type, name)]),
      );

    /** The entity, created once, with its parents. */
    function entity(uid: Uid): EntityData {
      const key = JSON.stringify(uid);
      const known = made.get(key);
      if (known) return known;
      const data: EntityData = { uid, attrs: {}, parents: [] };
      made.set(key, data);
      const { attributes, parents, tags, ids } = model.entities.get(uid.type) as EntityModel;
      if (ids) return data;
      data.parents = parents.flatMap((type) => parentsOf(uid, type));
      for (const parent of data.parents) entity(parent);
      data.attrs = record(attributes);
      const keys = tags ? random.some(allTexts(literals), 0.5) : [];
      if (tags) data.tags = Object.fromEntries(keys.map((key) => [key, value(tags, key)]));
      return data;
    }

    function parentsOf(child: Uid, type: string): Uid[] {
      const named = random.some(literals.ids(type), 0.5);
      const ids = random.chance(0.3) ? [...named, uidOf(type).id] : named;
      const uids = [...new Set(ids)].map((id) => ({ type, id }));
      // If types can contain each other, reusing an entity could create a cycle, which the engine refuses.
      const mayCircle = type === child.type || ancestorsOf(model, type).has(child.type);
      return mayCircle ? uids.filter((uid) => !made.has(JSON.stringify(uid))) : uids;
    }

    const who = entity(uidOf(principal)).uid;
    const what = entity(uidOf(resource)).uid;
    return {
      principal: who,
      action: { type: `${model.namespace}::Action`, id: action },
      resource: what,
      context: record(context),
      entities: [...made.values()],
    };
  };
}
