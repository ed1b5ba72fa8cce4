import type { Edge, Route } from '../../environments/schema';
import type { AuthorizerRoute, RouteValue } from '../../functions/catalogue';
import { routeKey } from './route-key';

type Written = Route['context'][string];

/** Exactly one source: validation ensures it. */
function source({ path, query, header, value }: Written) {
  if (path !== undefined) return { path };
  if (query !== undefined) return { query };
  if (header !== undefined) return { header };
  return { value: value as string };
}

const routeValue = (written: Written): RouteValue => ({
  ...source(written),
  ...(written.type && { type: written.type }),
});

const valuesOf = (written: Record<string, Written>): Record<string, RouteValue> =>
  Object.fromEntries(Object.entries(written).map(([name, one]) => [name, routeValue(one)]));

/** The routes as the authorizer gets them: all of the environment's, in whichever target it runs. */
export const authorizerRoutes = ({ routes }: Pick<Edge, 'routes'>): AuthorizerRoute[] =>
  routes.map((route) => ({
    key: routeKey(route),
    flow: route.flow,
    action: route.action,
    resource: {
      type: route.resource.type,
      id: routeValue(route.resource.id),
      attributes: valuesOf(route.resource.attributes),
    },
    context: valuesOf(route.context),
  }));
