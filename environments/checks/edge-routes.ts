import type { Finding } from '../loading/finding';
import { suggest } from '../loading/suggest';
import type { Environment } from '../schema';
import type { EnvironmentCheck } from './check';

type Route = NonNullable<Environment['edge']>['routes'][number];

/** All values of a route, each with its path. */
const valuesOf = ({
  resource,
  context,
}: Route): { path: string[]; read: { path?: string | undefined } }[] => [
  { path: ['resource', 'id'], read: resource.id },
  ...Object.entries(resource.attributes).map(([name, read]) => ({
    path: ['resource', 'attributes', name],
    read,
  })),
  ...Object.entries(context).map(([name, read]) => ({ path: ['context', name], read })),
];

/** A value read from the path must name one of the path's parameters. */
function unknownParameters(file: string, route: Route, index: number): Finding[] {
  const parameters = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  return valuesOf(route)
    .filter(({ read }) => read.path !== undefined && !parameters.includes(read.path))
    .map(({ path, read }) => ({
      file,
      path: ['edge', 'routes', index, ...path, 'path'],
      message: `${route.path} has no parameter of this name`,
      remedy: suggest(read.path, parameters),
    }));
}

/** API Gateway distinguishes routes by method and path, whatever their parameters are called. */
const shape = ({ method, path }: Route) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;

/** Routes are distinct, and read only parameters that are in their path. */
export const edgeRoutes: EnvironmentCheck = ({ file, environment: { edge } }) => {
  const routes = edge?.routes ?? [];
  const shapes = routes.map(shape);
  return routes.flatMap((route, index): Finding[] => [
    ...unknownParameters(file, route, index),
    ...(shapes.indexOf(shapes[index] as string) === index
      ? []
      : [
          {
            file,
            path: ['edge', 'routes', index],
            value: `${route.method} ${route.path}`,
            message: `has the same method and path as edge.routes[${shapes.indexOf(shapes[index] as string)}]`,
            remedy: 'remove one of the two, or give it another method or path',
          },
        ]),
  ]);
};
