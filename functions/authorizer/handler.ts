import { authorizer } from '../catalogue';
import { edgeBudget } from '../shared/budget';
import { authorizing } from './authorize';
import { readConfig } from './config';
import { authorizerHandler } from './lambda-handler';
import { readRoutes } from './routes';

/** Lambda's entry: decides whether a request may pass to its backend. */
export const handler = authorizerHandler(authorizer, () =>
  authorizing({ routes: readRoutes(process.env), ...readConfig(process.env) }, edgeBudget, Date.now),
);
