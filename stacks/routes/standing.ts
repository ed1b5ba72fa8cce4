import type { Edge, Environment, Route } from '../../environments/schema';

/** What API Gateway calls a route, and hands over with each request: `GET /tenants/{tenant}/payments`. */
export const routeKey = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method} ${path}`;

type Standing = Pick<Environment, 'accounts' | 'cells' | 'edge'>;

/** Flows whose pools and policy stores stand in one account and region. */
function flowsOf({ accounts, cells }: Standing, account: string, region: string): Set<Route['flow']> {
  const inCells = Object.values(cells).some(
    (cell) => cell.account === account && cell.regions.includes(region),
  );
  return new Set([...(accounts[account]?.flows ?? []), ...(inCells ? (['tenant'] as const) : [])]);
}

/** The edge of one account and region: its routes are those of the flows that stand there. */
export interface StandingEdge {
  settings: Edge;
  routes: readonly Route[];
}

/** Undefined where no route's flow stands. Everything that it asks is in the account and region itself. */
export function edgeOf(environment: Standing, account: string, region: string): StandingEdge | undefined {
  const { edge } = environment;
  if (!edge) return undefined;
  const flows = flowsOf(environment, account, region);
  const routes = edge.routes.filter(({ flow }) => flows.has(flow));
  return routes.length > 0 ? { settings: edge, routes } : undefined;
}

/** Whether an edge stands in any region of the account. */
export const hasEdge = (environment: Standing & Pick<Environment, 'regions'>, account: string): boolean =>
  environment.regions.some((region) => edgeOf(environment, account, region) !== undefined);
