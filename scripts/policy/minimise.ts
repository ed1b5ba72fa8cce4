import { type Asked, changeOf } from './difference';
import { isRecord, type Request, type Values } from './request';

/** Every variant of a record with one entry removed, at any depth. */
function poorer(values: Values): Values[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const { [name]: _, ...rest } = values;
    const inside = isRecord(value) ? poorer(value) : smallerSets(value);
    return [rest, ...inside.map((less) => ({ ...values, [name]: less }))];
  });
}

const smallerSets = (value: Values[string] | undefined) =>
  Array.isArray(value) ? value.map((_, index) => value.filter((__, other) => other !== index)) : [];

const isNeeded = ({ principal, resource }: Request, uid: { type: string; id: string }) =>
  [principal, resource].some(({ type, id }) => type === uid.type && id === uid.id);

/** Every variant of the request with one entry removed. */
function simpler(request: Request): Request[] {
  const { entities, context } = request;
  const withEntity = (index: number, entity: Request['entities'][number] | undefined) => ({
    ...request,
    entities: entities.flatMap((own, other) => (other === index ? (entity ?? []) : own)),
  });
  return [
    ...entities.flatMap((entity, index) => [
      ...(isNeeded(request, entity.uid) ? [] : [withEntity(index, undefined)]),
      ...entity.parents.map((_, less) =>
        withEntity(index, { ...entity, parents: entity.parents.filter((__, other) => other !== less) }),
      ),
      ...poorer(entity.attrs).map((attrs) => withEntity(index, { ...entity, attrs })),
      ...poorer(entity.tags ?? {}).map((tags) => withEntity(index, { ...entity, tags })),
    ]),
    ...poorer(context).map((less) => ({ ...request, context: less })),
  ];
}

/** Differences of the same kind look the same to a reader: same direction, same deciding policies on each side. */
export const kindOf = (asked: Asked) =>
  JSON.stringify([
    changeOf(asked),
    asked.before.by,
    asked.after.by,
    !asked.before.refused,
    !asked.after.refused,
  ]);

/** The same kind of difference with the smallest request: removes one entry after another. */
export function minimise(asked: Asked, ask: (request: Request) => Asked): Asked {
  const kind = kindOf(asked);
  let smallest = asked;
  for (;;) {
    const less = firstLike(kind, smallest.request, ask);
    if (!less) return smallest;
    smallest = less;
  }
}

function firstLike(kind: string, request: Request, ask: (request: Request) => Asked): Asked | undefined {
  for (const candidate of simpler(request)) {
    const asked = ask(candidate);
    if (kindOf(asked) === kind) return asked;
  }
  return undefined;
}
