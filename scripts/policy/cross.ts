import type { Random } from './random';
import { type EntityData, isRecord, type Request, type Uid, type Values } from './request';

/** A mix of both values, also inside records. */
function mix(base: Values, other: Values, random: Random): Values {
  const names = [...new Set([...Object.keys(base), ...Object.keys(other)])];
  return Object.fromEntries(
    names.flatMap((name) => {
      const [one, two] = [base[name], other[name]];
      const taken = random.chance(0.2) ? two : one;
      const value = isRecord(one) && isRecord(two) ? mix(one, two, random) : taken;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const same = (a: Uid, b: Uid) => a.type === b.type && a.id === b.id;

/** The request with the ids of its principal and resource replaced everywhere. */
function renamed(request: Request, { principal, resource }: Request): Request {
  const change = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(change);
    if (typeof node !== 'object' || node === null) return node;
    if ('type' in node && 'id' in node) {
      if (same(node as Uid, request.principal)) return principal;
      if (same(node as Uid, request.resource)) return resource;
      return node;
    }
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(value)]));
  };
  return change(request) as Request;
}

/**
 * A request like `base`, with a few values from `other`, of the same environment: one step away from a request that
 * is known to be near the boundary between allowed and denied.
 */
export function cross(base: Request, other: Request, random: Random): Request {
  const like = renamed(other, base);
  const find = (entities: readonly EntityData[], uid: Uid) =>
    entities.find((entity) => same(entity.uid, uid));
  const entities = base.entities.map((entity) => {
    const counterpart = find(like.entities, entity.uid);
    if (!counterpart) return entity;
    return {
      ...entity,
      attrs: mix(entity.attrs, counterpart.attrs, random),
      parents: random.chance(0.2) ? counterpart.parents : entity.parents,
      ...(entity.tags && { tags: mix(entity.tags, counterpart.tags ?? {}, random) }),
    };
  });
  const more = like.entities.filter(({ uid }) => !find(entities, uid));
  return { ...base, context: mix(base.context, like.context, random), entities: [...entities, ...more] };
}
