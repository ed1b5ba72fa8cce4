import type { Route } from '../../environments/schema';

/** API Gateway's name of a route, which it passes with each request: `GET /tenants/{tenant}/payments`. */
export const routeKey = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method} ${path}`;
