import { localOperation } from '../dispatch';
import { json, type Service } from '../service';
import type { Authorization } from './authorization';

/** `GET /_local/rights`: what roles have used, never used, and been refused. */
export const rightsRoutes = (authorization: Authorization): Service => ({
  operationOf: localOperation,
  operations: { 'GET /_local/rights': async () => json(200, await authorization.report()) },
});
