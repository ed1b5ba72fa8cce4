import type { Rules } from '../rules';
import { authorizer } from './authorizer';
import { backends } from './backends';
import { routes } from './routes';

/** The API and its authorization. */
export const edgeRules: Rules = {
  aws_apigatewayv2_authorizer: [authorizer],
  aws_apigatewayv2_integration: backends,
  aws_apigatewayv2_route: routes,
};
