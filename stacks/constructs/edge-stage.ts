import type { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { edgeLogGroup } from '../../environments/names';
import type { Edge, Environment } from '../../environments/schema';

/**
 * What is logged per call: the request, who got which answer, and the deciding policies. Not the token, any
 * header, the query, the path with its ids, or the caller's address. The principal is the pool's id and the user's
 * `sub`: an investigator needs it, and it means nothing to others (docs/decisions/0015-edge.md).
 */
const accessLog = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
  error: '$context.error.message',
  authorizerError: '$context.authorizer.error',
  integrationStatus: '$context.integration.status',
  integrationError: '$context.integration.error',
  integrationLatency: '$context.integration.latency',
  flow: '$context.authorizer.flow',
  tenant: '$context.authorizer.tenant_id',
  client: '$context.authorizer.client_id',
  principal: '$context.authorizer.principal',
  policies: '$context.authorizer.policies',
});

export interface EdgeStageProps {
  environment: Environment;
  api: Apigatewayv2Api;
  throttling: Edge['throttling'];
  /** Nothing is served before all of these exist. */
  after: ITerraformDependable[];
}

/**
 * Earlier versions kept the access log in a group with another name. Access logs are evidence, so that group is removed
 * from the state but not deleted: it stays in the account, gets no new entries, and empties as its retention ends.
 */
export const formerLogGroup = {
  from: 'aws_cloudwatch_log_group.stage_log-group',
  lifecycle: { destroy: false },
};

/** The API's only stage; it deploys changes automatically. */
export class EdgeStage extends Construct {
  constructor(scope: Construct, id: string, { environment, api, throttling, after }: EdgeStageProps) {
    super(scope, id);
    const logGroup = new CloudwatchLogGroup(this, 'access-log', {
      name: edgeLogGroup(environment),
      retentionInDays: environment.logRetentionDays,
    });
    new Apigatewayv2Stage(this, 'stage', {
      apiId: api.id,
      name: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: logGroup.arn, format: accessLog },
      defaultRouteSettings: {
        throttlingRateLimit: throttling.ratePerSecond,
        throttlingBurstLimit: throttling.burst,
        detailedMetricsEnabled: true,
      },
      dependsOn: after,
    });
  }
}
