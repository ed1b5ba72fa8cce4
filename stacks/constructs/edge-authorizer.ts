import type { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Authorizer } from '@cdktf/provider-aws/lib/apigatewayv2-authorizer';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';
import { authorizerFunction } from '../../environments/names';
import type { Edge } from '../../environments/schema';
import { authorizer, type BundledFunction, type EnvironmentOf } from '../../functions/catalogue';
import type { Target } from '../fleet-stack';
import { askPolicyStores } from '../permissions/edge';
import { readTables } from '../permissions/function-role';
import type { Registries } from './edge-registries';
import { TriggerFunction } from './trigger-function';

export interface EdgeAuthorizerProps {
  target: Target;
  api: Apigatewayv2Api;
  settings: Edge;
  registries: Registries;
  zip: BundledFunction;
}

/** Decides every request: the function, and the API's authorizer, the only caller that may invoke it. */
export class EdgeAuthorizer extends Construct {
  readonly authorizer: Apigatewayv2Authorizer;
  readonly permission: LambdaPermission;

  constructor(scope: Construct, id: string, props: EdgeAuthorizerProps) {
    super(scope, id);
    const { target, api, settings, registries, zip } = props;
    const variables: EnvironmentOf<typeof authorizer> = {
      ...registries.variables,
      ALLOW_SECONDS: String(settings.decisions.allowSeconds),
      DENY_SECONDS: String(settings.decisions.denySeconds),
    };
    const { function: decide } = new TriggerFunction(this, 'decide', {
      target,
      name: authorizerFunction(target.environment),
      facts: authorizer,
      zip,
      environment: variables,
      rights: [readTables(target, ...registries.tables), askPolicyStores(target)],
    });
    this.authorizer = new Apigatewayv2Authorizer(this, 'authorizer', {
      apiId: api.id,
      name: authorizerFunction(target.environment),
      authorizerType: 'REQUEST',
      authorizerUri: decide.invokeArn,
      authorizerPayloadFormatVersion: '2.0',
      enableSimpleResponses: true,
      // Without a token, API Gateway itself answers 401 and does not invoke the function.
      identitySources: ['$request.header.Authorization'],
      // API Gateway would cache decisions by token alone, whatever the path or amount. The function caches them itself,
      // keyed by everything they depend on.
      authorizerResultTtlInSeconds: 0,
    });
    this.permission = new LambdaPermission(this, 'permission', {
      statementId: 'api-gateway-authorizer',
      action: 'lambda:InvokeFunction',
      functionName: decide.functionName,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/authorizers/${this.authorizer.id}`,
    });
  }
}
