import type { Edge, Environment, Route } from '../schema';
import { type Flows, flowsIn } from './flows';

type WithEdge = Flows & Pick<Environment, 'edge'>;

/** The edge of one account and region, with the routes of the flows there. */
export interface PlacedEdge {
  settings: Edge;
  routes: readonly Route[];
}

/** Undefined if the target has none of the routes' flows. An edge calls nothing outside its own account and region. */
export function edgeOf(environment: WithEdge, account: string, region: string): PlacedEdge | undefined {
  const { edge } = environment;
  if (!edge) return undefined;
  const flows = flowsIn(environment, account, region);
  const routes = edge.routes.filter(({ flow }) => flows.has(flow));
  return routes.length > 0 ? { settings: edge, routes } : undefined;
}

/** Whether the account has an edge in any region. */
export const hasEdge = (environment: WithEdge & Pick<Environment, 'regions'>, account: string): boolean =>
  environment.regions.some((region) => edgeOf(environment, account, region) !== undefined);
