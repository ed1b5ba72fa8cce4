import { formatPath, type Problem } from '../../environments/problems';
import type { Environment, Route } from '../../environments/schema';
import { policyDir, type StoreKind, storeKinds } from '../policies/cedar';
import type { Judge } from '../policies/fleet-problems';
import { readPolicyFolder } from '../policies/source';
import { type Attribute, type Attributes, type KindSchema, kindSchema } from './kind-schema';

/** The kind of policy store that decides a flow's requests. */
const kindOf: Readonly<Record<Route['flow'], StoreKind>> = {
  customer: 'customer',
  internal: 'internal',
  machine: 'service',
  tenant: 'tenant',
};

/** What every request has, whatever the route. */
const given: readonly string[] = ['source_ip', 'time', 'token'];

type Found = Omit<Problem, 'file' | 'path'> & { path: readonly PropertyKey[] };
type Written = Route['context'];

const listed = (names: Iterable<string>) => [...names].sort().join(', ') || 'none';

const fits: Readonly<Record<string, string>> = { string: 'String', long: 'Long' };
const typeFor = (cedar: string) => Object.keys(fits).find((type) => fits[type] === cedar);

/** A value whose type differs from the schema's. */
function misfit(path: readonly PropertyKey[], written: Written[string], declared: Attribute): Found[] {
  const type = written.type ?? 'string';
  if (fits[type] === declared.type) return [];
  const wanted = typeFor(declared.type);
  const message = `is a ${declared.type} in the schema, and a ${fits[type]} here`;
  if (wanted) return [{ path, value: written, message, remedy: `write type: '${wanted}'` }];
  return [
    {
      path,
      value: written,
      message,
      remedy: 'leave it out: a request can only give a String or a Long, so the schema must not require it',
    },
  ];
}

/** Values that do not match what the schema declares: undeclared, missing, or of another type. */
function values(path: readonly PropertyKey[], what: string, written: Written, declared: Attributes): Found[] {
  const required = Object.entries(declared).filter(([, { required }]) => required !== false);
  return [
    ...Object.entries(written).flatMap(([name, value]): Found[] => {
      const known = Object.hasOwn(declared, name) ? declared[name] : undefined;
      if (known) return misfit([...path, name], value, known);
      const message = `${what} has nothing of this name in the schema`;
      const remedy = `use one of: ${listed(Object.keys(declared).filter((one) => !given.includes(one)))}; or remove it`;
      return [{ path: [...path, name], value, message, remedy }];
    }),
    ...required
      .filter(([name]) => !Object.hasOwn(written, name) && !given.includes(name))
      .map(([name, { type }]) => ({
        path: [...path, name],
        value: undefined,
        message: `is missing: ${what} has it in the schema, where it is not optional`,
        remedy: `say where the request has it${typeFor(type) === 'long' ? ", with type: 'long'" : ''}`,
      })),
  ];
}

/** Every mismatch between a route and the schema of its kind of store. */
export function checkRoute(route: Route, kind: StoreKind, schema: KindSchema): Found[] {
  const { type, attributes } = route.resource;
  const action = schema.actions.get(route.action);
  const entity = schema.entities.get(type);
  const stores = `policy stores of kind ${kind}`;
  const resources = action?.resources ?? [...schema.entities.keys()];
  return [
    ...(action
      ? values(['context'], `the context of ${route.action}`, route.context, action.context)
      : [
          {
            path: ['action'],
            value: route.action,
            message: `${stores} have no such action`,
            remedy: `use one of: ${listed(schema.actions.keys())}`,
          },
        ]),
    ...(entity && resources.includes(type)
      ? values(['resource', 'attributes'], `a ${type}`, attributes, entity)
      : [
          {
            path: ['resource', 'type'],
            value: type,
            message: entity
              ? `${route.action} does not apply to a ${type}`
              : `${stores} have no such entity type`,
            remedy: `use one of: ${listed(resources)}`,
          },
        ]),
  ];
}

type WithEdge = Pick<Environment, 'name' | 'edge'>;

/** Every route of these environments that its policy stores would not understand, as problems in their files. */
export function routeProblems(
  environments: readonly WithEdge[],
  judge: Judge = (_, check) => check(),
): Problem[] {
  const texts = new Map(storeKinds.map((kind) => [kind, readPolicyFolder(policyDir(kind)).schema.text]));
  const schemas = new Map<StoreKind, KindSchema | undefined>();
  const schemaOf = (kind: StoreKind) => {
    if (!schemas.has(kind)) schemas.set(kind, kindSchema(texts.get(kind) ?? ''));
    return schemas.get(kind);
  };
  const problemsOf = ({ name, edge }: WithEdge) =>
    (edge?.routes ?? []).flatMap((route, index) => {
      const kind = kindOf[route.flow];
      const schema = schemaOf(kind);
      return (schema ? checkRoute(route, kind, schema) : []).map(({ path, ...found }) => ({
        ...found,
        file: `environments/${name}.ts`,
        path: formatPath(['edge', 'routes', index, ...path]),
      }));
    });
  return environments.flatMap((one) =>
    judge(['routes', one.name, one.edge?.routes, [...texts]], () => problemsOf(one)),
  );
}
