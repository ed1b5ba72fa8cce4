import type { Route } from '../../environments/schema';

/** What API Gateway calls a route, and hands over with each request: `GET /tenants/{tenant}/payments`. */
export const routeKey = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method} ${path}`;
